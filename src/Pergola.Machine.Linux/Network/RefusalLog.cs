using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Pergola.Machine.Linux.Network;

/// <summary>
/// Reports of refused packets of one VPC, as its rules log them. The kernel gives a log group of a namespace to one
/// reader at a time.
/// </summary>
internal sealed class RefusalLog : IDisposable
{
    private const int NetfilterProtocol = 12;
    private const ushort PacketMessage = 4 << 8;
    private const ushort ConfigMessage = (4 << 8) | 1;

    private readonly NetlinkSocket _socket;

    /// <summary>Starts reading; earlier refusals are not told.</summary>
    public RefusalLog(SafeFileHandle network)
    {
        const ushort command = 1;
        const ushort mode = 2;
        const byte bind = 1;
        const byte copyPacket = 2;
        _socket = new NetlinkSocket(network, NetfilterProtocol);
        try
        {
            _socket.Execute(
                new NetlinkMessage("read the log group", ConfigMessage, 0, Header()).With(command, [bind]),
                new NetlinkMessage("ask for packets", ConfigMessage, 0, Header())
                    .With(mode, [0, 0, 0, 64, copyPacket, 0]));
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
    }

    /// <summary>For waiting.</summary>
    public int Descriptor => _socket.Descriptor;

    /// <inheritdoc/>
    public void Dispose()
    {
        // Closing alone would not do: a child that was forked a moment ago may still hold a copy of the socket.
        const ushort command = 1;
        const byte unbind = 2;
        try
        {
            _socket.Execute(
                new NetlinkMessage("leave the log group", ConfigMessage, 0, Header()).With(command, [unbind]));
        }
        catch (FabricException)
        {
            // Then the namespace is going, and the group with it.
        }

        _socket.Dispose();
    }

    /// <summary>The refusals of the next report; waits for one.</summary>
    public List<RefusedPacket> Read() =>
    [
        .. _socket.Receive()
            .Where(message => message.Type == PacketMessage)
            .Select(message => Parse(NetlinkAttributes.Read(message.Body.AsSpan(4))))
            .OfType<RefusedPacket>(),
    ];

    private static RefusedPacket? Parse(Dictionary<ushort, byte[]> attributes)
    {
        const ushort payload = 9;
        const ushort prefix = 10;
        if (!attributes.TryGetValue(payload, out var packet) || packet.Length < 20 || packet[0] >> 4 != 4)
        {
            return null;
        }

        // TCP and UDP begin with the source port; an ICMP echo has its identifier four bytes on.
        const int icmp = 1;
        var protocol = packet[9];
        var identity = ((packet[0] & 0xF) * 4) + (protocol == icmp ? 4 : 0);
        if (packet.Length < identity + 2)
        {
            return null;
        }

        var word = attributes.TryGetValue(prefix, out var bytes) ? Encoding.UTF8.GetString(bytes).TrimEnd('\0') : "";
        return new RefusedPacket(word, protocol, BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(identity)));
    }

    private static byte[] Header() => [0, 0, 0, NftScript.LogGroup];
}

/// <summary>A packet that the rules refused.</summary>
/// <param name="Layer">What refused it: <c>spoofed</c>, <c>egress</c>, <c>ingress</c> or <c>association</c>.</param>
/// <param name="Protocol">The IP protocol.</param>
/// <param name="Identity">The source port, or the identifier of an ICMP echo.</param>
internal sealed record RefusedPacket(string Layer, int Protocol, int Identity);
