using System.Collections.Immutable;
using Pergola.Api.Ecs;
using Pergola.Core;
using Pergola.Domain;

namespace Pergola.Planning.Ecs.Clusters;

/// <summary>The two capacity providers that every account has; there are no others here.</summary>
internal static class CapacityProviders
{
    /// <summary>Their names.</summary>
    public static ImmutableArray<string> Known { get; } = ["FARGATE", "FARGATE_SPOT"];

    /// <summary>Why these cannot be a cluster's; null when they can.</summary>
    public static EcsError? Error(
        IReadOnlyList<string>? providers, IReadOnlyList<CapacityProviderStrategyItem>? strategy)
    {
        var named = (providers ?? []).Concat((strategy ?? []).Select(part => part.CapacityProvider));
        return named.FirstOrDefault(name => !Known.Contains(name)) is { } unknown
            ? new EcsError.InvalidParameter(
                $"The specified capacity provider '{unknown}' was not found. Use FARGATE or FARGATE_SPOT.")
            : null;
    }
}

/// <summary>Sets a cluster's capacity providers and default strategy, whole.</summary>
internal static class PutClusterCapacityProviders
{
    public static Decision<PutClusterCapacityProvidersResponse> Decide(
        PutClusterCapacityProvidersRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (EcsNames.ActiveCluster(realm, request.Cluster) is not { } cluster)
        {
            return new EcsError.ClusterNotFound();
        }

        if (CapacityProviders.Error(request.CapacityProviders, request.DefaultCapacityProviderStrategy) is { } error)
        {
            return error;
        }

        var changed = cluster with
        {
            CapacityProviders = [.. request.CapacityProviders],
            DefaultStrategy = [.. request.DefaultCapacityProviderStrategy],
        };
        return new Decision<PutClusterCapacityProvidersResponse>.Accept(
            new PutClusterCapacityProvidersResponse { Cluster = ClusterShape.Whole(changed, realm) },
            [new Change.Put(given.Scope, changed)]);
    }
}

/// <summary>Describes the capacity providers.</summary>
internal static class DescribeCapacityProviders
{
    public static Decision<DescribeCapacityProvidersResponse> Decide(
        DescribeCapacityProvidersRequest request, Snapshot snapshot, Given given)
    {
        var asked = request.CapacityProviders is { Count: > 0 } names ? names : CapacityProviders.Known;
        return new DescribeCapacityProvidersResponse
        {
            CapacityProviders =
            [
                .. asked.Select(name => name[(name.LastIndexOf('/') + 1)..])
                    .Where(name => CapacityProviders.Known.Contains(name))
                    .Select(name => new CapacityProvider
                    {
                        CapacityProviderArn = Arn.Of("ecs", given.Scope, $"capacity-provider/{name}"),
                        Name = name,
                        Status = "ACTIVE",
                        Tags = [],
                    }),
            ],
            Failures =
            [
                .. asked.Where(name => !CapacityProviders.Known.Contains(name[(name.LastIndexOf('/') + 1)..]))
                    .Select(name => new Failure { Arn = name, Reason = "MISSING" }),
            ],
        };
    }
}
