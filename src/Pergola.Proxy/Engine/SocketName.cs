using System.Buffers.Binary;
using System.Net;

namespace Pergola.Proxy.Engine;

/// <summary>Addresses as the kernel writes them (struct sockaddr_in and sockaddr_in6).</summary>
internal static class SocketName
{
    /// <summary>Enough for both families.</summary>
    public const int BytesMax = 28;

    private const int InterNetwork = 2;

    /// <summary>The address without its port.</summary>
    public static IPAddress ReadAddress(ReadOnlySpan<byte> name)
    {
        if (BinaryPrimitives.ReadUInt16LittleEndian(name) == InterNetwork)
        {
            return new IPAddress(name.Slice(4, 4));
        }

        var address = new IPAddress(name.Slice(8, 16));
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }

    /// <summary>The address with its port.</summary>
    public static IPEndPoint Read(ReadOnlySpan<byte> name) =>
        new(ReadAddress(name), BinaryPrimitives.ReadUInt16BigEndian(name[2..]));

    /// <summary>An address and port for the kernel.</summary>
    public static byte[] Write(IPEndPoint endPoint)
    {
        var name = endPoint.Serialize();
        return name.Buffer[..name.Size].ToArray();
    }
}
