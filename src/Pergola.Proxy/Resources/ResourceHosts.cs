using System.Net;
using Pergola.Planning.Dataplane;
using Pergola.Proxy.Dns;

namespace Pergola.Proxy.Resources;

/// <summary>
/// Where resources are. A domain name is resolved for every connection, so that a new answer counts from the next one
/// on: as in the gateway's VPC if the gateway says so, else in public DNS alone.
/// </summary>
internal sealed class ResourceHosts(Func<DataplaneTable> table, DnsLookup lookup)
{
    /// <summary>The resource's address; null when its name has none.</summary>
    public async ValueTask<IPAddress?> FindAsync(ResourceEntry resource, CancellationToken cancel)
    {
        if (IPAddress.TryParse(resource.Host, out var address))
        {
            return address;
        }

        if (resource.InVpc && NameIn(resource.GatewayVpcId, resource.Host) is { } inside)
        {
            return inside.Addresses[0];
        }

        return await lookup.AddressesAsync(resource.Host, cancel) is [var first, ..] ? first : null;
    }

    private NameEntry? NameIn(string vpcId, string name) => table().Vpcs
        .FirstOrDefault(vpc => vpc.VpcId == vpcId)?.Names
        .FirstOrDefault(entry => entry.Name == name);
}
