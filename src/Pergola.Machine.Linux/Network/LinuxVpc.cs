using System.Net;
using Microsoft.Win32.SafeHandles;
using Pergola.Core;
using Pergola.Machine.Network;

namespace Pergola.Machine.Linux.Network;

/// <summary>
/// The structure of a VPC: a namespace whose loopback link has the gateways and resolver addresses, one route table
/// per subnet, and a link to the internet if there is a gateway.
/// </summary>
internal static class LinuxVpc
{
    private const int Loopback = 1;
    private const int LocalTable = 255;
    private const int MainTable = 254;
    private const int FirstSubnetTable = 1001;
    private const int MainPriority = 1000;
    private const int OriginalMainPriority = 32766;
    private static readonly Cidr LinkLocal = Cidr.Parse("169.254.0.0/16");

    // A VPC forwards packets of any source; who may send what is decided by rules, not by these guards.
    private static readonly (string Name, string Value)[] Settings =
    [
        ("ip_forward", "1"),
        ("conf/all/rp_filter", "0"),
        ("conf/default/rp_filter", "0"),
        ("conf/all/send_redirects", "0"),
        ("conf/default/send_redirects", "0"),
        ("ip_unprivileged_port_start", "0"),

        // "Host unreachable" is always said: a guest that hears nothing takes a missing route for a refusal.
        ("icmp_ratelimit", "0"),
    ];

    /// <summary>Makes it so, and labels it when it is so.</summary>
    public static void Ensure(FabricNames names, VpcSpec vpc)
    {
        using var network = NamedNetwork.Ensure(names.Vpc(vpc.VpcId));
        Configure(network);
        using var routes = new RouteSocket(network);
        routes.Execute(RouteMessage.SetLink(Loopback, up: true));
        var gateway = InternetLink.Ensure(names, vpc, network, routes);
        EnsureAddresses(vpc, routes);
        EnsureRoutes(vpc, routes, gateway);
        InternetLink.EnsurePublicAddresses(names, vpc);
        var gatewayWord = vpc.InternetGateway ? LinkName.Internet : "-";
        routes.Execute(RouteMessage.SetLink(Loopback, alias: $"pergola {FabricFingerprint.Of(vpc)} {gatewayWord}"));
    }

    /// <summary>What <see cref="Ensure"/> labelled it with; empty when it is unfinished or lost its gateway.</summary>
    public static string FingerprintOf(IReadOnlyList<KernelLink> links) =>
        links.FirstOrDefault(link => link.Index == Loopback)?.Alias.Split(' ') is [_, var fingerprint, var gateway]
        && (gateway != LinkName.Internet || links.Any(link => link.Name == gateway && link.IsUp))
            ? fingerprint
            : "";

    /// <summary>Sets what a namespace that forwards needs.</summary>
    public static void Configure(SafeFileHandle network)
    {
        foreach (var (name, value) in Settings)
        {
            using var file = Kernel.OpenForWritingIn(network, $"/proc/sys/net/ipv4/{name}");
            RandomAccess.Write(file, System.Text.Encoding.ASCII.GetBytes(value), fileOffset: 0);
        }
    }

    // ICMP errors come from the first address of lo: the resolver's, which belongs to the VPC.
    private static void EnsureAddresses(VpcSpec vpc, RouteSocket routes)
    {
        IPAddress[] wanted =
        [
            vpc.ResolverAddress,
            .. vpc.Subnets.Select(subnet => subnet.GatewayAddress),
            WellKnown.Resolver,
            WellKnown.Metadata,
            WellKnown.TaskMetadata,
            WellKnown.LatticeSource,
            .. vpc.ResourceGateways.SelectMany(gateway => gateway.Addresses),
            .. vpc.Endpoints.SelectMany(endpoint => endpoint.Addresses),
        ];
        var present = routes.Addresses(Loopback).Where(each => !IPAddress.IsLoopback(each)).ToList();
        routes.Execute(present.Except(wanted).Select(each => RouteMessage.RemoveAddress(Loopback, each)));
        routes.Execute(wanted.Except(present).Select(each => RouteMessage.AddAddress(Loopback, each, 32)));
    }

    private static void EnsureRoutes(VpcSpec vpc, RouteSocket routes, int gateway)
    {
        var wanted = Routes(vpc, gateway).ToList();
        var present = routes.Routes()
            .Where(route => route.Origin == RouteOrigin.Structure)
            .Select(route => route.Kind == KernelRouteKind.Unreachable ? route with { Link = 0 } : route)
            .ToList();
        routes.Execute(wanted.Except(present).Select(RouteMessage.AddRoute));
        routes.Execute(present
            .Where(each => !wanted.Exists(other => SamePlace(each, other)))
            .Select(RouteMessage.RemoveRoute));

        var wantedRules = Rules(vpc).ToList();
        var presentRules = routes.Rules();
        routes.Execute(wantedRules.Except(presentRules).Select(rule => RouteMessage.Rule(rule, add: true)));
        routes.Execute(presentRules
            .Where(rule => rule.Priority is >= MainPriority and <= OriginalMainPriority && !wantedRules.Contains(rule))
            .Select(rule => RouteMessage.Rule(rule, add: false)));
    }

    private static IEnumerable<KernelRoute> Routes(VpcSpec vpc, int gateway)
    {
        foreach (var cidr in vpc.Cidrs.Append(LinkLocal))
        {
            yield return new KernelRoute(MainTable, cidr, KernelRouteKind.Unreachable, 0, null, RouteOrigin.Structure);
        }

        // The whole ranges become local without an address for each: one listener on 0.0.0.0 serves all of it.
        foreach (var range in vpc.Lattice is null ? (Cidr[])[] : [WellKnown.Lattice, WellKnown.LatticeResources])
        {
            yield return new KernelRoute(
                LocalTable, range, KernelRouteKind.Local, Loopback, null, RouteOrigin.Structure);
        }

        foreach (var (index, subnet) in vpc.Subnets.Index())
        {
            foreach (var route in subnet.Routes)
            {
                yield return Route(FirstSubnetTable + index, route, gateway);
            }
        }
    }

    private static KernelRoute Route(int table, RouteSpec route, int gateway) =>
        route.Target is RouteTarget.Blackhole || gateway == 0
            ? new KernelRoute(table, route.Destination, KernelRouteKind.Unreachable, 0, null, RouteOrigin.Structure)
            : new KernelRoute(
                table,
                route.Destination,
                KernelRouteKind.Unicast,
                gateway,
                InternetLink.OtherSide,
                RouteOrigin.Structure);

    // The main table has the VPC's own addresses and no default route, so it can be asked first.
    private static IEnumerable<KernelRule> Rules(VpcSpec vpc) =>
    [
        new KernelRule(MainPriority, null, MainTable),
        .. vpc.Subnets.Select((subnet, index) =>
            new KernelRule(FirstSubnetTable + index, subnet.Cidr, FirstSubnetTable + index)),
    ];

    private static bool SamePlace(KernelRoute one, KernelRoute other) =>
        one.Table == other.Table && one.Destination == other.Destination;
}
