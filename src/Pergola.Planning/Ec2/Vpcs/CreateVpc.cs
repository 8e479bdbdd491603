using Pergola.Core;
using Pergola.Domain;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>
/// Makes a VPC, and at once what every VPC has. It is <c>pending</c> until the machine reports its network.
/// </summary>
internal static class CreateVpc
{
    /// <summary>EC2's bounds of a VPC's network.</summary>
    public const int PrefixMin = 16;

    public const int PrefixMax = 28;

    public static Decision<Shape.CreateVpcResult> Decide(Shape.CreateVpcRequest request, Snapshot snapshot, Given given)
    {
        if (request.AmazonProvidedIpv6CidrBlock == true || request.Ipv6CidrBlock is not null
            || request.Ipv4IpamPoolId is not null || request.Ipv6IpamPoolId is not null)
        {
            return new Ec2Error.Unsupported("IPv6 networks and IPAM pools are not supported; give an IPv4 CidrBlock.");
        }

        if (NetworkError(request.CidrBlock, out var cidr) is { } networkError)
        {
            return networkError;
        }

        if (request.InstanceTenancy is not (null or "default" or "dedicated"))
        {
            return new Ec2Error.InvalidParameterValue(
                $"Value ({request.InstanceTenancy}) for parameter instanceTenancy is invalid. "
                + "It must be default or dedicated.");
        }

        if (TagList.Read(request.TagSpecifications, Noun.Vpc, out var tags) is { } tagError)
        {
            return tagError;
        }

        var vpc = NewVpc.Of(cidr!, given) with { InstanceTenancy = request.InstanceTenancy ?? "default", Tags = tags };
        return new Decision<Shape.CreateVpcResult>.Accept(
            new Shape.CreateVpcResult { Vpc = VpcView.Of(given.Scope, vpc) }, NewVpc.Changes(vpc, given));
    }

    /// <summary>Why the text is no network of a VPC; null when it is one.</summary>
    public static Ec2Error? NetworkError(string? text, out Cidr? cidr)
    {
        cidr = null;
        if (string.IsNullOrEmpty(text))
        {
            return new Ec2Error.MissingParameter("cidrBlock");
        }

        if (!Cidr.TryParse(text, out cidr))
        {
            return new Ec2Error.InvalidParameterValue(
                $"Value ({text}) for parameter cidrBlock is invalid. This is not a valid CIDR block.");
        }

        return cidr.PrefixLength is < PrefixMin or > PrefixMax ? new Ec2Error.VpcRange(text) : null;
    }
}
