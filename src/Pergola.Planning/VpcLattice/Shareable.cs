using System.Diagnostics.CodeAnalysis;
using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Ram;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// Service networks, services and resource configurations: what can be shared with other accounts, has policies, and
/// writes access logs.
/// </summary>
internal static class Shareable
{
    /// <summary>
    /// The one with that id or ARN. One that is being deleted counts as gone: its policies and subscriptions are.
    /// </summary>
    public static bool TryFind(
        Realm realm,
        string idOrArn,
        [NotNullWhen(true)] out LatticeResource? resource,
        [NotNullWhen(false)] out LatticeError? refusal)
    {
        var found = idOrArn.StartsWith("arn:", StringComparison.Ordinal)
            ? LatticeLookup.FindByArn(realm, idOrArn)
            : LatticeLookup.FindById(realm, idOrArn);
        resource = found is LatticeService { Status: ServiceStatus.DeleteInProgress }
            or ResourceConfiguration { Status: ResourceConfigurationStatus.DeleteInProgress }
                ? null
                : found;
        refusal = resource is null ? new LatticeError.NotFound(idOrArn, LatticeIds.TypeOf(idOrArn)) : null;
        return resource is not null;
    }

    /// <summary>What goes with such a resource: policies, access log subscriptions, and its places in shares.</summary>
    public static IEnumerable<Change> RemovalOfAttachments(Scope scope, Realm realm, LatticeResource resource)
    {
        var resourceId = resource.Id;
        if (realm.Of<AuthPolicy>().Find(resourceId) is not null)
        {
            yield return new Change.Remove(scope, ResourceKinds.For<AuthPolicy>(), resourceId);
        }

        if (realm.Of<ResourcePolicy>().Find(resourceId) is not null)
        {
            yield return new Change.Remove(scope, ResourceKinds.For<ResourcePolicy>(), resourceId);
        }

        foreach (var subscription in realm.Of<AccessLogSubscription>().Under(resourceId))
        {
            yield return new Change.Remove(scope, ResourceKinds.For<AccessLogSubscription>(), subscription.Id);
        }

        foreach (var member in realm.Of<ShareAssociation>().By(resource.Arn))
        {
            yield return new Change.Remove(scope, ResourceKinds.For<ShareAssociation>(), member.Id);
        }
    }
}
