using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Adds a network to a VPC, apart from those it has.</summary>
internal static class AssociateVpcCidrBlock
{
    /// <summary>EC2's default quota of IPv4 networks per VPC.</summary>
    public const int NetworksMax = 5;

    public static Decision<Shape.AssociateVpcCidrBlockResult> Decide(
        Shape.AssociateVpcCidrBlockRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!realm.Of<Vpc>().TryGet(request.VpcId, out var vpc))
        {
            return new Ec2Error.NotFound(Noun.Vpc, request.VpcId ?? "");
        }

        if (request.AmazonProvidedIpv6CidrBlock == true || request.Ipv6CidrBlock is not null
            || request.Ipv4IpamPoolId is not null)
        {
            return new Ec2Error.Unsupported("IPv6 networks and IPAM pools are not supported; give an IPv4 CidrBlock.");
        }

        if (CreateVpc.NetworkError(request.CidrBlock, out var cidr) is { } error)
        {
            return error;
        }

        var networks = RouteTableView.LocalNetworks(realm, vpc.VpcId).ToArray();
        if (networks.FirstOrDefault(network => Cidr.Parse(network).Overlaps(cidr!)) is { } other)
        {
            return new Ec2Error.InvalidParameterValue($"The CIDR '{cidr}' overlaps {other} of {vpc.VpcId}.");
        }

        if (networks.Length >= NetworksMax)
        {
            return new Ec2Error.TooManyNetworks(vpc.VpcId);
        }

        var added = new VpcCidr(Mint.ResourceId("vpc-cidr-assoc-", given.Entropy), cidr!.ToString());
        return new Decision<Shape.AssociateVpcCidrBlockResult>.Accept(
            new Shape.AssociateVpcCidrBlockResult
            {
                VpcId = vpc.VpcId,
                CidrBlockAssociation = VpcView.Association(added.AssociationId, added.CidrBlock),
            },
            [new Change.Put(given.Scope, vpc with { SecondaryCidrs = vpc.SecondaryCidrs.Add(added) })]);
    }
}
