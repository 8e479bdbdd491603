using System.Net;
using Pergola.Core;
using Pergola.Machine.Network;

namespace Pergola.Machine.Linux.Network;

/// <summary>
/// An interface: a pair of links. The guest's end sees what AWS shows (address, gateway, MTU), but its whole traffic
/// goes through the gateway, hence through the VPC's rules; even that to its own subnet.
/// </summary>
internal static class LinuxInterface
{
    private const int Loopback = 1;
    private const int MainTable = 254;
    private const string GuestName = "eth0";
    private const string GatewayMac = "02:fe:fc:00:00:01";

    // The MTU of interfaces in an AWS VPC.
    private const int Mtu = 9001;

    /// <summary>Makes it anew, and labels it when it is complete.</summary>
    public static void Ensure(FabricNames names, VpcSpec vpc, InterfaceSpec spec)
    {
        var subnet = vpc.Subnets.First(each => each.SubnetId == spec.SubnetId);
        var label = new InterfaceLabel(spec.InterfaceId, "", spec.Sandbox!);
        var name = LinkName.Of(spec.InterfaceId);
        using var network = NamedNetwork.Open(names.Vpc(vpc.VpcId));
        using var sandbox = NamedNetwork.Ensure(spec.Sandbox!);
        using var routes = new RouteSocket(network);
        using var guestRoutes = new RouteSocket(sandbox);
        guestRoutes.Execute(RouteMessage.RemoveLink(GuestName));
        routes.Execute(
            RouteMessage.RemoveLink(name),
            RouteMessage.NewPair(
                new PairEnd(name, GatewayMac, Mtu), new PairEnd(GuestName, spec.MacAddress, Mtu), sandbox));

        var link = routes.IndexOf(name);
        routes.Execute(RouteMessage.SetLink(link, label.ToAlias(spec.Owner), up: true));
        StartGuest(guestRoutes, subnet, spec.PrivateAddress);
        routes.Execute(
            RouteMessage.AddNeighbour(link, spec.PrivateAddress, spec.MacAddress),
            RouteMessage.AddRoute(new KernelRoute(
                MainTable, Cidr.Of(spec.PrivateAddress), KernelRouteKind.Unicast, link, null, RouteOrigin.Interface)));
        label = label with { Fingerprint = FabricFingerprint.Of(vpc, spec) };
        routes.Execute(RouteMessage.SetLink(link, label.ToAlias(spec.Owner)));
    }

    /// <summary>Removes it, and its sandbox if that was made here. Null when there was no such interface.</summary>
    public static void Remove(FabricNames names, string vpcId, string interfaceId)
    {
        if (!NamedNetwork.Exists(names.Vpc(vpcId)))
        {
            return;
        }

        using var network = NamedNetwork.Open(names.Vpc(vpcId));
        using var routes = new RouteSocket(network);
        foreach (var link in routes.Links().Where(link => IsInterface(link)
            && InterfaceLabel.Of(link).InterfaceId == interfaceId))
        {
            routes.Execute(RouteMessage.RemoveLink(link.Name));
            RemoveSandbox(InterfaceLabel.Of(link).Sandbox);
        }
    }

    /// <summary>Removes a guest's namespace if it was made here; a container engine removes its own.</summary>
    public static void RemoveSandbox(string name)
    {
        if (name.Length == 0 || !NamedNetwork.Exists(name))
        {
            return;
        }

        bool madeHere;
        using (var sandbox = NamedNetwork.Open(name))
        {
            madeHere = NamedNetwork.IsMadeHere(sandbox);
        }

        if (madeHere)
        {
            NamedNetwork.Remove(name);
        }
    }

    /// <summary>True for the VPC's end of an interface.</summary>
    public static bool IsInterface(KernelLink link) => link.Name.StartsWith("e-", StringComparison.Ordinal);

    private static void StartGuest(RouteSocket routes, SubnetSpec subnet, IPAddress address)
    {
        var link = routes.IndexOf(GuestName);
        routes.Execute(
            RouteMessage.SetLink(Loopback, up: true),
            RouteMessage.SetLink(link, up: true),
            RouteMessage.AddAddress(link, address, subnet.Cidr.PrefixLength),
            RouteMessage.AddNeighbour(link, subnet.GatewayAddress, GatewayMac),
            RouteMessage.AddRoute(new KernelRoute(
                MainTable,
                Cidr.Everything,
                KernelRouteKind.Unicast,
                link,
                subnet.GatewayAddress,
                RouteOrigin.Interface)));
    }
}
