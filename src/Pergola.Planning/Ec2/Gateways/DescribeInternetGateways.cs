using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Lists internet gateways.</summary>
internal static class DescribeInternetGateways
{
    public static Decision<Shape.DescribeInternetGatewaysResult> Decide(
        Shape.DescribeInternetGatewaysRequest request, Snapshot snapshot, Given given)
    {
        var catalog = Catalog.Of<InternetGateway>(Noun.InternetGateway, (gateway, name) => name switch
        {
            "internet-gateway-id" => [gateway.InternetGatewayId],
            "attachment.vpc-id" => [gateway.VpcId],
            "attachment.state" => [gateway.VpcId is null ? null : InternetGatewayView.Attached],
            "owner-id" => [given.Scope.Account],
            _ => null,
        });
        return catalog.Search(
            snapshot.In(given.Scope).Of<InternetGateway>().All,
            new Query(request.InternetGatewayIds, request.Filters, request.MaxResults, request.NextToken),
            (gateways, next) => new Shape.DescribeInternetGatewaysResult
            {
                InternetGateways = [.. gateways.Select(gateway => InternetGatewayView.Of(given.Scope, gateway))],
                NextToken = next,
            });
    }
}
