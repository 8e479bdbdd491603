using System.Collections.Immutable;
using Pergola.Api.Ecs;
using Pergola.Domain;
using Pergola.Domain.Ecs;

namespace Pergola.Planning.Ecs.Services;

/// <summary>
/// Changes a service. What is absent stays, an empty list removes. A change of what tasks are made of starts a new
/// deployment; a change of count, percentages or grace period does not.
/// </summary>
internal static class UpdateService
{
    public static Decision<UpdateServiceResponse> Decide(UpdateServiceRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (EcsNames.ActiveCluster(realm, request.Cluster) is not { } cluster)
        {
            return new EcsError.ClusterNotFound();
        }

        if (EcsNames.Service(realm, cluster.ClusterName, request.Service) is not { } service)
        {
            return new EcsError.ServiceNotFound();
        }

        if (service.Status != "ACTIVE" || service.Primary is not { } primary)
        {
            return new EcsError.ServiceNotActive();
        }

        if (RequestError(request) is { } requestError)
        {
            return requestError;
        }

        if (Wanted(request, primary, realm, out var wanted) is { } error)
        {
            return error;
        }

        if (request.VpcLatticeConfigurations is not null || wanted.TaskDefinitionId != primary.TaskDefinitionId)
        {
            var definition = realm.Of<EcsTaskDefinition>()[wanted.TaskDefinitionId];
            var lattice = wanted.LatticeConfigurations;
            if (LatticeRules.Error(lattice, definition, wanted.SubnetIds, snapshot, given) is { } latticeError)
            {
                return latticeError;
            }
        }

        var changed = Specified(request, service);
        ImmutableArray<Change> changes = [];
        if (request.ForceNewDeployment == true || Replaces(wanted, primary))
        {
            var deployment = NewDeployment.Begun(wanted, given);
            var started = NewDeployment.Start(changed, deployment, given.Now);
            changes = NewDeployment.Records(changed, started, deployment, realm, given);
            changed = started;
        }

        return new Decision<UpdateServiceResponse>.Accept(
            new UpdateServiceResponse { Service = ServiceShape.Whole(changed, realm, given.Scope) },
            [new Change.Put(given.Scope, changed), .. changes]);
    }

    private static EcsError? RequestError(UpdateServiceRequest request)
    {
        if (request.DeploymentController is { Type: not "ECS" } controller)
        {
            return new EcsError.Unsupported($"The deployment controller {controller.Type} is not supported. Use ECS.");
        }

        return ServiceRules.DesiredCountError(request.DesiredCount)
            ?? ServiceRules.DeploymentConfigurationError(request.DeploymentConfiguration)
            ?? ServiceRules.UnsupportedError(
                request.LoadBalancers,
                request.ServiceRegistries,
                request.ServiceConnectConfiguration,
                request.VolumeConfigurations);
    }

    private static EcsError? Wanted(
        UpdateServiceRequest request, EcsDeployment primary, Realm realm, out EcsDeployment wanted)
    {
        wanted = primary;
        if (request.TaskDefinition is { } name)
        {
            // The definition that the service has may be named again, even INACTIVE: the client changes something else.
            if (EcsNames.TaskDefinition(realm, name)?.Id != primary.TaskDefinitionId
                && LaunchRules.DefinitionError(realm, name, out _) is { } error)
            {
                return error;
            }

            wanted = wanted with { TaskDefinitionId = EcsNames.TaskDefinition(realm, name)!.Id };
        }

        var definition = realm.Of<EcsTaskDefinition>()[wanted.TaskDefinitionId];
        if (LaunchRules.LaunchTypeError(null, request.CapacityProviderStrategy, definition) is { } launchError)
        {
            return launchError;
        }

        if (request.NetworkConfiguration is not null)
        {
            if (LaunchRules.NetworkError(request.NetworkConfiguration, realm) is { } networkError)
            {
                return networkError;
            }

            var network = request.NetworkConfiguration.AwsvpcConfiguration!;
            wanted = wanted with
            {
                SubnetIds = [.. network.Subnets],
                SecurityGroupIds = [.. network.SecurityGroups ?? []],
                AssignPublicIp = network.AssignPublicIp == "ENABLED",
            };
        }

        wanted = wanted with
        {
            PlatformVersion = request.PlatformVersion is { } version
                ? Platform.Resolve(version)
                : wanted.PlatformVersion,
            CapacityProviderStrategy = request.CapacityProviderStrategy is { } strategy
                ? [.. strategy]
                : wanted.CapacityProviderStrategy,
            LatticeConfigurations = request.VpcLatticeConfigurations is { } lattice
                ? [.. lattice]
                : wanted.LatticeConfigurations,
        };
        return null;
    }

    private static bool Replaces(EcsDeployment wanted, EcsDeployment primary) =>
        wanted.TaskDefinitionId != primary.TaskDefinitionId
        || wanted.PlatformVersion != primary.PlatformVersion
        || wanted.AssignPublicIp != primary.AssignPublicIp
        || !wanted.SubnetIds.SequenceEqual(primary.SubnetIds)
        || !wanted.SecurityGroupIds.SequenceEqual(primary.SecurityGroupIds)
        || !wanted.CapacityProviderStrategy.SequenceEqual(primary.CapacityProviderStrategy)
        || !wanted.LatticeConfigurations.SequenceEqual(primary.LatticeConfigurations);

    private static EcsService Specified(UpdateServiceRequest request, EcsService service) => service with
    {
        DesiredCount = request.DesiredCount ?? service.DesiredCount,
        DeploymentConfiguration = ServiceRules.Merged(service.DeploymentConfiguration, request.DeploymentConfiguration),
        HealthCheckGracePeriodSeconds = request.HealthCheckGracePeriodSeconds ?? service.HealthCheckGracePeriodSeconds,
        EnableEcsManagedTags = request.EnableECSManagedTags ?? service.EnableEcsManagedTags,
        EnableExecuteCommand = request.EnableExecuteCommand ?? service.EnableExecuteCommand,
        PropagateTags = request.PropagateTags ?? service.PropagateTags,
        AvailabilityZoneRebalancing = request.AvailabilityZoneRebalancing ?? service.AvailabilityZoneRebalancing,
        Steady = request.DesiredCount is null || request.DesiredCount == service.DesiredCount ? service.Steady : false,
    };
}
