using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Wire.Schemas;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Adds an entry to a network ACL that has none with that number and direction.</summary>
internal static class CreateNetworkAclEntry
{
    public static Decision<Nothing> Decide(Shape.CreateNetworkAclEntryRequest request, Snapshot snapshot, Given given)
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

        return acl.Entries.Any(each => each.RuleNumber == entry!.RuleNumber && each.Egress == entry.Egress)
            ? new Ec2Error.AclEntryExists(entry!.RuleNumber)
            : Done.With(new Change.Put(given.Scope, acl with { Entries = acl.Entries.Add(entry!) }));
    }
}
