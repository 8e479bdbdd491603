using System.Net;
using Pergola.Core;
using Pergola.Machine.Network.Rules;

namespace Pergola.Machine.Network.Twin;

/// <summary>One VPC of the twin: the parts that were applied, each as it was applied last.</summary>
/// <param name="Ruled">What the rules were compiled from; null before there are rules.</param>
internal sealed record TwinVpc(
    VpcSpec Structure,
    VpcSpec? Ruled,
    Ruleset? Rules,
    ValueList<IPAddress> PublicAddresses,
    ValueList<InterfaceSpec> Interfaces)
{
    /// <summary>Where the VPC's routes lead.</summary>
    internal enum Way
    {
        /// <summary>Nowhere.</summary>
        None,

        /// <summary>To the VPC's own addresses: resolver, gateways, Lattice.</summary>
        Here,

        /// <summary>To an interface.</summary>
        Interface,

        /// <summary>To the internet.</summary>
        Internet,
    }

    private static readonly Cidr LinkLocal = Cidr.Parse("169.254.0.0/16");

    /// <summary>The way to an address, and the link of the interface if it leads to one.</summary>
    public (Way Way, string? Link) Route(IPAddress from, IPAddress to)
    {
        if (IsOwn(to))
        {
            return (Way.Here, null);
        }

        if (Interfaces.LastOrDefault(each => each.PrivateAddress.Equals(to)) is { } found)
        {
            return (Way.Interface, LinkName.Of(found.InterfaceId));
        }

        if (LinkLocal.Contains(to) || Structure.Cidrs.Any(cidr => cidr.Contains(to)))
        {
            return (Way.None, null);
        }

        var route = Structure.Subnets.FirstOrDefault(subnet => subnet.Cidr.Contains(from))?.Routes
            .Where(each => each.Destination.Contains(to))
            .MaxBy(each => each.Destination.PrefixLength);
        return route is null or { Target: RouteTarget.Blackhole } || !Structure.InternetGateway
            ? (Way.None, null)
            : (Way.Internet, LinkName.Internet);
    }

    private bool IsOwn(IPAddress address) =>
        address.Equals(Structure.ResolverAddress)
        || address.Equals(WellKnown.Resolver)
        || address.Equals(WellKnown.Metadata)
        || address.Equals(WellKnown.TaskMetadata)
        || address.Equals(WellKnown.LatticeSource)
        || Structure.Subnets.Any(subnet => subnet.GatewayAddress.Equals(address))
        || Structure.ResourceGateways.Any(gateway => gateway.Addresses.Contains(address))
        || Structure.Endpoints.Any(endpoint => endpoint.Addresses.Contains(address))
        || (Structure.Lattice is not null
            && (WellKnown.Lattice.Contains(address) || WellKnown.LatticeResources.Contains(address)));
}
