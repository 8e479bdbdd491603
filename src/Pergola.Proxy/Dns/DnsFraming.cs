using System.Buffers.Binary;

namespace Pergola.Proxy.Dns;

/// <summary>DNS over TCP: each message behind its length.</summary>
internal static class DnsFraming
{
    /// <summary>The next message; null when the other side has closed.</summary>
    public static async ValueTask<byte[]?> ReadAsync(Stream stream, CancellationToken cancel)
    {
        var prefix = new byte[sizeof(ushort)];
        if (await stream.ReadAtLeastAsync(prefix, prefix.Length, throwOnEndOfStream: false, cancel) < prefix.Length)
        {
            return null;
        }

        var message = new byte[BinaryPrimitives.ReadUInt16BigEndian(prefix)];
        var read = await stream.ReadAtLeastAsync(message, message.Length, throwOnEndOfStream: false, cancel);
        return read == message.Length ? message : null;
    }

    /// <summary>Length and message in one write, so that they leave in one packet.</summary>
    public static async ValueTask WriteAsync(Stream stream, byte[] message, CancellationToken cancel)
    {
        var framed = new byte[sizeof(ushort) + message.Length];
        BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)message.Length);
        message.CopyTo(framed, sizeof(ushort));
        await stream.WriteAsync(framed, cancel);
    }
}
