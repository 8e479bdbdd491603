using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.VpcLattice;

namespace Pergola.Planning.Dataplane;

/// <summary>
/// Who may call what. With AWS_IAM an auth policy must allow a request, and without one everything is denied (VPC
/// Lattice user guide, "Auth policies").
/// </summary>
internal static class ServiceAccess
{
    /// <summary>True when a network or service of that auth type lets nobody in whom its policy does not.</summary>
    public static bool IsGuarded(string authType) => authType == AuthType.AwsIam;

    /// <summary>
    /// The table's key of a service as it is seen through a network: a network that is guarded has an entry of its own
    /// for each of its services, because through another network the same service may be open.
    /// </summary>
    public static string KeyIn(ServiceNetwork network, LatticeService service) =>
        IsGuarded(network.AuthType) ? $"{service.ServiceId}@{network.ServiceNetworkId}" : service.ServiceId;

    /// <summary>What the service itself and, when it is guarded, a network say.</summary>
    public static AccessEntry Of(Snapshot snapshot, LatticeService service, ServiceNetwork? network)
    {
        var ofNetwork = network is null ? null : PolicyOf(snapshot, network, network.AuthType);
        var ofService = PolicyOf(snapshot, service, service.AuthType);
        return ofNetwork is null && ofService is null
            ? AccessEntry.Open
            : new AccessEntry(ofNetwork, ofService, SessionCompiler.Tags(service.Tags));
    }

    private static string? PolicyOf(Snapshot snapshot, LatticeResource subject, string authType) =>
        IsGuarded(authType)
            ? snapshot.In(Ownership.Of(subject)).Of<AuthPolicy>().Find(subject.Id)?.Policy ?? ""
            : null;
}
