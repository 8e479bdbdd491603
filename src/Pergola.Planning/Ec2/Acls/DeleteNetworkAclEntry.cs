using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Wire.Schemas;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Removes an entry; the closing one stays.</summary>
internal static class DeleteNetworkAclEntry
{
    public static Decision<Nothing> Decide(Shape.DeleteNetworkAclEntryRequest request, Snapshot snapshot, Given given)
    {
        if (!snapshot.In(given.Scope).Of<NetworkAcl>().TryGet(request.NetworkAclId, out var acl))
        {
            return new Ec2Error.NotFound(Noun.NetworkAcl, request.NetworkAclId ?? "");
        }

        var (number, egress) = (request.RuleNumber, request.Egress);
        if (number == NetworkAcl.ClosingRule)
        {
            return new Ec2Error.InvalidParameterValue($"The closing entry {number} cannot be deleted.");
        }

        return acl.Entries.FirstOrDefault(each => each.RuleNumber == number && each.Egress == egress) is { } existing
            ? Done.With(new Change.Put(given.Scope, acl with { Entries = acl.Entries.Remove(existing) }))
            : new Ec2Error.AclEntryNotFound(number, egress);
    }
}
