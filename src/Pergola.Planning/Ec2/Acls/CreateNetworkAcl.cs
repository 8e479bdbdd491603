using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Makes a network ACL that denies everything and serves no subnet.</summary>
internal static class CreateNetworkAcl
{
    public static Decision<Shape.CreateNetworkAclResult> Decide(
        Shape.CreateNetworkAclRequest request, Snapshot snapshot, Given given)
    {
        if (!snapshot.In(given.Scope).Of<Vpc>().TryGet(request.VpcId, out var vpc))
        {
            return new Ec2Error.NotFound(Noun.Vpc, request.VpcId ?? "");
        }

        if (TagList.Read(request.TagSpecifications, Noun.NetworkAcl, out var tags) is { } error)
        {
            return error;
        }

        var acl = NewVpc.Acl(vpc, isDefault: false, given.Entropy) with { Tags = tags };
        return new Decision<Shape.CreateNetworkAclResult>.Accept(
            new Shape.CreateNetworkAclResult { NetworkAcl = NetworkAclView.Of(given.Scope, acl) },
            [new Change.Put(given.Scope, acl)]);
    }
}
