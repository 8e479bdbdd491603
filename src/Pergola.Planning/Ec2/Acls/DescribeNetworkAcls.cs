using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Lists network ACLs.</summary>
internal static class DescribeNetworkAcls
{
    public static Decision<Shape.DescribeNetworkAclsResult> Decide(
        Shape.DescribeNetworkAclsRequest request, Snapshot snapshot, Given given) =>
        Catalog.Of<NetworkAcl>(Noun.NetworkAcl, (acl, name) => Values(given.Scope, acl, name)).Search(
            snapshot.In(given.Scope).Of<NetworkAcl>().All,
            new Query(request.NetworkAclIds, request.Filters, request.MaxResults, request.NextToken),
            (acls, next) => new Shape.DescribeNetworkAclsResult
            {
                NetworkAcls = [.. acls.Select(acl => NetworkAclView.Of(given.Scope, acl))],
                NextToken = next,
            });

    private static IEnumerable<string?>? Values(Scope scope, NetworkAcl acl, string name) => name switch
    {
        "network-acl-id" => [acl.NetworkAclId],
        "vpc-id" => [acl.VpcId],
        "owner-id" => [scope.Account],
        "default" => [Ec2Filter.Word(acl.IsDefault)],
        "association.association-id" => acl.Associations.Select(each => each.AssociationId),
        "association.network-acl-id" => acl.Associations.Select(_ => acl.NetworkAclId),
        "association.subnet-id" => acl.Associations.Select(each => each.SubnetId),
        "entry.cidr" => acl.Entries.Select(entry => entry.CidrBlock),
        "entry.ipv6-cidr" => acl.Entries.Select(entry => entry.Ipv6CidrBlock),
        "entry.egress" => acl.Entries.Select(entry => Ec2Filter.Word(entry.Egress)),
        "entry.protocol" => acl.Entries.Select(entry => entry.Protocol),
        "entry.rule-action" => acl.Entries.Select(entry => entry.RuleAction),
        "entry.rule-number" => acl.Entries.Select(entry => $"{entry.RuleNumber}"),
        _ => null,
    };
}
