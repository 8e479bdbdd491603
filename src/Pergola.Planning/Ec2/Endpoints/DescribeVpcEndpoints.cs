using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Lists VPC endpoints.</summary>
internal static class DescribeVpcEndpoints
{
    private static readonly Catalog<VpcEndpoint> s_catalog = Catalog.Of<VpcEndpoint>(
        Noun.VpcEndpoint,
        static (endpoint, name) => name switch
        {
            "vpc-endpoint-id" => [endpoint.VpcEndpointId],
            "vpc-endpoint-type" => [endpoint.EndpointType],
            "vpc-id" => [endpoint.VpcId],
            "vpc-endpoint-state" => [endpoint.State, endpoint.State.ToLowerInvariant()],
            "ip-address-type" => ["ipv4", "IPV4"],
            "service-name" or "service-region" => [],
            "service-network-arn" => [
                endpoint.EndpointType == VpcEndpointKind.ServiceNetwork ? endpoint.TargetArn : null],
            "resource-configuration-arn" => [
                endpoint.EndpointType == VpcEndpointKind.Resource ? endpoint.TargetArn : null],
            _ => null,
        });

    public static Decision<Shape.DescribeVpcEndpointsResult> Decide(
        Shape.DescribeVpcEndpointsRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        return s_catalog.Search(
            realm.Of<VpcEndpoint>().All,
            new Query(request.VpcEndpointIds, request.Filters, request.MaxResults, request.NextToken),
            (endpoints, next) => new Shape.DescribeVpcEndpointsResult
            {
                VpcEndpoints = [.. endpoints.Select(each => VpcEndpointView.Of(given.Scope, realm, each))],
                NextToken = next,
            });
    }

    /// <summary>
    /// DescribeVpcEndpointServices: those of interface and gateway endpoints, of which there are none here.
    /// </summary>
    public static Decision<Shape.DescribeVpcEndpointServicesResult> Services(
        Shape.DescribeVpcEndpointServicesRequest request, Snapshot snapshot, Given given) =>
        request.ServiceNames is [var name, ..]
            ? new Ec2Error.ServiceNameNotFound(name)
            : new Shape.DescribeVpcEndpointServicesResult { ServiceNames = [], ServiceDetails = [] };
}
