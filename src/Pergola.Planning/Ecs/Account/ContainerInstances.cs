using Pergola.Api.Ecs;
using Pergola.Domain;

namespace Pergola.Planning.Ecs.Account;

/// <summary>There are no container instances: every task is a Fargate task.</summary>
internal static class ListContainerInstances
{
    public static Decision<ListContainerInstancesResponse> Decide(
        ListContainerInstancesRequest request, Snapshot snapshot, Given given) =>
        EcsNames.ActiveCluster(snapshot.In(given.Scope), request.Cluster) is null
            ? new EcsError.ClusterNotFound()
            : new ListContainerInstancesResponse { ContainerInstanceArns = [] };
}

/// <summary>Each instance that is asked for is missing.</summary>
internal static class DescribeContainerInstances
{
    public static Decision<DescribeContainerInstancesResponse> Decide(
        DescribeContainerInstancesRequest request, Snapshot snapshot, Given given) =>
        EcsNames.ActiveCluster(snapshot.In(given.Scope), request.Cluster) is null
            ? new EcsError.ClusterNotFound()
            : new DescribeContainerInstancesResponse
            {
                ContainerInstances = [],
                Failures = [.. request.ContainerInstances.Select(arn => new Failure { Arn = arn, Reason = "MISSING" })],
            };
}

/// <summary>Attributes belong to container instances.</summary>
internal static class ListAttributes
{
    public static Decision<ListAttributesResponse> Decide(
        ListAttributesRequest request, Snapshot snapshot, Given given) =>
        EcsNames.ActiveCluster(snapshot.In(given.Scope), request.Cluster) is null
            ? new EcsError.ClusterNotFound()
            : new ListAttributesResponse { Attributes = [] };
}
