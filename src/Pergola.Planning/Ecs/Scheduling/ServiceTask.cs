using System.Collections.Immutable;
using Pergola.Core;
using Pergola.Domain.Ecs;
using NetworkInterface = Pergola.Domain.Network.NetworkInterface;

namespace Pergola.Planning.Ecs.Scheduling;

/// <summary>Makes one more task for a service's PRIMARY deployment.</summary>
internal static class ServiceTask
{
    /// <summary>The task, in the subnet that has the fewest; or why there is none.</summary>
    public static TaskOutcome Make(
        Scope scope,
        EcsService service,
        IReadOnlyCollection<string> takenSubnets,
        IReadOnlyCollection<NetworkInterface> pending,
        LoopPass pass)
    {
        var realm = pass.Current.In(scope);
        var deployment = service.Primary!;
        if (SubnetChoice.Next(deployment.SubnetIds, takenSubnets, realm) is not { } subnetId)
        {
            return new TaskOutcome(null, null, new EcsError.InvalidParameter(
                $"None of the subnets {string.Join(", ", deployment.SubnetIds)} exists."));
        }

        var definition = realm.Of<EcsTaskDefinition>()[deployment.TaskDefinitionId];
        var request = new TaskRequest(
            service.ClusterName,
            definition,
            subnetId,
            deployment.SecurityGroupIds,
            deployment.AssignPublicIp,
            $"service:{service.ServiceName}",
            deployment.DeploymentId,
            Tags(service, definition))
        {
            Service = service,
            Deployment = deployment,
            PlatformVersion = deployment.PlatformVersion,
            EnableExecuteCommand = service.EnableExecuteCommand,
        };
        return NewTask.Make(request, pass.Current, scope, pass.Given.Now, pass.Given.Entropy, pending);
    }

    private static ImmutableSortedDictionary<string, string> Tags(EcsService service, EcsTaskDefinition definition)
    {
        var tags = service.PropagateTags switch
        {
            "SERVICE" => service.Tags,
            "TASK_DEFINITION" => definition.Tags,
            _ => ImmutableSortedDictionary<string, string>.Empty,
        };
        return service.EnableEcsManagedTags
            ? tags
                .SetItem("aws:ecs:clusterName", service.ClusterName)
                .SetItem("aws:ecs:serviceName", service.ServiceName)
            : tags;
    }
}
