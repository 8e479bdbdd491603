using System.Collections.Immutable;
using Pergola.Api.Ram;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Ram;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.Iam.Policies;
using Pergola.Planning.Ram;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// What an account sees and may use of others: what they share with it through AWS RAM, or allow it in a resource
/// policy (VPC Lattice user guide, "Share your VPC Lattice entities"). It is judged anew at every request, so that
/// un-sharing forbids new associations; those that exist do not depend on it.
/// </summary>
internal static class Visibility
{
    /// <summary>True when the account owns the resource, or its owner lets it do that.</summary>
    public static bool Allows(Snapshot snapshot, LatticeResource resource, string account, string action)
    {
        var owner = Ownership.Of(resource);
        if (owner.Account == account)
        {
            return true;
        }

        var realm = snapshot.In(owner);
        return resource is not ServiceNetwork { SharingEnabled: false }
            && ((Shares.Reaches(realm, resource.Arn, account)
                    && SharePermission.Of(resource).Actions.Contains(action))
                || PolicyAllows(realm, resource, account, action));
    }

    /// <summary>The resources of one kind that others let the account see, in creation order.</summary>
    public static ImmutableArray<T> Shared<T>(Snapshot snapshot, Scope viewer)
        where T : LatticeResource =>
    [
        .. snapshot.Realms
            .Where(realm => realm.Key.Region == viewer.Region && realm.Key.Account != viewer.Account)
            .SelectMany(realm => Candidates(realm.Value, viewer.Account)
                .Distinct(StringComparer.Ordinal)
                .Select(id => realm.Value.Of<T>().Find(id)))
            .OfType<T>()
            .Where(resource => Allows(snapshot, resource, viewer.Account, SharePermission.Of(resource).Read))
            .OrderBy(resource => resource.Ordinal),
    ];

    /// <summary>An account's own resources and those that others let it see, in creation order.</summary>
    public static IEnumerable<T> All<T>(Snapshot snapshot, Scope viewer)
        where T : LatticeResource
    {
        var own = snapshot.In(viewer).Of<T>().All;
        var shared = Shared<T>(snapshot, viewer);
        return shared.IsEmpty ? own : own.Concat(shared).OrderBy(resource => resource.Ordinal);
    }

    private static IEnumerable<string> Candidates(Realm owner, string account) => owner.Of<ShareAssociation>()
        .By(account)
        .SelectMany(member => Shares.Members(owner, member.ShareArn, ResourceShareAssociationType.Resource))
        .Select(resource => LatticeIds.IdIn(resource.Entity))
        .Concat(owner.Of<ResourcePolicy>().All.Select(policy => policy.ResourceId));

    private static bool PolicyAllows(Realm realm, LatticeResource resource, string account, string action) =>
        realm.Of<ResourcePolicy>().TryGet(resource.Id, out var policy)
        && PolicyReader.TryRead(policy.Policy, PolicyGrammar.LatticeResource, out var document, out _)
        && document.Judge(new PolicyRequest(
            new PolicyPrincipal("AWS", $"arn:aws:iam::{account}:root"),
            action,
            resource.Arn,
            KnownContext.Empty)) == PolicyVerdict.Allowed;
}
