using System.Collections.Immutable;
using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.Dataplane;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// How the children of a group come into networks and leave them: each has an association of its own, which lives and
/// dies with the group's and which nobody else can delete.
/// </summary>
internal static class GroupMembers
{
    /// <summary>
    /// Brings a new child into every network that its group is in. Until it is there, the group's association is
    /// PARTIAL.
    /// </summary>
    public static ImmutableArray<Change> Join(
        Realm realm, string groupId, ResourceConfiguration child, Snapshot snapshot, Given given)
    {
        var parents = ConfigurationFamily.AssociationsOf(realm, groupId)
            .Where(parent => parent.Status != ServiceNetworkResourceAssociationStatus.DeleteInProgress)
            .ToList();
        var addresses = parents.Select(parent => NetworkOwner(parent, snapshot, given)).Distinct()
            .ToDictionary(owner => owner, owner => ResourceAddress.Of(snapshot.In(owner)));
        return
        [
            .. parents.SelectMany(parent => AssociationTwins.Keep(
                given.Scope,
                Follow(parent, child, addresses[NetworkOwner(parent, snapshot, given)], snapshot, given))),
            .. parents.Where(parent => parent.Status == ServiceNetworkResourceAssociationStatus.Active)
                .SelectMany(parent => AssociationTwins.Change(
                    snapshot,
                    given.Scope,
                    parent,
                    each => each with { Status = ServiceNetworkResourceAssociationStatus.Partial })),
        ];
    }

    /// <summary>The association of a child that its group's brings with it.</summary>
    public static ServiceNetworkResourceAssociation Follow(
        ServiceNetworkResourceAssociation parent,
        ResourceConfiguration child,
        ResourceAddress addresses,
        Snapshot snapshot,
        Given given)
    {
        var id = Mint.ResourceId(LatticeIds.ResourceAssociation, given.Entropy);
        return parent with
        {
            AssociationId = id,
            Arn = LatticeIds.ArnOf(given.Scope, "servicenetworkresourceassociation", id),
            ResourceConfigurationId = child.Id,
            GroupAssociationId = parent.Id,
            GroupId = child.GroupId,
            DomainName = ResourceDns.NameOf(id, child.Id, given.Scope.Region),
            EntryAddress = addresses.Next(id),
            Status = ServiceNetworkResourceAssociationStatus.CreateInProgress,
            FailureCode = null,
            FailureMessage = null,
            SinceRevision = snapshot.Revision + 1,
            CreatedAt = given.Now,
            LastUpdatedAt = given.Now,
            Tags = ImmutableSortedDictionary<string, string>.Empty,
            Ordinal = 0,
        };
    }

    /// <summary>Begins the end of an association; nothing when it has begun.</summary>
    public static IEnumerable<Change> Leave(
        ServiceNetworkResourceAssociation association, Snapshot snapshot, Given given)
    {
        return association.Status == ServiceNetworkResourceAssociationStatus.DeleteInProgress
            ? []
            : AssociationTwins.Change(snapshot, given.Scope, association, each => each with
            {
                Status = ServiceNetworkResourceAssociationStatus.DeleteInProgress,
                SinceRevision = snapshot.Revision + 1,
                LastUpdatedAt = given.Now,
            });
    }

    private static Scope NetworkOwner(
        ServiceNetworkResourceAssociation association, Snapshot snapshot, Given given) =>
        Ownership.Of(Ownership.Get<ServiceNetwork>(snapshot, given.Scope, association.ServiceNetworkId));
}
