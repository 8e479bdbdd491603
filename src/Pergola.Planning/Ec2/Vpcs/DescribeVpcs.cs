using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Lists VPCs.</summary>
internal static class DescribeVpcs
{
    public static Decision<Shape.DescribeVpcsResult> Decide(
        Shape.DescribeVpcsRequest request, Snapshot snapshot, Given given)
    {
        var catalog = Catalog.Of<Vpc>(Noun.Vpc, (vpc, name) => name switch
        {
            "vpc-id" => [vpc.VpcId],
            "cidr" or "cidr-block" => [vpc.CidrBlock],
            "cidr-block-association.cidr-block" =>
                [vpc.CidrBlock, .. vpc.SecondaryCidrs.Select(cidr => cidr.CidrBlock)],
            "cidr-block-association.association-id" =>
                [vpc.CidrAssociationId, .. vpc.SecondaryCidrs.Select(cidr => cidr.AssociationId)],
            "cidr-block-association.state" => ["associated"],
            "dhcp-options-id" => [vpc.DhcpOptionsId],
            "is-default" or "isDefault" => [Ec2Filter.Word(vpc.IsDefault)],
            "owner-id" => [given.Scope.Account],
            "state" => [VpcView.State(vpc)],
            _ => null,
        });
        return catalog.Search(
            snapshot.In(given.Scope).Of<Vpc>().All,
            new Query(request.VpcIds, request.Filters, request.MaxResults, request.NextToken),
            (vpcs, next) => new Shape.DescribeVpcsResult
            {
                Vpcs = [.. vpcs.Select(vpc => VpcView.Of(given.Scope, vpc))],
                NextToken = next,
            });
    }
}
