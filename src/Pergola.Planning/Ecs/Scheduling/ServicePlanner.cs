using System.Collections.Immutable;

namespace Pergola.Planning.Ecs.Scheduling;

/// <summary>What a service asks of its tasks.</summary>
/// <param name="Deployment">The number of the deployment that tasks should belong to.</param>
public sealed record ServiceSpec(int DesiredCount, int MinimumHealthyPercent, int MaximumPercent, string Deployment);

/// <summary>A task as the scheduler sees it.</summary>
/// <param name="SubnetId">Where it is, so that what stays is spread.</param>
public sealed record TaskView(string TaskId, string Deployment, TaskHealth Health, string SubnetId);

/// <summary>How a task does; a task that starts is not yet healthy, but is not sick either.</summary>
public enum TaskHealth
{
    /// <summary>It had its time, and fails.</summary>
    Unhealthy,

    /// <summary>Nothing speaks against it yet.</summary>
    Starting,

    /// <summary>It runs, and every check passes.</summary>
    Healthy,
}

/// <summary>What to do next: so many tasks to start, and those to stop.</summary>
public sealed record ServicePlan(int Start, ImmutableArray<string> Stop);

/// <summary>
/// Decides the next step of a rolling update, of scaling and of replacement: they are the same arithmetic.
/// </summary>
public static class ServicePlanner
{
    /// <summary>
    /// One step toward the desired state. <paramref name="tasks"/> holds the tasks nobody has told to stop.
    /// Pure: equal inputs give equal plans, and a satisfied service gives an empty plan.
    /// </summary>
    public static ServicePlan Plan(ServiceSpec spec, ImmutableArray<TaskView> tasks)
    {
        // ECS rounds the floor up and the ceiling down, so an update is never less safe than asked.
        var floor = ((spec.DesiredCount * spec.MinimumHealthyPercent) + 99) / 100;
        var ceiling = spec.DesiredCount * spec.MaximumPercent / 100;

        var bestFirst = BestFirst(tasks);
        var keep = bestFirst
            .Where(task => task.Deployment == spec.Deployment && task.Health != TaskHealth.Unhealthy)
            .Take(spec.DesiredCount)
            .ToHashSet();
        var unwanted = bestFirst.Where(task => !keep.Contains(task)).ToList();

        var healthyToSpare = Math.Max(0, tasks.Count(task => task.Health == TaskHealth.Healthy) - floor);
        var stop = unwanted.Where(task => task.Health != TaskHealth.Healthy)
            .Concat(unwanted.Where(task => task.Health == TaskHealth.Healthy).Take(healthyToSpare));
        var start = Math.Clamp(ceiling - tasks.Length, 0, spec.DesiredCount - keep.Count);

        return new ServicePlan(start, [.. stop.Select(task => task.TaskId)]);
    }

    // Among equally healthy tasks the first of each subnet come first, then the second: what is kept stays spread.
    private static List<TaskView> BestFirst(ImmutableArray<TaskView> tasks) =>
    [
        .. tasks
            .GroupBy(task => (task.Health, task.SubnetId, task.Deployment))
            .SelectMany(group => group
                .OrderBy(task => task.TaskId, StringComparer.Ordinal)
                .Select((task, rank) => (task, rank)))
            .OrderByDescending(entry => entry.task.Health)
            .ThenBy(entry => entry.rank)
            .ThenBy(entry => entry.task.TaskId, StringComparer.Ordinal)
            .Select(entry => entry.task),
    ];
}
