using Pergola.Api.Ecs;
using Pergola.Domain;
using Pergola.Domain.Ecs;
using Pergola.Domain.Network;
using Pergola.Planning.Iam;
using Pergola.Planning.VpcLattice;
using System.Collections.Immutable;

namespace Pergola.Planning.Ecs.Services;

/// <summary>
/// When a service may be joined to VPC Lattice target groups. Roles are asked here and only here: once accepted, tasks
/// register and deregister on the server's own authority, so that a detached policy never keeps a service from ending.
/// </summary>
internal static class LatticeRules
{
    /// <summary>AWS's limit of target groups per service (ECS Developer Guide, VPC Lattice).</summary>
    public const int ConfigurationsMax = 5;

    /// <summary>
    /// Terraform repeats a request that failed with this text for minutes: the stack may create the service before it
    /// attaches the role's policies.
    /// </summary>
    public const string RoleText =
        "Unable to assume role and validate the specified targetGroupArn. Please verify that the ECS service role "
        + "being passed has the proper permissions.";

    /// <summary>Why these configurations cannot be a service's; null when they can.</summary>
    public static EcsError? Error(
        IReadOnlyList<VpcLatticeConfiguration> configurations,
        EcsTaskDefinition definition,
        ImmutableArray<string> subnetIds,
        Snapshot snapshot,
        Given given)
    {
        if (configurations.Count > ConfigurationsMax)
        {
            return new EcsError.InvalidParameter(
                $"vpcLatticeConfigurations has {configurations.Count} entries: use {ConfigurationsMax} at most.");
        }

        return configurations
            .Select(configuration => Error(configuration, definition, subnetIds, snapshot, given))
            .FirstOrDefault(error => error is not null);
    }

    private static EcsError.InvalidParameter? Error(
        VpcLatticeConfiguration configuration,
        EcsTaskDefinition definition,
        ImmutableArray<string> subnetIds,
        Snapshot snapshot,
        Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (PortOf(definition, configuration.PortName) is null)
        {
            return new EcsError.InvalidParameter(
                $"The portName '{configuration.PortName}' in vpcLatticeConfigurations matches no port mapping of the "
                + $"task definition {definition.Id}. Give one of its portMappings that name.");
        }

        if (!CanUse(configuration, snapshot.In(given.Scope.Global))
            || LatticeLookup.FindTargetGroup(realm, configuration.TargetGroupArn) is not { } group)
        {
            return new EcsError.InvalidParameter(RoleText);
        }

        if (group.Type != "IP")
        {
            return new EcsError.InvalidParameter(
                $"The target group {group.Arn} has the type {group.Type}; tasks with network mode awsvpc need IP.");
        }

        if (group.Status != "ACTIVE")
        {
            return new EcsError.InvalidParameter($"The target group {group.Arn} is {group.Status}, not ACTIVE.");
        }

        var vpcId = realm.Of<Subnet>().Find(subnetIds.FirstOrDefault())?.VpcId;
        return group.Config?.VpcIdentifier is { } groupVpc && groupVpc != vpcId
            ? new EcsError.InvalidParameter(
                $"The target group {group.Arn} belongs to {groupVpc}, but the service's subnets are in {vpcId}.")
            : null;
    }

    /// <summary>The container port of the mapping with that name; null when there is none.</summary>
    public static int? PortOf(EcsTaskDefinition definition, string portName) =>
        definition.Shape.ContainerDefinitions!
            .SelectMany(container => container.PortMappings ?? [])
            .FirstOrDefault(mapping => mapping.Name == portName)?.ContainerPort;

    private static bool CanUse(VpcLatticeConfiguration configuration, Realm globalRealm) =>
        Allows(configuration, globalRealm, "vpc-lattice:GetTargetGroup")
        && Allows(configuration, globalRealm, "vpc-lattice:RegisterTargets");

    private static bool Allows(VpcLatticeConfiguration configuration, Realm globalRealm, string action) =>
        RoleAccess.Allows(
            globalRealm, configuration.RoleArn, "ecs.amazonaws.com", action, configuration.TargetGroupArn);
}
