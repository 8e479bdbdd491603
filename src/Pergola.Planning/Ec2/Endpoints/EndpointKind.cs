using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Which types of endpoints there are, and which parameters are for them.</summary>
internal static class EndpointKind
{
    /// <summary>The refusal of a type that is not there, or of another type's parameters; null when they fit.</summary>
    public static Ec2Error? Refuse(Shape.CreateVpcEndpointRequest request)
    {
        // AWS's default is Gateway.
        var type = request.VpcEndpointType ?? Shape.VpcEndpointType.Gateway;
        return type switch
        {
            VpcEndpointKind.Resource => RefuseFor(request, "ResourceConfigurationArn", "ServiceNetworkArn"),
            VpcEndpointKind.ServiceNetwork => RefuseFor(request, "ServiceNetworkArn", "ResourceConfigurationArn"),
            Shape.VpcEndpointType.Gateway or Shape.VpcEndpointType.Interface
                or Shape.VpcEndpointType.GatewayLoadBalancer => new Ec2Error.Unsupported(
                    $"VPC endpoints of type {type} are not implemented. Those of type Resource and ServiceNetwork "
                    + "are."),
            _ => new Ec2Error.InvalidParameterValue(
                $"Value ({type}) for parameter VpcEndpointType is invalid. It must be Resource or ServiceNetwork."),
        };
    }

    private static Ec2Error? RefuseFor(Shape.CreateVpcEndpointRequest request, string own, string other)
    {
        var arns = new Dictionary<string, string?>
        {
            ["ResourceConfigurationArn"] = request.ResourceConfigurationArn,
            ["ServiceNetworkArn"] = request.ServiceNetworkArn,
        };
        if (arns[own] is null)
        {
            return new Ec2Error.MissingParameter(own);
        }

        (string Name, bool IsThere)[] foreign =
        [
            (other, arns[other] is not null),
            ("ServiceName", request.ServiceName is not null),
            ("ServiceRegion", request.ServiceRegion is not null),
            ("PolicyDocument", request.PolicyDocument is not null),
            ("RouteTableId", request.RouteTableIds is { Count: > 0 }),
        ];
        return foreign.FirstOrDefault(each => each.IsThere).Name is { } name
            ? new Ec2Error.InvalidParameterCombination(
                $"{name} is not for a VPC endpoint of type {request.VpcEndpointType}; leave it out.")
            : null;
    }
}
