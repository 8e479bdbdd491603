using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Pergola.Core;

namespace Pergola.Proxy.Dns;

/// <summary>
/// Asks the host's name servers, with sockets of the host: the VPC needs no way to them. Questions and answers pass as
/// they are, under an id and from a port that nobody can guess.
/// </summary>
internal sealed class DnsForwarder(IReadOnlyList<IPEndPoint> servers, TimeProvider time, IEntropy entropy)
{
    /// <summary>Whether there is anybody to ask.</summary>
    public bool CanForward => servers.Count > 0;

    /// <summary>The answer under the client's own id; null when no server answered in time.</summary>
    public async ValueTask<byte[]?> ForwardAsync(ReadOnlyMemory<byte> query, bool overTcp, CancellationToken cancel)
    {
        foreach (var server in servers)
        {
            using var limit = new CancellationTokenSource(DnsLimits.ForwardTimeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
            try
            {
                var question = query.ToArray();
                FreshId().CopyTo(question, 0);
                var answer = overTcp
                    ? await AskOverTcpAsync(server, question, either.Token)
                    : await AskOverUdpAsync(server, question, either.Token);
                query.Span[..2].CopyTo(answer);
                return answer;
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                // This server is silent; perhaps the next one is not.
            }
            catch (Exception error) when (error is SocketException or IOException)
            {
                // This server is not there; perhaps the next one is.
            }
        }

        return null;
    }

    private static async Task<byte[]> AskOverUdpAsync(IPEndPoint server, byte[] question, CancellationToken cancel)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(server, cancel);   // The kernel then drops what comes from anybody else.
        await socket.SendAsync(question, cancel);
        var buffer = new byte[DnsLimits.MessageBytesMax];
        while (true)
        {
            var length = await socket.ReceiveAsync(buffer, cancel);
            if (IsAnswerTo(question, buffer.AsSpan(0, length)))
            {
                return buffer[..length];
            }
        }
    }

    private static async Task<byte[]> AskOverTcpAsync(IPEndPoint server, byte[] question, CancellationToken cancel)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server, cancel);
        await using var stream = new NetworkStream(socket);
        await DnsFraming.WriteAsync(stream, question, cancel);
        return await DnsFraming.ReadAsync(stream, cancel) is { } answer && IsAnswerTo(question, answer)
            ? answer
            : throw new IOException("The name server closed the connection or answered something else.");
    }

    private static bool IsAnswerTo(ReadOnlySpan<byte> question, ReadOnlySpan<byte> answer) =>
        answer.Length >= DnsLimits.HeaderBytes && (answer[2] & 0x80) != 0 && answer[..2].SequenceEqual(question[..2]);

    private byte[] FreshId()
    {
        ushort id = 0;
        entropy.Fill(MemoryMarshal.AsBytes(new Span<ushort>(ref id)));
        var bytes = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, id);
        return bytes;
    }
}
