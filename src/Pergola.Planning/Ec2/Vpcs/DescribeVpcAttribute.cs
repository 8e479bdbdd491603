using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Shows one attribute of a VPC, and no other.</summary>
internal static class DescribeVpcAttribute
{
    public static Decision<Shape.DescribeVpcAttributeResult> Decide(
        Shape.DescribeVpcAttributeRequest request, Snapshot snapshot, Given given)
    {
        if (!snapshot.In(given.Scope).Of<Vpc>().TryGet(request.VpcId, out var vpc))
        {
            return new Ec2Error.NotFound(Noun.Vpc, request.VpcId ?? "");
        }

        var result = new Shape.DescribeVpcAttributeResult { VpcId = vpc.VpcId };
        return request.Attribute switch
        {
            "enableDnsSupport" => result with { EnableDnsSupport = Flag(vpc.EnableDnsSupport) },
            "enableDnsHostnames" => result with { EnableDnsHostnames = Flag(vpc.EnableDnsHostnames) },
            "enableNetworkAddressUsageMetrics" =>
                result with { EnableNetworkAddressUsageMetrics = Flag(vpc.EnableNetworkAddressUsageMetrics) },
            _ => new Ec2Error.InvalidParameterValue(
                $"Value ({request.Attribute}) for parameter attribute is invalid. It must be enableDnsSupport, "
                + "enableDnsHostnames or enableNetworkAddressUsageMetrics."),
        };
    }

    private static Shape.AttributeBooleanValue Flag(bool value) => new() { Value = value };
}
