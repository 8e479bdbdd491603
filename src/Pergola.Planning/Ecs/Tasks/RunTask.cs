using System.Collections.Immutable;
using Pergola.Api.Ecs;
using Pergola.Domain;
using Pergola.Domain.Ecs;
using Pergola.Planning.Ecs.Scheduling;
using NetworkInterface = Pergola.Domain.Network.NetworkInterface;

namespace Pergola.Planning.Ecs.Tasks;

/// <summary>Starts tasks that belong to no service. They are PROVISIONING with their interfaces at once.</summary>
internal static class RunTask
{
    /// <summary>AWS's limit of tasks in one call.</summary>
    public const int CountMax = 10;

    public static Decision<RunTaskResponse> Decide(RunTaskRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (EcsNames.ActiveCluster(realm, request.Cluster) is not { } cluster)
        {
            return new EcsError.ClusterNotFound();
        }

        if (request.ClientToken is { } token
            && realm.Of<EcsTask>().Under(cluster.ClusterName).Any(task => task.ClientToken == token))
        {
            var same = realm.Of<EcsTask>().Under(cluster.ClusterName).Where(task => task.ClientToken == token);
            return new RunTaskResponse
            {
                Tasks = [.. same.Select(task => TaskShape.Of(task, given.Scope, tags: true))],
                Failures = [],
            };
        }

        if ((RequestError(request) ?? LaunchRules.DefinitionError(realm, request.TaskDefinition, out _)) is { } error)
        {
            return error;
        }

        var definition = EcsNames.TaskDefinition(realm, request.TaskDefinition)!;
        return (LaunchRules.LaunchTypeError(request.LaunchType, request.CapacityProviderStrategy, definition)
            ?? OverrideError(request.Overrides, definition)
            ?? LaunchRules.NetworkError(request.NetworkConfiguration, realm)) is { } launchError
            ? launchError
            : Start(request, cluster, definition, snapshot, given);
    }

    private static EcsError? RequestError(RunTaskRequest request) => request switch
    {
        { Count: < 1 or > CountMax } => new EcsError.InvalidParameter(
            $"count is {request.Count}: use 1 to {CountMax}."),
        { Group: { } group } when group.StartsWith("service:", StringComparison.Ordinal) =>
            new EcsError.InvalidParameter($"group '{group}' is not allowed: only services use 'service:'."),
        { VolumeConfigurations.Count: > 0 } => new EcsError.Unsupported(
            "volumeConfigurations are not supported: Pergola has no Elastic Block Store."),
        _ => EcsTags.Error(EcsTags.From(request.Tags)),
    };

    private static EcsError? OverrideError(TaskOverride? overrides, EcsTaskDefinition definition)
    {
        var unknown = overrides?.ContainerOverrides?.FirstOrDefault(
            other => definition.Shape.ContainerDefinitions!.All(container => container.Name != other.Name));
        return unknown is null
            ? null
            : new EcsError.InvalidParameter(
                $"Override for container named {unknown.Name} is not a container in the TaskDefinition.");
    }

    private static Decision<RunTaskResponse> Start(
        RunTaskRequest request, EcsCluster cluster, EcsTaskDefinition definition, Snapshot snapshot, Given given)
    {
        var network = request.NetworkConfiguration!.AwsvpcConfiguration!;
        var tasks = new List<EcsTask>();
        var interfaces = new List<NetworkInterface>();
        var failures = ImmutableArray.CreateBuilder<Failure>();
        for (var i = 0; i < (request.Count ?? 1); i++)
        {
            var taken = tasks.Select(task => task.Attachment.SubnetId).ToList();
            var subnetId = SubnetChoice.Next([.. network.Subnets], taken, snapshot.In(given.Scope))!;
            var outcome = NewTask.Make(
                Request(request, cluster, definition, network, subnetId),
                snapshot,
                given.Scope,
                given.Now,
                given.Entropy,
                interfaces);
            if (outcome.Task is null)
            {
                failures.Add(new Failure { Reason = "RESOURCE:ENI", Detail = outcome.Error!.Message });
                continue;
            }

            tasks.Add(outcome.Task);
            interfaces.Add(outcome.Interface!);
        }

        return new Decision<RunTaskResponse>.Accept(
            new RunTaskResponse
            {
                Tasks = [.. tasks.Select(task => TaskShape.Of(task, given.Scope, tags: true))],
                Failures = failures.ToImmutable(),
            },
            [
                .. interfaces.Select(eni => new Change.Put(given.Scope, eni)),
                .. tasks.Select(task => new Change.Put(given.Scope, task)),
            ]);
    }

    private static TaskRequest Request(
        RunTaskRequest request,
        EcsCluster cluster,
        EcsTaskDefinition definition,
        AwsVpcConfiguration network,
        string subnetId)
    {
        var propagated = request.PropagateTags == "TASK_DEFINITION" ? definition.Tags : EcsTags.From(null);
        var tags = EcsTags.Add(propagated, request.Tags);
        return new TaskRequest(
            cluster.ClusterName,
            definition,
            subnetId,
            [.. network.SecurityGroups ?? []],
            network.AssignPublicIp == "ENABLED",
            request.Group ?? $"family:{definition.Family}",
            request.StartedBy,
            request.EnableECSManagedTags == true ? tags.SetItem("aws:ecs:clusterName", cluster.ClusterName) : tags)
        {
            Overrides = request.Overrides,
            PlatformVersion = Platform.Resolve(request.PlatformVersion),
            EnableExecuteCommand = request.EnableExecuteCommand ?? false,
            ClientToken = request.ClientToken,
        };
    }
}

/// <summary>Would place tasks on container instances, of which there are none.</summary>
internal static class StartTask
{
    public static Decision<StartTaskResponse> Decide(StartTaskRequest request, Snapshot snapshot, Given given) =>
        new EcsError.Unsupported(
            "StartTask places tasks on container instances, and there are none here. Use RunTask with FARGATE.");
}
