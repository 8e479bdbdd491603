using System.Net;
using Pergola.Machine.Network;

namespace Pergola.Machine.Linux.Network;

/// <summary>
/// Asks the kernel for a packet's way. Needed because the kernel says "unreachable" to one sender only five times in
/// a row, and then once a second.
/// </summary>
internal static class RouteQuestion
{
    /// <summary>False when the VPC, or the internet behind its gateway, has no route for it.</summary>
    public static bool HasWay(FabricNames names, Packet packet)
    {
        // To a sender in the VPC itself the kernel says so at once.
        if (packet.FromInterface is null)
        {
            return true;
        }

        using var network = NamedNetwork.Open(names.Vpc(packet.VpcId));
        using var routes = new RouteSocket(network);
        var link = routes.IndexOf(LinkName.Of(packet.FromInterface));
        var source = packet.Source ?? routes.Routes().First(route => route.Link == link).Destination.Address;
        var way = routes.FindWay(link, source, packet.To);
        return way == routes.FindLink(LinkName.Internet)?.Index
            ? way is not null && HasPublicWay(names, packet.To)
            : way is not null;
    }

    private static bool HasPublicWay(FabricNames names, IPAddress to)
    {
        using var network = NamedNetwork.Open(names.Public);
        using var routes = new RouteSocket(network);
        return routes.FindWay(inLink: 0, from: null, to) is not null;
    }
}
