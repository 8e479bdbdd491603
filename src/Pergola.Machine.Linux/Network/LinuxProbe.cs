using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Pergola.Machine.Network;

namespace Pergola.Machine.Linux.Network;

/// <summary>
/// Sends one real packet and watches what becomes of it: an answer, even a refusal by the guest's kernel, says that
/// it arrived; the rules' log says that it was dropped; the kernel says when there is no route.
/// </summary>
internal sealed class LinuxProbe(FabricNames names)
{
    // Answers and reports come within a millisecond; the limit is for a machine that is very busy.
    private static readonly TimeSpan s_wait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_turn = TimeSpan.FromMilliseconds(50);

    private const int IpLevel = 0;
    private const int Transparent = 19;
    private const int Icmp = 1;
    private const int Tcp = 6;
    private const int Udp = 17;

    /// <summary>The packet's fate.</summary>
    public Verdict Send(Packet packet)
    {
        var logs = new List<(string VpcId, RefusalLog Log)>();
        try
        {
            foreach (var name in NamedNetwork.StartingWith(names.VpcPrefix))
            {
                using var network = NamedNetwork.Open(name);
                logs.Add((names.VpcId(name), new RefusalLog(network)));
            }

            using var origin = OpenOrigin(packet);
            using var socket = OpenSocket(origin, packet);
            var identity = IdentityOf(socket, packet);
            return Start(socket, packet, identity) ?? Watch(socket, packet, identity, logs);
        }
        finally
        {
            logs.ForEach(each => each.Log.Dispose());
        }
    }

    private SafeFileHandle OpenOrigin(Packet packet)
    {
        var vpc = NamedNetwork.Open(names.Vpc(packet.VpcId));
        if (packet.FromInterface is null)
        {
            return vpc;
        }

        using (vpc)
        using (var routes = new RouteSocket(vpc))
        {
            var label = routes.Links()
                .Where(LinuxInterface.IsInterface)
                .Select(InterfaceLabel.Of)
                .FirstOrDefault(each => each.InterfaceId == packet.FromInterface);
            return label is null
                ? throw new FabricException($"There is no interface '{packet.FromInterface}' in '{packet.VpcId}'.")
                : NamedNetwork.Open(label.Sandbox);
        }
    }

    private static Socket OpenSocket(SafeFileHandle origin, Packet packet)
    {
        var socket = packet.Protocol switch
        {
            Tcp => NetworkSocket.Open(origin, AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp),
            Udp => NetworkSocket.Open(origin, AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp),
            Icmp => NetworkSocket.Open(origin, AddressFamily.InterNetwork, SocketType.Raw, ProtocolType.Icmp),
            _ => throw new NotSupportedException(
                $"A probe of IP protocol {packet.Protocol} cannot be sent; 1, 6 and 17 can."),
        };
        if (packet.Source is not null)
        {
            socket.SetRawSocketOption(IpLevel, Transparent, BitConverter.GetBytes(1));
        }

        var source = packet.Source ?? (packet.FromInterface is null ? WellKnown.LatticeSource : IPAddress.Any);
        socket.Bind(new IPEndPoint(source, 0));
        socket.Blocking = false;
        return socket;
    }

    // Null: on its way.
    private static Verdict? Start(Socket socket, Packet packet, int identity)
    {
        try
        {
            if (packet.Protocol == Icmp)
            {
                socket.SendTo(Echo(identity), new IPEndPoint(packet.To, 0));
                return null;
            }

            socket.Connect(new IPEndPoint(packet.To, packet.Port));
            if (packet.Protocol == Udp)
            {
                socket.Send([0]);
                return null;
            }

            return new Verdict.Delivered();
        }
        catch (SocketException e)
        {
            // To a sender in the VPC itself a refusal is "access denied"; the log tells by which layer.
            return e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress or SocketError.AccessDenied
                ? null
                : VerdictOf(e.SocketErrorCode);
        }
    }

