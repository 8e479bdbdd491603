using System.Net;
using Microsoft.Win32.SafeHandles;
using Pergola.Core;
using Pergola.Machine.Network;
using Pergola.Machine.Network.Rules;

namespace Pergola.Machine.Linux.Network;

/// <summary>
/// The way from a VPC to where public addresses meet: one namespace per instance, one link per VPC with an internet
/// gateway, one route per public address. Only public addresses travel there.
/// </summary>
internal static class InternetLink
{
    private const int MainTable = 254;
    private const int Mtu = 9001;
    private const string NearMac = "02:fe:fc:00:00:02";
    private const string FarMac = "02:fe:fc:00:00:03";

    /// <summary>The unnumbered other end, as both sides call it.</summary>
    public static IPAddress OtherSide { get; } = IPAddress.Parse("169.254.0.1");

    /// <summary>Makes or removes the link as the VPC asks. Its index in the VPC; 0 without one.</summary>
    public static int Ensure(FabricNames names, VpcSpec vpc, SafeFileHandle network, RouteSocket routes)
    {
        var present = routes.FindLink(LinkName.Internet);
        if (!vpc.InternetGateway)
        {
            routes.Execute(RouteMessage.RemoveLink(LinkName.Internet));
            RemoveUnusedPublic(names);
            return 0;
        }

        if (present is { IsUp: true })
        {
            return present.Index;
        }

        var far = LinkName.OfGateway(vpc.VpcId);
        using var publicNetwork = NamedNetwork.Ensure(names.Public);
        LinuxVpc.Configure(publicNetwork);
        using var publicRoutes = new RouteSocket(publicNetwork);
        publicRoutes.Execute(RouteMessage.RemoveLink(far));
        routes.Execute(
            RouteMessage.RemoveLink(LinkName.Internet),
            RouteMessage.NewPair(
                new PairEnd(LinkName.Internet, NearMac, Mtu), new PairEnd(far, FarMac, Mtu), publicNetwork));
        var near = routes.IndexOf(LinkName.Internet);
        Start(publicRoutes, publicRoutes.IndexOf(far), NearMac);
        Start(routes, near, FarMac);
        return near;
    }

    /// <summary>Public addresses lead to this VPC exactly when it has them.</summary>
    public static void EnsurePublicAddresses(FabricNames names, VpcSpec vpc)
    {
        if (!vpc.InternetGateway)
        {
            return;
        }

        using var network = NamedNetwork.Open(names.Public);
        using var routes = new RouteSocket(network);
        var link = routes.IndexOf(LinkName.OfGateway(vpc.VpcId));
        var wanted = AddressTranslation.PublicAddresses(vpc)
            .Select(address => new KernelRoute(
                MainTable, Cidr.Of(address), KernelRouteKind.Unicast, link, OtherSide, RouteOrigin.Interface))
            .ToList();
        var present = routes.Routes().Where(route => route.Link == link).ToList();
        routes.Execute(present.Except(wanted).Select(RouteMessage.RemoveRoute));
        routes.Execute(wanted.Except(present).Select(RouteMessage.AddRoute));
    }

    /// <summary>Takes the VPC's link away, and the meeting place with the last one.</summary>
    public static void Remove(FabricNames names, string vpcId)
    {
        if (!NamedNetwork.Exists(names.Public))
        {
            return;
        }

        using (var network = NamedNetwork.Open(names.Public))
        using (var routes = new RouteSocket(network))
        {
            routes.Execute(RouteMessage.RemoveLink(LinkName.OfGateway(vpcId)));
        }

        RemoveUnusedPublic(names);
    }

    private static void RemoveUnusedPublic(FabricNames names)
    {
        if (!NamedNetwork.Exists(names.Public))
        {
            return;
        }

        using var network = NamedNetwork.Open(names.Public);
        using var routes = new RouteSocket(network);
        if (!routes.Links().Exists(link => link.Name.StartsWith("g-", StringComparison.Ordinal)))
        {
            NamedNetwork.Remove(names.Public);
        }
    }

    private static void Start(RouteSocket routes, int link, string otherMac) => routes.Execute(
        RouteMessage.SetLink(link, up: true),
        RouteMessage.AddNeighbour(link, OtherSide, otherMac));
}
