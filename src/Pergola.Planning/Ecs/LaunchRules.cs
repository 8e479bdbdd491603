using System.Collections.Immutable;
using Pergola.Api.Ecs;
using Pergola.Domain;
using Pergola.Domain.Ecs;
using Pergola.Domain.Network;

namespace Pergola.Planning.Ecs;

/// <summary>What services and single tasks are asked alike before anything is started for them.</summary>
internal static class LaunchRules
{
    /// <summary>Why tasks cannot be launched like that; null when they can.</summary>
    public static EcsError? LaunchTypeError(
        string? launchType, IReadOnlyList<CapacityProviderStrategyItem>? strategy, EcsTaskDefinition definition)
    {
        if (launchType is not null && strategy is { Count: > 0 })
        {
            return new EcsError.InvalidParameter(
                "Specifying both a launch type and capacity provider strategy is not supported. "
                + "Remove one and try again.");
        }

        if (Clusters.CapacityProviders.Error(null, strategy) is { } error)
        {
            return error;
        }

        if (launchType is "EC2" or "EXTERNAL" or "MANAGED_INSTANCES")
        {
            return new EcsError.Unsupported(
                $"The launch type {launchType} needs container instances, and Pergola has none. Use FARGATE.");
        }

        return definition.Shape.NetworkMode == "awsvpc"
            ? null
            : new EcsError.InvalidParameter(
                $"The task definition {definition.Id} has the network mode {definition.Shape.NetworkMode ?? "bridge"}; "
                + "Fargate tasks need awsvpc.");
    }

    /// <summary>Why the network configuration cannot be used; null when it can.</summary>
    public static EcsError? NetworkError(NetworkConfiguration? configuration, Realm realm)
    {
        if (configuration?.AwsvpcConfiguration is not { } network)
        {
            return new EcsError.InvalidParameter(
                "Network Configuration must be provided when networkMode 'awsvpc' is specified.");
        }

        if (network.Subnets.Count is 0 or > 16)
        {
            return new EcsError.InvalidParameter($"subnets has {network.Subnets.Count} entries: use 1 to 16.");
        }

        if (network.SecurityGroups is { Count: > 5 })
        {
            return new EcsError.InvalidParameter(
                $"securityGroups has {network.SecurityGroups.Count} entries: use 5 at most.");
        }

        return SubnetError(network, realm) ?? GroupError(network, realm);
    }

    /// <summary>The definition that new tasks may be started of, or why there is none.</summary>
    public static EcsError? DefinitionError(Realm realm, string? name, out EcsTaskDefinition? definition)
    {
        definition = name is null ? null : EcsNames.TaskDefinition(realm, name);
        return definition switch
        {
            null when name is null => new EcsError.InvalidParameter("TaskDefinition can not be blank."),
            null => new EcsError.Client("TaskDefinition not found."),
            { Shape.Status: not "ACTIVE" } => new EcsError.Client("TaskDefinition is inactive"),
            _ => null,
        };
    }

    private static EcsError.InvalidParameter? SubnetError(AwsVpcConfiguration network, Realm realm)
    {
        var subnets = realm.Of<Subnet>();
        if (network.Subnets.FirstOrDefault(id => subnets.Find(id) is null) is { } missing)
        {
            return new EcsError.InvalidParameter(
                $"Error retrieving subnet information for [{missing}]: The subnet ID '{missing}' does not exist "
                + "(ErrorCode: InvalidSubnetID.NotFound)");
        }

        var vpcs = network.Subnets.Select(id => subnets[id].VpcId).Distinct().ToImmutableArray();
        return vpcs.Length > 1
            ? new EcsError.InvalidParameter(
                $"subnets must all belong to the same VPC, but these are in {string.Join(" and ", vpcs)}.")
            : null;
    }

    private static EcsError.InvalidParameter? GroupError(AwsVpcConfiguration network, Realm realm)
    {
        var vpcId = realm.Of<Subnet>()[network.Subnets[0]].VpcId;
        foreach (var id in network.SecurityGroups ?? [])
        {
            if (realm.Of<SecurityGroup>().Find(id) is not { } group)
            {
                return new EcsError.InvalidParameter(
                    $"Error retrieving security group information for [{id}]: The security group '{id}' does not exist "
                    + "(ErrorCode: InvalidGroup.NotFound)");
            }

            if (group.VpcId != vpcId)
            {
                return new EcsError.InvalidParameter(
                    $"The security group {id} belongs to {group.VpcId}, but the subnets are in {vpcId}.");
            }
        }

        return null;
    }
}
