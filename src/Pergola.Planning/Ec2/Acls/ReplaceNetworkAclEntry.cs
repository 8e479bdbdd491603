using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Wire.Schemas;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Replaces the entry with that number and direction.</summary>
internal static class ReplaceNetworkAclEntry
{
    public static Decision<Nothing> Decide(Shape.ReplaceNetworkAclEntryRequest request, Snapshot snapshot, Given given)
    {
        if (!snapshot.In(given.Scope).Of<NetworkAcl>().TryGet(request.NetworkAclId, out var acl))
        {
            return new Ec2Error.NotFound(Noun.NetworkAcl, request.NetworkAclId ?? "");
        }

        var asked = new AclEntryRequest(
            request.RuleNumber,
            request.Egress,
            request.Protocol,
            request.RuleAction,
            request.CidrBlock,
            request.Ipv6CidrBlock,
            request.PortRange,
            request.IcmpTypeCode);
        if (asked.Read(out var entry) is { } error)
        {
            return error;
        }

        return acl.Entries.FirstOrDefault(each => each.RuleNumber == entry!.RuleNumber && each.Egress == entry.Egress)
            is { } existing
            ? Done.With(new Change.Put(given.Scope, acl with { Entries = acl.Entries.Replace(existing, entry!) }))
            : new Ec2Error.AclEntryNotFound(entry!.RuleNumber, entry.Egress);
    }
}
