using System.Diagnostics.CodeAnalysis;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>Finds resources of VPC Lattice by what a caller may name them with: an id, or the full ARN.</summary>
public static class LatticeLookup
{
    /// <summary>The target group with that id or ARN; null when there is none.</summary>
    public static TargetGroup? FindTargetGroup(Realm realm, string idOrArn) => Find<TargetGroup>(realm, idOrArn);

    /// <summary>
    /// The resource with that id or ARN. An ARN must be the resource's own to the letter, so one of another account, of
    /// another region or with another parent finds nothing.
    /// </summary>
    internal static T? Find<T>(Realm realm, string idOrArn)
        where T : LatticeResource
    {
        var isArn = idOrArn.StartsWith("arn:", StringComparison.Ordinal);
        var found = realm.Of<T>().Find(isArn ? LatticeIds.IdIn(idOrArn) : idOrArn);
        return found is not null && isArn && found.Arn != idOrArn ? null : found;
    }

    /// <summary>Like <see cref="Find{T}"/>; when there is none, the refusal that says so.</summary>
    internal static bool TryFind<T>(
        Realm realm,
        string idOrArn,
        [NotNullWhen(true)] out T? resource,
        [NotNullWhen(false)] out LatticeError? refusal)
        where T : LatticeResource
    {
        resource = Find<T>(realm, idOrArn);
        refusal = resource is null ? LatticeError.NotFound.Of<T>(idOrArn) : null;
        return resource is not null;
    }

    /// <summary>
    /// A resource that the caller owns, by id or ARN, or one of another account that lets the caller do that, by ARN.
    /// </summary>
    internal static bool TryFindVisible<T>(
        Snapshot snapshot,
        Given given,
        string idOrArn,
        string action,
        [NotNullWhen(true)] out T? resource,
        [NotNullWhen(false)] out LatticeError? refusal)
        where T : LatticeResource
    {
        if (OwnerElsewhere(given, idOrArn) is not { } owner)
        {
            return TryFind(snapshot.In(given.Scope), idOrArn, out resource, out refusal);
        }

        resource = Find<T>(snapshot.In(owner), idOrArn) is { } found
            && Visibility.Allows(snapshot, found, given.Scope.Account, action) ? found : null;
        refusal = resource is null ? LatticeError.AccessDenied.To(given, action, idOrArn) : null;
        return resource is not null;
    }

    /// <summary>
    /// An association as the caller keeps it, by id or either side's ARN, or as another account does, by that one's
    /// ARN, when its service network is shared with the caller.
    /// </summary>
    internal static bool TryFindAssociation<T>(
        Snapshot snapshot,
        Given given,
        string idOrArn,
        [NotNullWhen(true)] out T? association,
        [NotNullWhen(false)] out LatticeError? refusal)
        where T : LatticeAssociation
    {
        association = snapshot.In(given.Scope).Of<T>().Find(LatticeIds.IdIn(idOrArn)) is { } own
            && AssociationTwins.IsNamed(own, idOrArn) ? own : null;
        if (association is null && OwnerElsewhere(given, idOrArn) is { } owner)
        {
            association = Find<T>(snapshot.In(owner), idOrArn) is { } found
                && Visibility.Allows(
                    snapshot,
                    Ownership.Get<ServiceNetwork>(snapshot, owner, found.ServiceNetworkId),
                    given.Scope.Account,
                    SharePermission.ServiceNetwork.Read) ? found : null;
            refusal = association is null
                ? LatticeError.AccessDenied.To(given, "vpc-lattice:Get" + typeof(T).Name, idOrArn)
                : null;
            return association is not null;
        }

        refusal = association is null ? LatticeError.NotFound.Of<T>(idOrArn) : null;
        return association is not null;
    }

    /// <summary>A listener, which must be the named service's.</summary>
    internal static bool TryFindListener(
        Realm realm,
        string serviceIdentifier,
        string listenerIdentifier,
        [NotNullWhen(true)] out Listener? listener,
        [NotNullWhen(false)] out LatticeError? refusal)
    {
        listener = null;
        if (!TryFind<LatticeService>(realm, serviceIdentifier, out var service, out refusal))
        {
            return false;
        }

        if (Find<Listener>(realm, listenerIdentifier) is { } found && found.ServiceId == service.ServiceId)
        {
            listener = found;
            return true;
        }

        refusal = LatticeError.NotFound.Of<Listener>(listenerIdentifier);
        return false;
    }

    /// <summary>A rule, which must be the named listener's.</summary>
    internal static bool TryFindRule(
        Realm realm,
        Listener listener,
        string ruleIdentifier,
        [NotNullWhen(true)] out ListenerRule? rule,
        [NotNullWhen(false)] out LatticeError? refusal)
    {
        rule = Find<ListenerRule>(realm, ruleIdentifier) is { } found && found.ListenerId == listener.ListenerId
            ? found
            : null;
        refusal = rule is null ? LatticeError.NotFound.Of<ListenerRule>(ruleIdentifier) : null;
        return rule is not null;
    }

    /// <summary>
    /// The other account that an ARN names; null for an id, the caller's own ARN, and another region's: Lattice is
    /// regional.
    /// </summary>
    internal static Scope? OwnerElsewhere(Given given, string idOrArn) =>
        Arn.TryParse(idOrArn, out var arn) && arn.Account != given.Scope.Account && arn.Region == given.Scope.Region
            ? new Scope(arn.Account, arn.Region)
            : null;

    /// <summary>True when a filter that takes ids and ARNs means that id, or is not there.</summary>
    internal static bool IsMeant(string? filter, string? id) =>
        filter is null
        || (id is not null && (filter == id || filter.EndsWith("/" + id, StringComparison.Ordinal)));

    /// <summary>Whatever has that ARN; null when nothing has.</summary>
    internal static LatticeResource? FindByArn(Realm realm, string arn) =>
        FindById(realm, LatticeIds.IdIn(arn)) is { } found && found.Arn == arn ? found : null;

    /// <summary>Whatever has that id; null when nothing has.</summary>
    internal static LatticeResource? FindById(Realm realm, string id)
    {
        return id[..(id.IndexOf('-', StringComparison.Ordinal) + 1)] switch
        {
            LatticeIds.ServiceNetwork => realm.Of<ServiceNetwork>().Find(id),
            LatticeIds.Service => realm.Of<LatticeService>().Find(id),
            LatticeIds.Listener => realm.Of<Listener>().Find(id),
            LatticeIds.Rule => realm.Of<ListenerRule>().Find(id),
            LatticeIds.TargetGroup => realm.Of<TargetGroup>().Find(id),
            LatticeIds.ServiceAssociation => realm.Of<ServiceNetworkServiceAssociation>().Find(id),
            LatticeIds.VpcAssociation => realm.Of<ServiceNetworkVpcAssociation>().Find(id),
            LatticeIds.AccessLogSubscription => realm.Of<AccessLogSubscription>().Find(id),
            LatticeIds.ResourceGateway => realm.Of<ResourceGateway>().Find(id),
            LatticeIds.ResourceConfiguration => realm.Of<ResourceConfiguration>().Find(id),
            LatticeIds.ResourceAssociation => realm.Of<ServiceNetworkResourceAssociation>().Find(id),
            LatticeIds.ResourceEndpointAssociation => realm.Of<ResourceEndpointAssociation>().Find(id),
            LatticeIds.DomainVerification => realm.Of<DomainVerification>().Find(id),
            _ => null,
        };
    }
}