    private Verdict Watch(
        Socket socket, Packet packet, int identity, List<(string VpcId, RefusalLog Log)> logs)
    {
        const short readable = 1;
        const short writable = 4;
        var begin = TimeProvider.System.GetTimestamp();
        var watched = new PollDescriptor[logs.Count + 1];
        while (TimeProvider.System.GetElapsedTime(begin) < s_wait)
        {
            watched[0] = new PollDescriptor
            {
                Descriptor = (int)socket.Handle,
                Events = packet.Protocol == Tcp ? writable : readable,
            };
            foreach (var (index, (_, log)) in logs.Index())
            {
                watched[index + 1] = new PollDescriptor { Descriptor = log.Descriptor, Events = readable };
            }

            if (!Kernel.WaitForAny(watched, (int)s_turn.TotalMilliseconds) && !RouteQuestion.HasWay(names, packet))
            {
                return new Verdict.NoRoute();
            }

            if (watched[0].Happened != 0 && AnswerTo(socket, packet, identity) is { } answer)
            {
                return answer;
            }

            foreach (var (index, (vpcId, log)) in logs.Index())
            {
                var reports = watched[index + 1].Happened == 0 ? [] : log.Read();
                if (reports.Find(each => each.Protocol == packet.Protocol && each.Identity == identity) is { } refused)
                {
                    return new Verdict.Dropped($"{refused.Layer} in {vpcId}");
                }
            }
        }

        return Silence(packet);
    }

    // Whatever is dropped is reported. A datagram may arrive without an answer, and the answer to a false source goes
    // elsewhere; a connection is always answered.
    private static Verdict Silence(Packet packet) => packet.Protocol == Udp || packet.Source is not null
        ? new Verdict.Delivered()
        : new Verdict.Dropped("no answer and no report");

    private static Verdict? AnswerTo(Socket socket, Packet packet, int identity)
    {
        var error = (SocketError)(int)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!;
        if (packet.Protocol == Tcp || error != SocketError.Success)
        {
            return VerdictOf(error);
        }

        var buffer = new byte[128];
        var length = socket.Receive(buffer, SocketFlags.None, out var receiveError);
        if (receiveError != SocketError.Success)
        {
            return receiveError == SocketError.WouldBlock ? null : VerdictOf(receiveError);
        }

        return packet.Protocol == Udp ? new Verdict.Delivered() : EchoAnswer(buffer.AsSpan(0, length), identity);
    }

    // A raw socket sees every ICMP packet of its namespace: an answer with our identifier (type 0), or an error about
    // something (type 3), which in a guest's namespace can only be about what was sent a moment ago.
    private static Verdict? EchoAnswer(ReadOnlySpan<byte> packet, int identity)
    {
        var message = packet[((packet[0] & 0xF) * 4)..];
        return message[0] switch
        {
            0 when ((message[4] << 8) | message[5]) == identity => new Verdict.Delivered(),
            3 => new Verdict.NoRoute(),
            _ => null,
        };
    }

    private static Verdict VerdictOf(SocketError error) => error switch
    {
        SocketError.Success or SocketError.ConnectionRefused or SocketError.ConnectionReset => new Verdict.Delivered(),
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown => new Verdict.NoRoute(),
        _ => throw new FabricException($"The probe failed: {error}."),
    };

    // By what answers and reports are recognised. An identifier that an earlier echo had would let this one pass as
    // part of that exchange, whatever the rules say now.
    private static int IdentityOf(Socket socket, Packet packet) => packet.Protocol == Icmp
        ? RandomNumberGenerator.GetInt32(1, 0x10000)
        : ((IPEndPoint)socket.LocalEndPoint!).Port;

    private static byte[] Echo(int identity)
    {
        byte[] echo = [8, 0, 0, 0, (byte)(identity >> 8), (byte)identity, 0, 1];
        var sum = 0;
        for (var i = 0; i < echo.Length; i += 2)
        {
            sum += (echo[i] << 8) | echo[i + 1];
        }

        sum = ~((sum & 0xFFFF) + (sum >> 16));
        echo[2] = (byte)(sum >> 8);
        echo[3] = (byte)sum;
        return echo;
    }
}
