using System.Collections.Immutable;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Ecs;
using NetworkInterface = Pergola.Domain.Network.NetworkInterface;

namespace Pergola.Planning.Ecs.Scheduling;

/// <summary>Carries out a service's plan: stops and starts tasks, and brings a deleted service to its end.</summary>
internal static class ServiceKeeper
{
    /// <summary>One service's part of a pass.</summary>
    public static void Step(Scope scope, string serviceId, LoopPass pass)
    {
        var service = pass.Current.In(scope).Of<EcsService>()[serviceId];
        if (service.Status == "DRAINING")
        {
            Drain(scope, service, pass);
        }
        else if (service.Status == "ACTIVE")
        {
            Deployments.Judge(scope, service, pass);
            Keep(scope, pass.Current.In(scope).Of<EcsService>()[serviceId], pass);
            Deployments.Settle(scope, pass.Current.In(scope).Of<EcsService>()[serviceId], pass);
        }
    }

    /// <summary>The service's tasks that nobody has told to stop.</summary>
    public static ImmutableArray<EcsTask> Live(EcsService service, Realm realm) =>
        [.. realm.Of<EcsTask>().Under(service.Id).Where(task => task.DesiredStatus == "RUNNING")];

    private static void Drain(Scope scope, EcsService service, LoopPass pass)
    {
        Stop(scope, service, Live(service, pass.Current.In(scope)), pass);
        var tasks = pass.Current.In(scope).Of<EcsTask>().Under(service.Id);
        if (tasks.All(task => task.LastStatus == "STOPPED"))
        {
            var latest = pass.Current.In(scope).Of<EcsService>()[service.Id];
            pass.Apply(new Change.Put(scope, latest with
            {
                Status = "INACTIVE",
                InactiveSince = pass.Given.Now,
                Deployments = [],
            }));
        }
    }

    private static void Keep(Scope scope, EcsService service, LoopPass pass)
    {
        var realm = pass.Current.In(scope);
        var primary = service.Primary!;
        var live = Live(service, realm);
        var views = live.Select(task => TaskViews.Of(task, service, realm, pass.Given.Now)).ToImmutableArray();
        var plan = ServicePlanner.Plan(
            new ServiceSpec(
                service.DesiredCount,
                service.DeploymentConfiguration.MinimumHealthyPercent ?? 100,
                service.DeploymentConfiguration.MaximumPercent ?? 200,
                primary.Number),
            views);
        foreach (var task in live)
        {
            pass.Due(TaskViews.GraceEnds(task, service));
        }

        if (plan.Stop.Length > 0)
        {
            var sick = views.Where(view => view.Health == TaskHealth.Unhealthy).Select(view => view.TaskId).ToHashSet();
            var stop = live.Where(task => plan.Stop.Contains(task.TaskId)).ToLookup(task => sick.Contains(task.TaskId));
            StopSick(scope, [.. stop[true]], pass);
            Stop(scope, service, [.. stop[false]], pass);
        }

        if (plan.Start > 0 && primary.RolloutState != "FAILED")
        {
            if (service.Backoff.NotBefore is { } notBefore && pass.Given.Now < notBefore)
            {
                pass.Due(notBefore);
            }
            else
            {
                Start(scope, service.Id, plan.Start, live, pass);
            }
        }
    }

    private static void StopSick(Scope scope, ImmutableArray<EcsTask> tasks, LoopPass pass)
    {
        foreach (var task in tasks)
        {
            var realm = pass.Current.In(scope);
            var service = realm.Of<EcsService>()[task.ServiceId!];
            var reason = TaskViews.SickReason(task, realm);
            pass.Apply(
                Told(scope, task, reason, pass),
                new Change.Put(scope, service
                    .Say($"(task {task.TaskId}) is unhealthy: {reason}", pass.Given)
                    .CountFailure(task, countsForDeployment: true, pass.Given)));
        }
    }

    private static void Stop(Scope scope, EcsService service, ImmutableArray<EcsTask> tasks, LoopPass pass)
    {
        if (tasks.IsEmpty)
        {
            return;
        }

        foreach (var task in tasks)
        {
            var deployment = service.Primary?.Number ?? task.DeploymentNumber;
            var reason = $"Scaling activity initiated by (deployment ecs-svc/{deployment})";
            pass.Apply(Told(scope, task, reason, pass));
        }

        var latest = pass.Current.In(scope).Of<EcsService>()[service.Id];
        var names = string.Join(' ', tasks.Select(task => $"(task {task.TaskId})"));
        pass.Apply(new Change.Put(
            scope, latest.Say($"has stopped {tasks.Length} running tasks: {names}.", pass.Given)));
    }

    private static Change.Put Told(Scope scope, EcsTask task, string reason, LoopPass pass)
    {
        var told = TaskStopper.Requested(task, "ServiceSchedulerInitiated", reason, pass.Given.Now);
        return new Change.Put(scope, told with { Version = task.Version + 1 });
    }

    private static void Start(Scope scope, string serviceId, int count, ImmutableArray<EcsTask> live, LoopPass pass)
    {
        var taken = live.Select(task => task.Attachment.SubnetId).ToList();
        var interfaces = new List<NetworkInterface>();
        var started = new List<EcsTask>();
        var service = pass.Current.In(scope).Of<EcsService>()[serviceId];
        for (var i = 0; i < count; i++)
        {
            var outcome = ServiceTask.Make(scope, service, taken, interfaces, pass);
            if (outcome.Task is null)
            {
                service = service
                    .Say($"was unable to place a task. Reason: {outcome.Error!.Message}", pass.Given)
                    .BackOff(pass.Given);
                pass.Due(service.Backoff.NotBefore);
                break;
            }

            taken.Add(outcome.Task.Attachment.SubnetId);
            interfaces.Add(outcome.Interface!);
            started.Add(outcome.Task);
        }

        if (started.Count > 0)
        {
            var names = string.Join(' ', started.Select(task => $"(task {task.TaskId})"));
            service = service.Say($"has started {started.Count} tasks: {names}.", pass.Given);
        }

        pass.Apply(
        [
            .. interfaces.Select(eni => new Change.Put(scope, eni)),
            .. started.Select(task => new Change.Put(scope, task)),
            new Change.Put(scope, service),
        ]);
    }
}
