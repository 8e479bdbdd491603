using Pergola.Core;
using Pergola.Domain;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>
/// Kinds that nobody can create here yet. Clients look whether any exist (before a subnet's deletion, for instance):
/// none does, and an id names nothing.
/// </summary>
internal static class EmptyListings
{
    public static Decision<Shape.DescribeFlowLogsResult> FlowLogs(
        Shape.DescribeFlowLogsRequest request, Snapshot snapshot, Given given) =>
        Absent(Noun.FlowLog, request.FlowLogIds) is { } error
            ? error
            : new Shape.DescribeFlowLogsResult { FlowLogs = [] };

    public static Decision<Shape.DescribeVpcPeeringConnectionsResult> PeeringConnections(
        Shape.DescribeVpcPeeringConnectionsRequest request, Snapshot snapshot, Given given) =>
        Absent(Noun.PeeringConnection, request.VpcPeeringConnectionIds) is { } error
            ? error
            : new Shape.DescribeVpcPeeringConnectionsResult { VpcPeeringConnections = [] };

    public static Decision<Shape.DescribeInstancesResult> Instances(
        Shape.DescribeInstancesRequest request, Snapshot snapshot, Given given) =>
        Absent(Noun.Instance, request.InstanceIds) is { } error
            ? error
            : new Shape.DescribeInstancesResult { Reservations = [] };

    private static ApiError? Absent(Noun noun, IReadOnlyList<string>? ids) =>
        ids is [var id, ..] ? new Ec2Error.NotFound(noun, id) : null;
}
