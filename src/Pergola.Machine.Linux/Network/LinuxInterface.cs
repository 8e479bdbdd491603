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
        if (routes.FindLink(name) is { } former)
        {
            RemoveLink(routes, former, keepSandbox: spec.Sandbox);
        }

        guestRoutes.Execute(RouteMessage.RemoveLink(GuestName));
        routes.Execute(
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

    /// <summary>
    /// The interfaces among a VPC's links. One without its route, or down, is not finished: it gets no fingerprint.
    /// </summary>
    public static ValueList<InterfaceState> Observe(IReadOnlyList<KernelLink> links, IReadOnlyList<KernelRoute> routes)
    {
        var routed = routes.Select(route => route.Link).ToHashSet();
        return
        [
            .. links.Where(IsInterface).Select(link => (link, Label: InterfaceLabel.Of(link))).Select(each =>
                new InterfaceState(
                    each.Label.InterfaceId,
                    each.link.IsUp && routed.Contains(each.link.Index) ? each.Label.Fingerprint : "")),
        ];
    }

    /// <summary>Removes it, and its sandbox if that was made here.</summary>
    public static void Remove(FabricNames names, string vpcId, string interfaceId)
    {
        if (!NamedNetwork.Exists(names.Vpc(vpcId)))
        {
            return;
        }

        using var network = NamedNetwork.Open(names.Vpc(vpcId));
        using var routes = new RouteSocket(network);
        if ((routes.FindLink(LinkName.Of(interfaceId)) ?? routes.FindLink(interfaceId)) is { } link)
        {
            RemoveLink(routes, link, keepSandbox: null);
        }
    }

    /// <summary>
    /// Removes the guests' ends of all interfaces of a VPC that will go as a whole. Links are not deleted one by one
    /// (20 to 60 ms each) but with their sandboxes, except where a sandbox is a container engine's and stays.
    /// </summary>
    public static void RemoveAll(string networkName)
    {
        try
        {
            using var network = NamedNetwork.Open(networkName);
            using var routes = new RouteSocket(network);
            foreach (var link in routes.Links().Where(IsInterface))
            {
                if (!RemoveSandbox(InterfaceLabel.Of(link).Sandbox))
                {
                    routes.Execute(RouteMessage.RemoveLink(link.Name));
                }
            }
        }
        catch (FabricException) when (!NamedNetwork.IsLive(networkName))
        {
            // A name without a namespace, left by a crash, holds no interfaces.
        }
    }

    private static void RemoveLink(RouteSocket routes, KernelLink link, string? keepSandbox)
    {
        var sandbox = InterfaceLabel.Of(link).Sandbox;
        routes.Execute(RouteMessage.RemoveLink(link.Name));
        if (sandbox != keepSandbox)
        {
            RemoveSandbox(sandbox);
        }
    }

    // False: it is not ours to remove; a container engine removes its own.
    private static bool RemoveSandbox(string name)
    {
        if (name.Length == 0 || !NamedNetwork.Exists(name))
        {
            return false;
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

        return madeHere;
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
