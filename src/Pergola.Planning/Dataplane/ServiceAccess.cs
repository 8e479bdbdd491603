using Pergola.Api.VpcLattice;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.Dataplane;

/// <summary>
/// Who may call what. With AWS_IAM an auth policy must allow a request, and without one everything is denied (VPC
/// Lattice user guide, "Auth policies"). Auth policies cannot be put yet, so AWS_IAM denies everything.
/// </summary>
internal static class ServiceAccess
{
    public const int DeniedStatus = 403;

    /// <summary>True when nobody gets past a network or service of that auth type.</summary>
    public static bool IsClosed(string authType) => authType == AuthType.AwsIam;

    /// <summary>
    /// The table's key of a service as it is seen through a network: a network that is closed has an entry of its own
    /// for each of its services, because through another network the same service may be open.
    /// </summary>
    public static string KeyIn(ServiceNetwork network, LatticeService service) =>
        IsClosed(network.AuthType) ? $"{service.ServiceId}@{network.ServiceNetworkId}" : service.ServiceId;
}
