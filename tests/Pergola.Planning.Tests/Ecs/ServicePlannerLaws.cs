using System.Collections.Immutable;
using CsCheck;
using Pergola.Planning.Ecs.Scheduling;

namespace Pergola.Planning.Tests.Ecs;

/// <summary>What holds for every plan, in whatever state a service is.</summary>
public sealed class ServicePlannerLaws
{
    private const string New = "2";

    private static readonly Gen<TaskView> s_task = Gen.Select(
        Gen.Bool,
        Gen.Int[(int)TaskHealth.Unhealthy, (int)TaskHealth.Healthy],
        Gen.Bool,
        (isNew, health, isC) => new TaskView("", isNew ? New : "1", (TaskHealth)health, isC ? "subnet-c" : "subnet-a"));

    private static readonly Gen<(ServiceSpec Spec, ImmutableArray<TaskView> Tasks)> s_world = Gen.Select(
        Gen.Int[0, 9],
        Gen.Int[0, 100],
        Gen.Int[100, 200],
        s_task.Array[0, 14],
        (desired, least, most, tasks) => (
            new ServiceSpec(desired, least, most, New),
            ImmutableArray.CreateRange(tasks.Select((task, i) => task with { TaskId = $"task-{i:D2}" }))));

    [Fact]
    public void No_plan_goes_below_the_floor_by_its_own_doing() => s_world.Sample(world =>
    {
        var stop = ServicePlanner.Plan(world.Spec, world.Tasks).Stop;
        var before = world.Tasks.Count(IsHealthy);
        var after = world.Tasks.Count(task => IsHealthy(task) && !stop.Contains(task.TaskId));
        return after >= Math.Min(before, Floor(world.Spec));
    });

    [Fact]
    public void No_plan_starts_more_than_the_ceiling_holds() => s_world.Sample(world =>
    {
        var plan = ServicePlanner.Plan(world.Spec, world.Tasks);
        return plan.Start >= 0 && (plan.Start == 0 || world.Tasks.Length + plan.Start <= Ceiling(world.Spec));
    });

    [Fact]
    public void A_satisfied_service_has_an_empty_plan() => s_world.Sample(world =>
    {
        var satisfied = ImmutableArray.CreateRange(Enumerable.Range(0, world.Spec.DesiredCount)
            .Select(i => new TaskView($"task-{i}", New, TaskHealth.Healthy, "subnet-a")));
        var plan = ServicePlanner.Plan(world.Spec, satisfied);
        return plan is { Start: 0, Stop.IsEmpty: true };
    });

    [Fact]
    public void The_order_in_which_tasks_are_listed_does_not_matter() => s_world.Sample(world =>
    {
        var one = ServicePlanner.Plan(world.Spec, world.Tasks);
        var other = ServicePlanner.Plan(world.Spec, [.. world.Tasks.Reverse()]);
        return one.Start == other.Start && one.Stop.SequenceEqual(other.Stop);
    });

    [Fact]
    public void Every_service_that_may_move_at_all_reaches_its_desired_state() => s_world
        .Where(world => Floor(world.Spec) < Ceiling(world.Spec) || world.Spec.DesiredCount == 0)
        .Sample(world =>
        {
            var tasks = world.Tasks;
            for (var step = 0; step < 100; step++)
            {
                var plan = ServicePlanner.Plan(world.Spec, tasks);
                if (plan is { Start: 0, Stop.IsEmpty: true } && tasks.All(IsHealthy))
                {
                    return tasks.Length == world.Spec.DesiredCount && tasks.All(task => task.Deployment == New);
                }

                var started = Enumerable.Range(0, plan.Start)
                    .Select(i => new TaskView($"step-{step}-{i}", New, TaskHealth.Starting, "subnet-c"));
                tasks = [.. tasks.Where(task => !plan.Stop.Contains(task.TaskId)).Select(Grown), .. started];
            }

            return false;
        });

    [Fact]
    public void A_task_that_starts_is_given_its_time_and_a_sick_one_is_not()
    {
        var spec = new ServiceSpec(1, 100, 200, New);

        Assert.Empty(Plan(TaskHealth.Starting).Stop);
        Assert.Equal(["task"], Plan(TaskHealth.Unhealthy).Stop);
        Assert.Equal((0, 1), (Plan(TaskHealth.Starting).Start, Plan(TaskHealth.Unhealthy).Start));

        ServicePlan Plan(TaskHealth health) =>
            ServicePlanner.Plan(spec, [new TaskView("task", New, health, "subnet-a")]);
    }

    private static TaskView Grown(TaskView task) =>
        task.Health == TaskHealth.Starting ? task with { Health = TaskHealth.Healthy } : task;

    private static bool IsHealthy(TaskView task) => task.Health == TaskHealth.Healthy;

    private static int Floor(ServiceSpec spec) =>
        (int)Math.Ceiling(spec.DesiredCount * spec.MinimumHealthyPercent / 100m);

    private static int Ceiling(ServiceSpec spec) => (int)Math.Floor(spec.DesiredCount * spec.MaximumPercent / 100m);
}
