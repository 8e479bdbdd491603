using System.Buffers.Binary;
using System.Net;
using System.Net.NetworkInformation;
using Microsoft.Win32.SafeHandles;
using Pergola.Core;

namespace Pergola.Machine.Linux.Network;

/// <summary>Requests about links, addresses, routes, neighbours and routing rules. IPv4.</summary>
internal static class RouteMessage
{
    private const byte InternetFamily = 2;
    private const uint Up = 1;
    private const int NoDevice = 19;
    private const int Exists = 17;
    private const int NoEntry = 2;
    private const int NoProcess = 3;
    private const int NoAddress = 99;

    /// <summary>A pair of links: one here, its peer in another namespace. Both are down at first.</summary>
    public static NetlinkMessage NewPair(PairEnd here, PairEnd peer, SafeFileHandle peerNetwork)
    {
        const ushort linkInfo = 18;
        const ushort kind = 1;
        const ushort kindData = 2;
        const ushort vethPeer = 1;
        const ushort networkDescriptor = 28;
        var message = new NetlinkMessage(
            $"make the link {here.Name}", 16, NetlinkMessage.Create | NetlinkMessage.Exclusive, LinkHeader(0, 0, 0));
        Describe(message, here);
        return message.WithNested(linkInfo, [], info => info
            .With(kind, "veth")
            .WithNested(kindData, [], data => data.WithNested(vethPeer, LinkHeader(0, 0, 0), end =>
            {
                Describe(end, peer);
                end.With(networkDescriptor, (int)peerNetwork.DangerousGetHandle());
            })));
    }

    /// <summary>Labels a link and, if asked, sets it up.</summary>
    public static NetlinkMessage SetLink(int index, string? alias = null, bool up = false)
    {
        const ushort aliasAttribute = 20;
        var flags = up ? Up : 0;
        var message = new NetlinkMessage($"set link {index}", 16, 0, LinkHeader(index, flags, flags));
        return alias is null ? message : message.With(aliasAttribute, alias);
    }

    /// <summary>Removes a link by name, if it is there.</summary>
    public static NetlinkMessage RemoveLink(string name) =>
        new NetlinkMessage($"remove the link {name}", 17, 0, LinkHeader(0, 0, 0), NoDevice).With(3, name);

    /// <summary>Asks for one link by name.</summary>
    public static NetlinkMessage FindLink(string name) =>
        new NetlinkMessage($"find the link {name}", 18, 0, LinkHeader(0, 0, 0), NoDevice).With(3, name);

    /// <summary>Asks for all links.</summary>
    public static NetlinkMessage ListLinks() =>
        new("list links", 18, NetlinkMessage.Dump, LinkHeader(0, 0, 0));

    /// <summary>Gives a link an address, without the route that would normally come with it.</summary>
    public static NetlinkMessage AddAddress(int link, IPAddress address, int prefixLength)
    {
        const int noPrefixRoute = 0x200;
        return new NetlinkMessage(
                $"add the address {address}",
                20,
                NetlinkMessage.Create | NetlinkMessage.Replace,
                AddressHeader(link, prefixLength),
                Exists)
            .With(1, address).With(2, address).With(8, noPrefixRoute);
    }

    /// <summary>Takes an address from a link.</summary>
    public static NetlinkMessage RemoveAddress(int link, IPAddress address) =>
        new NetlinkMessage($"remove the address {address}", 21, 0, AddressHeader(link, 32), NoAddress)
            .With(1, address).With(2, address);

    /// <summary>Asks for all IPv4 addresses.</summary>
    public static NetlinkMessage ListAddresses() =>
        new("list addresses", 22, NetlinkMessage.Dump, AddressHeader(0, 0));

    /// <summary>Puts a route in place of any other to the same destination.</summary>
    public static NetlinkMessage AddRoute(KernelRoute route) =>
        Route($"add {route}", 24, NetlinkMessage.Create | NetlinkMessage.Replace, route);

    /// <summary>Removes a route, if it is there.</summary>
    public static NetlinkMessage RemoveRoute(KernelRoute route) =>
        Route($"remove {route}", 25, 0, route, NoProcess, NoEntry, NoDevice);

