using Pergola.Planning.Dataplane;

namespace Pergola.Proxy.Routing;

/// <summary>
/// Where clients of a VPC enter: Lattice's own addresses, and those of each endpoint to a network. An endpoint is a
/// place of its own, whose id stands where else the VPC's does, so that a connection knows which network it came to.
/// </summary>
internal static class ClientPlaces
{
    /// <summary>The VPC as it is seen from each of its places.</summary>
    public static IEnumerable<VpcEntry> Of(VpcEntry vpc) => vpc.Endpoints
        .Select(endpoint => vpc with
        {
            VpcId = endpoint.EndpointId,
            ServiceNetworkArn = endpoint.ServiceNetworkArn,
            Ports = endpoint.Ports,
            Hosts = endpoint.Hosts,
            Logs = endpoint.Logs,
        })
        .Prepend(vpc);
}
