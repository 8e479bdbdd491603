using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Lists NAT gateways, those included that were deleted within the last hour.</summary>
internal static class DescribeNatGateways
{
    private static readonly Catalog<NatGateway> s_catalog = Catalog.Of<NatGateway>(
        Noun.NatGateway,
        static (gateway, name) => name switch
        {
            "nat-gateway-id" => [gateway.NatGatewayId],
            "state" => [gateway.State],
            "subnet-id" => [gateway.SubnetId],
            "vpc-id" => [gateway.VpcId],
            "connectivity-type" => [gateway.ConnectivityType],
            _ => null,
        });

    public static Decision<Shape.DescribeNatGatewaysResult> Decide(
        Shape.DescribeNatGatewaysRequest request, Snapshot snapshot, Given given) => s_catalog.Search(
            snapshot.In(given.Scope).Of<NatGateway>().All,
            new Query(request.NatGatewayIds, request.Filter, request.MaxResults, request.NextToken),
            (gateways, next) => new Shape.DescribeNatGatewaysResult
            {
                NatGateways = [.. gateways.Select(NatGatewayView.Of)],
                NextToken = next,
            });
}
