using System.Buffers.Binary;
using System.ComponentModel;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Pergola.Machine.Linux.Network;

/// <summary>A conversation with the kernel about one network namespace. Not for several threads at once.</summary>
internal sealed class NetlinkSocket : IDisposable
{
    private const int NetlinkFamily = 16;
    private const int Raw = 3;
    private const int SolNetlink = 270;
    private const int CapAck = 10;
    private const int ExtendedAck = 11;
    private const ushort Error = 2;
    private const ushort Done = 3;

    // With more requests in flight the default receive buffer overflows (seen from 128 on).
    private const int RequestsPerSendMax = 64;

    private readonly SafeFileHandle _socket;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private uint _number;

    /// <summary>Opens it. Protocol 0 is about links and routes, 12 about packet filters.</summary>
    public NetlinkSocket(SafeFileHandle network, int protocol)
    {
        _socket = new SafeFileHandle(Kernel.SocketIn(network, NetlinkFamily, Raw, protocol), ownsHandle: true);
        Kernel.SetOption((int)_socket.DangerousGetHandle(), SolNetlink, CapAck, 1);
        Kernel.SetOption((int)_socket.DangerousGetHandle(), SolNetlink, ExtendedAck, 1);
    }

    /// <summary>For waiting.</summary>
    public int Descriptor => (int)_socket.DangerousGetHandle();

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    /// <summary>Sends the requests in order. All are tried; the first refusal not tolerated is thrown.</summary>
    /// <exception cref="FabricException">What was refused, and why.</exception>
    public void Execute(params IEnumerable<NetlinkMessage> messages)
    {
        FabricException? failure = null;
        foreach (var batch in messages.Chunk(RequestsPerSendMax))
        {
            var first = _number + 1;
            var bytes = new List<byte>();
            foreach (var message in batch)
            {
                bytes.AddRange(message.Seal(++_number));
            }

            Kernel.Send(_socket, bytes.ToArray());
            failure = ReadAnswers(batch, first) ?? failure;
        }

        if (failure is not null)
        {
            throw failure;
        }
    }

    /// <summary>Asks. The answers' bodies without the common header; none after a tolerated error.</summary>
    public List<byte[]> Ask(NetlinkMessage message)
    {
        Kernel.Send(_socket, message.Seal(++_number));
        var answers = new List<byte[]>();
        while (true)
        {
            foreach (var (type, number, body) in Receive())
            {
                if (number != _number)
                {
                    continue;
                }

                if (type == Done)
                {
                    return answers;
                }

                if (type == Error)
                {
                    return Refused(message, body) is { } refusal ? throw refusal : answers;
                }

                answers.Add(body);
            }
        }
    }

    /// <summary>The messages of the next datagram: type, number, body.</summary>
    public IReadOnlyList<(ushort Type, uint Number, byte[] Body)> Receive()
    {
        var rest = _buffer.AsSpan(0, Kernel.Receive(_socket, _buffer));
        var messages = new List<(ushort, uint, byte[])>();
        while (rest.Length >= NetlinkMessage.HeaderSize)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(rest);
            messages.Add((
                BinaryPrimitives.ReadUInt16LittleEndian(rest[4..]),
                BinaryPrimitives.ReadUInt32LittleEndian(rest[8..]),
                rest[NetlinkMessage.HeaderSize..length].ToArray()));
            rest = rest[Math.Min((length + 3) & ~3, rest.Length)..];
        }

        return messages;
    }

    private FabricException? ReadAnswers(NetlinkMessage[] batch, uint first)
    {
        FabricException? failure = null;
        var missing = batch.Length;
        while (missing > 0)
        {
            foreach (var (type, number, body) in Receive())
            {
                if (type != Error || number < first || number - first >= batch.Length)
                {
                    continue;
                }

                missing--;
                failure ??= Refused(batch[number - first], body);
            }
        }

        return failure;
    }

    private static FabricException? Refused(NetlinkMessage message, byte[] body)
    {
        const int attributesStart = 4 + NetlinkMessage.HeaderSize;
        const ushort messageAttribute = 1;
        var error = -BinaryPrimitives.ReadInt32LittleEndian(body);
        if (error == 0 || message.Tolerated.Contains(error))
        {
            return null;
        }

        var words = body.Length > attributesStart
            ? NetlinkAttributes.Read(body.AsSpan(attributesStart)).GetValueOrDefault(messageAttribute)
            : null;
        var detail = words is null ? "" : $" ({Encoding.UTF8.GetString(words).TrimEnd('\0')})";
        return new FabricException($"{message.What}: {new Win32Exception(error).Message}{detail}", error);
    }
}