    /// <summary>Asks for the IPv4 routes of all tables.</summary>
    public static NetlinkMessage ListRoutes() =>
        new("list routes", 26, NetlinkMessage.Dump, [InternetFamily, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);

    /// <summary>Asks which way a packet would take. Link 0 and no source: one that is sent here.</summary>
    public static NetlinkMessage FindWay(int inLink, IPAddress? from, IPAddress to)
    {
        const int noNetwork = 101;
        const int noHost = 113;
        byte[] header = [InternetFamily, 32, (byte)(from is null ? 0 : 32), 0, 0, 0, 0, 0, 0, 0, 0, 0];
        var message = new NetlinkMessage($"find the way to {to}", 26, 0, header, noNetwork, noHost)
            .With(1, to);
        if (inLink != 0)
        {
            message.With(3, inLink);
        }

        return from is null ? message : message.With(2, from);
    }

    /// <summary>A neighbour that need not be asked for.</summary>
    public static NetlinkMessage AddNeighbour(int link, IPAddress address, string mac)
    {
        const byte permanent = 0x80;
        var header = new byte[12];
        header[0] = InternetFamily;
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), link);
        header[8] = permanent;
        return new NetlinkMessage(
                $"add the neighbour {address}", 28, NetlinkMessage.Create | NetlinkMessage.Replace, header)
            .With(1, address).With(2, Mac(mac));
    }

    /// <summary>Adds or removes a routing rule.</summary>
    public static NetlinkMessage Rule(KernelRule rule, bool add)
    {
        const byte toTable = 1;
        var from = rule.From;
        byte[] header =
        [
            InternetFamily, 0, (byte)(from?.PrefixLength ?? 0), 0, (byte)rule.Table, 0, 0, toTable, 0, 0, 0, 0,
        ];
        var flags = add ? (ushort)(NetlinkMessage.Create | NetlinkMessage.Exclusive) : (ushort)0;
        var message = new NetlinkMessage(
            $"{(add ? "add" : "remove")} {rule}", (ushort)(add ? 32 : 33), flags, header, Exists, NoEntry);
        message.With(6, rule.Priority).With(15, rule.Table);
        return from is null ? message : message.With(2, from.Address);
    }

    /// <summary>Asks for all IPv4 routing rules.</summary>
    public static NetlinkMessage ListRules() =>
        new("list routing rules", 34, NetlinkMessage.Dump, [InternetFamily, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);

    private static NetlinkMessage Route(
        string what, ushort type, ushort flags, KernelRoute route, params int[] tolerated)
    {
        const int onLink = 4;
        const byte link = 253;
        const byte host = 254;
        var scope = route.Kind switch
        {
            KernelRouteKind.Local => host,
            KernelRouteKind.Unicast when route.Gateway is null => link,
            _ => (byte)0,
        };
        var header = new byte[12];
        header[0] = InternetFamily;
        header[1] = (byte)route.Destination.PrefixLength;
        header[4] = (byte)route.Table;
        header[5] = (byte)route.Origin;
        header[6] = scope;
        header[7] = (byte)route.Kind;
        header[8] = route.Gateway is null ? (byte)0 : (byte)onLink;
        var message = new NetlinkMessage(what, type, flags, header, tolerated).With(15, route.Table);
        if (route.Destination.PrefixLength > 0)
        {
            message.With(1, route.Destination.Address);
        }

        if (route.Link != 0)
        {
            message.With(4, route.Link);
        }

        return route.Gateway is null ? message : message.With(5, route.Gateway);
    }

    private static void Describe(NetlinkMessage message, PairEnd end) =>
        message.With(1, Mac(end.Mac)).With(3, end.Name).With(4, end.Mtu);

    private static byte[] Mac(string text) =>
        PhysicalAddress.Parse(text.Replace(':', '-').ToUpperInvariant()).GetAddressBytes();

    private static byte[] LinkHeader(int index, uint flags, uint change)
    {
        var header = new byte[16];
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), index);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(8), flags);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(12), change);
        return header;
    }

    private static byte[] AddressHeader(int link, int prefixLength)
    {
        var header = new byte[8];
        header[0] = InternetFamily;
        header[1] = (byte)prefixLength;
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), link);
        return header;
    }
}

/// <summary>One end of a pair of links.</summary>
internal sealed record PairEnd(string Name, string Mac, int Mtu);

/// <summary>What a route does with a packet; the numbers are the kernel's.</summary>
internal enum KernelRouteKind
{
    /// <summary>Sends it on.</summary>
    Unicast = 1,

    /// <summary>Takes it.</summary>
    Local = 2,

    /// <summary>Answers that the destination cannot be reached.</summary>
    Unreachable = 7,
}

/// <summary>Who put a route there; kept in the kernel's "protocol" number.</summary>
internal enum RouteOrigin
{
    /// <summary>Belongs to the VPC's structure.</summary>
    Structure = 200,

    /// <summary>Belongs to one interface or public address.</summary>
    Interface = 201,
}

/// <summary>A route as the kernel has it. Link 0: none.</summary>
internal sealed record KernelRoute(
    int Table, Cidr Destination, KernelRouteKind Kind, int Link, IPAddress? Gateway, RouteOrigin Origin);

/// <summary>A routing rule as the kernel has it: which table to ask. From null: for all packets.</summary>
internal sealed record KernelRule(int Priority, Cidr? From, int Table);

/// <summary>A link as the kernel has it.</summary>
internal sealed record KernelLink(int Index, string Name, string Alias, bool IsUp);
