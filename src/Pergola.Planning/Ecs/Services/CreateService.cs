using System.Collections.Immutable;
using Pergola.Api.Ecs;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Ecs;

namespace Pergola.Planning.Ecs.Services;

/// <summary>Creates a service. It is ACTIVE at once; its tasks follow by the loop.</summary>
internal static class CreateService
{
    public static Decision<CreateServiceResponse> Decide(CreateServiceRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (EcsNames.ActiveCluster(realm, request.Cluster) is not { } cluster)
        {
            return new EcsError.ClusterNotFound();
        }

        if (realm.Of<EcsService>().TryGet(EcsService.Key(cluster.ClusterName, request.ServiceName), out var existing)
            && existing.Status != "INACTIVE")
        {
            return Existing(existing, request, realm, given);
        }

        if ((RequestError(request) ?? LaunchRules.DefinitionError(realm, request.TaskDefinition, out _)) is { } error)
        {
            return error;
        }

        var definition = EcsNames.TaskDefinition(realm, request.TaskDefinition!)!;
        if ((LaunchRules.LaunchTypeError(request.LaunchType, request.CapacityProviderStrategy, definition)
            ?? LaunchRules.NetworkError(request.NetworkConfiguration, realm)) is { } launchError)
        {
            return launchError;
        }

        var network = request.NetworkConfiguration!.AwsvpcConfiguration!;
        var lattice = request.VpcLatticeConfigurations ?? [];
        if (LatticeRules.Error(lattice, definition, [.. network.Subnets], snapshot, given) is { } latticeError)
        {
            return latticeError;
        }

        var bare = Service(request, cluster, given);
        var deployment = Deployment(request, definition, network, cluster, given);
        var service = NewDeployment.Start(bare, deployment, given.Now);
        ImmutableArray<Change> changes =
        [
            .. Forget(existing, realm, given),
            new Change.Put(given.Scope, service),
            .. NewDeployment.Records(bare, service, deployment, Realm.Empty, given),
        ];
        return new Decision<CreateServiceResponse>.Accept(
            new CreateServiceResponse { Service = ServiceShape.Whole(service, realm, given.Scope) }, changes);
    }

    private static EcsError? RequestError(CreateServiceRequest request)
    {
        if (!EcsNames.IsName(request.ServiceName))
        {
            return new EcsError.InvalidParameter(
                $"serviceName '{request.ServiceName}' is not allowed: use 1 to 255 letters, digits, hyphens and "
                + "underscores.");
        }

        if (request.SchedulingStrategy == "DAEMON")
        {
            return new EcsError.InvalidParameter(
                "The daemon scheduling strategy is not supported for Fargate tasks. Use REPLICA.");
        }

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
                request.VolumeConfigurations)
            ?? EcsTags.Error(EcsTags.From(request.Tags));
    }

    // The same request again (a client that missed the answer) gets the service it made.
    private static Decision<CreateServiceResponse> Existing(
        EcsService existing, CreateServiceRequest request, Realm realm, Given given) => existing.Status switch
        {
            "DRAINING" => new EcsError.InvalidParameter("Unable to Start a service that is still Draining."),
            _ when request.ClientToken is not null && request.ClientToken == existing.ClientToken =>
                new CreateServiceResponse { Service = ServiceShape.Whole(existing, realm, given.Scope) },
            _ => new EcsError.InvalidParameter("Creation of service was not idempotent."),
        };

    // A new service of the same name does not inherit the history of the one before.
    private static IEnumerable<Change> Forget(EcsService? inactive, Realm realm, Given given) => inactive is null
        ? []
        :
        [
            .. realm.Of<EcsServiceDeployment>().Under(inactive.Id).Select(record =>
                new Change.Remove(given.Scope, ResourceKinds.For<EcsServiceDeployment>(), record.Id)),
            new Change.Remove(given.Scope, ResourceKinds.For<EcsService>(), inactive.Id),
        ];

    private static EcsService Service(CreateServiceRequest request, EcsCluster cluster, Given given) => new()
    {
        ClusterName = cluster.ClusterName,
        ServiceName = request.ServiceName,
        Arn = Arn.Of("ecs", given.Scope, $"service/{cluster.ClusterName}/{request.ServiceName}"),
        Status = "ACTIVE",
        DesiredCount = request.DesiredCount ?? 0,
        DeploymentConfiguration = ServiceRules.Completed(request.DeploymentConfiguration),
        HealthCheckGracePeriodSeconds = request.HealthCheckGracePeriodSeconds ?? 0,
        EnableEcsManagedTags = request.EnableECSManagedTags ?? false,
        EnableExecuteCommand = request.EnableExecuteCommand ?? false,
        PropagateTags = request.PropagateTags ?? "NONE",
        AvailabilityZoneRebalancing = request.AvailabilityZoneRebalancing ?? "ENABLED",
        ClientToken = request.ClientToken,
        CreatedBy = given.Caller.Arn,
        CreatedAt = given.Now,
        Tags = EcsTags.From(request.Tags),
    };

    private static EcsDeployment Deployment(
        CreateServiceRequest request,
        EcsTaskDefinition definition,
        AwsVpcConfiguration network,
        EcsCluster cluster,
        Given given) => NewDeployment.Begun(
            new EcsDeployment
            {
                Number = "",
                Status = "PRIMARY",
                ServiceDeploymentId = "",
                RolloutState = "IN_PROGRESS",
                RolloutStateReason = "",
                TaskDefinitionId = definition.Id,
                LaunchType = "FARGATE",
                PlatformVersion = Platform.Resolve(request.PlatformVersion),
                SubnetIds = [.. network.Subnets],
                SecurityGroupIds = [.. network.SecurityGroups ?? []],
                AssignPublicIp = network.AssignPublicIp == "ENABLED",
                CapacityProviderStrategy = request.LaunchType is null
                    ? [.. request.CapacityProviderStrategy ?? cluster.DefaultStrategy]
                    : [],
                LatticeConfigurations = [.. request.VpcLatticeConfigurations ?? []],
            },
            given);
}
