using System.Collections.Immutable;
using Pergola.Api.Ecs;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Ecs;
using Task = Pergola.Api.Ecs.Task;

namespace Pergola.Planning.Ecs.Tasks;

/// <summary>Describes tasks, STOPPED ones for an hour; what is not there is a failure, not an error.</summary>
internal static class DescribeTasks
{
    /// <summary>AWS's limit of tasks in one call.</summary>
    public const int TasksMax = 100;

    public static Decision<DescribeTasksResponse> Decide(DescribeTasksRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (EcsNames.ActiveCluster(realm, request.Cluster) is not { } cluster)
        {
            return new EcsError.ClusterNotFound();
        }

        if (request.Tasks.Count is 0 or > TasksMax)
        {
            return new EcsError.InvalidParameter($"tasks has {request.Tasks.Count} entries: use 1 to {TasksMax}.");
        }

        var tasks = ImmutableArray.CreateBuilder<Task>();
        var failures = ImmutableArray.CreateBuilder<Failure>();
        foreach (var name in request.Tasks)
        {
            if (EcsNames.Task(realm, cluster.ClusterName, name) is { } task)
            {
                tasks.Add(TaskShape.Of(task, given.Scope, request.Include?.Contains("TAGS") == true));
            }
            else
            {
                var id = name[(name.LastIndexOf('/') + 1)..];
                failures.Add(new Failure
                {
                    Arn = Arn.Of("ecs", given.Scope, $"task/{cluster.ClusterName}/{id}"),
                    Reason = "MISSING",
                });
            }
        }

        return new DescribeTasksResponse { Tasks = tasks.ToImmutable(), Failures = failures.ToImmutable() };
    }
}

/// <summary>Lists the ARNs of a cluster's tasks: those that should run, or those that should not.</summary>
internal static class ListTasks
{
    public static Decision<ListTasksResponse> Decide(ListTasksRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (EcsNames.ActiveCluster(realm, request.Cluster) is not { } cluster)
        {
            return new EcsError.ClusterNotFound();
        }

        if (request.ServiceName is { } name && EcsNames.Service(realm, cluster.ClusterName, name) is null)
        {
            return new EcsError.ServiceNotFound();
        }

        var found = realm.Of<EcsTask>().All.Where(task => Matches(task, request, cluster.ClusterName));
        return Paging.Cut(found, request.NextToken, request.MaxResults) is { } page
            ? new ListTasksResponse
            {
                TaskArns = [.. page.Resources.Select(task => task.Arn)],
                NextToken = page.NextToken,
            }
            : Paging.BadToken(request.NextToken);
    }

    private static bool Matches(EcsTask task, ListTasksRequest request, string clusterName) =>
        task.ClusterName == clusterName
        && task.DesiredStatus == (request.DesiredStatus == "STOPPED" ? "STOPPED" : "RUNNING")
        && request.ContainerInstance is null
        && request.DaemonName is null
        && (request.ServiceName is null || task.ServiceId == EcsNames.ServiceKey(clusterName, request.ServiceName))
        && (request.Family is null || task.TaskDefinitionId.StartsWith(request.Family + ":", StringComparison.Ordinal))
        && (request.StartedBy is null || task.StartedBy == request.StartedBy)
        && (request.LaunchType is null || task.LaunchType == request.LaunchType);
}
