using System.Buffers.Binary;
using System.Net;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Pergola.Core;

namespace Pergola.Machine.Linux.Network;

/// <summary>Links, addresses, routes and routing rules of one namespace.</summary>
internal sealed class RouteSocket(SafeFileHandle network) : IDisposable
{
    private readonly NetlinkSocket _socket = new(network, protocol: 0);

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    /// <summary>Sends requests in order.</summary>
    /// <exception cref="FabricException">One was refused.</exception>
    public void Execute(params IEnumerable<NetlinkMessage> messages) => _socket.Execute(messages);

    /// <summary>All links.</summary>
    public List<KernelLink> Links() => [.. _socket.Ask(RouteMessage.ListLinks()).Select(Link)];

    /// <summary>The link of that name, if it is there.</summary>
    public KernelLink? FindLink(string name) => _socket.Ask(RouteMessage.FindLink(name)).Select(Link).FirstOrDefault();

    /// <summary>The index of a link that must be there.</summary>
    /// <exception cref="FabricException">It is not.</exception>
    public int IndexOf(string name) => FindLink(name)?.Index ?? throw new FabricException($"The link {name} is gone.");

    /// <summary>
    /// The link by which a packet that came in by another would leave; null when there is no way. Link 0 and no
    /// source: a packet that is sent here.
    /// </summary>
    public int? FindWay(int inLink, IPAddress? from, IPAddress to) =>
        _socket.Ask(RouteMessage.FindWay(inLink, from, to)).FirstOrDefault() is { } body
            ? Number(NetlinkAttributes.Read(body.AsSpan(12)).GetValueOrDefault((ushort)4))
            : null;

    /// <summary>The addresses of one link.</summary>
    public List<IPAddress> Addresses(int link) =>
    [
        .. _socket.Ask(RouteMessage.ListAddresses())
            .Where(body => BinaryPrimitives.ReadInt32LittleEndian(body.AsSpan(4)) == link)
            .Select(body => NetlinkAttributes.Read(body.AsSpan(8)))
            .Select(attributes => attributes.GetValueOrDefault((ushort)2))
            .OfType<byte[]>()
            .Select(bytes => new IPAddress(bytes)),
    ];

    /// <summary>The routes that we put there.</summary>
    public List<KernelRoute> Routes() =>
    [
        .. _socket.Ask(RouteMessage.ListRoutes())
            .Where(body => body[5] is (byte)RouteOrigin.Structure or (byte)RouteOrigin.Interface)
            .Select(Route),
    ];

    /// <summary>The routing rules.</summary>
    public List<KernelRule> Rules() =>
    [
        .. _socket.Ask(RouteMessage.ListRules()).Select(body =>
        {
            var attributes = NetlinkAttributes.Read(body.AsSpan(12));
            var source = attributes.GetValueOrDefault((ushort)2);
            return new KernelRule(
                Number(attributes.GetValueOrDefault((ushort)6)),
                source is null ? null : Cidr.Parse($"{new IPAddress(source)}/{body[2]}"),
                Number(attributes.GetValueOrDefault((ushort)15)));
        }),
    ];

    private static KernelLink Link(byte[] body)
    {
        const int headerSize = 16;
        var attributes = NetlinkAttributes.Read(body.AsSpan(headerSize));
        return new KernelLink(
            BinaryPrimitives.ReadInt32LittleEndian(body.AsSpan(4)),
            Text(attributes.GetValueOrDefault((ushort)3)),
            Text(attributes.GetValueOrDefault((ushort)20)),
            (body[8] & 1) != 0);
    }

    private static KernelRoute Route(byte[] body)
    {
        var attributes = NetlinkAttributes.Read(body.AsSpan(12));
        var destination = attributes.TryGetValue(1, out var bytes) ? new IPAddress(bytes) : IPAddress.Any;
        var gateway = attributes.GetValueOrDefault((ushort)5);
        return new KernelRoute(
            Number(attributes.GetValueOrDefault((ushort)15)),
            Cidr.Parse($"{destination}/{body[1]}"),
            (KernelRouteKind)body[7],
            Number(attributes.GetValueOrDefault((ushort)4)),
            gateway is null ? null : new IPAddress(gateway),
            (RouteOrigin)body[5]);
    }

    private static string Text(byte[]? bytes) =>
        bytes is null ? "" : Encoding.UTF8.GetString(bytes).TrimEnd('\0');

    private static int Number(byte[]? bytes) =>
        bytes is null ? 0 : BinaryPrimitives.ReadInt32LittleEndian(bytes);
}
