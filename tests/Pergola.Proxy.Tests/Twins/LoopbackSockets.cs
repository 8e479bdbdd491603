using System.Collections.Concurrent;
using System.Net.Sockets;
using Pergola.Machine.Network;

namespace Pergola.Proxy.Tests.Twins;

/// <summary>Sockets of the host that remember in which VPC they are meant to be.</summary>
internal sealed class LoopbackSockets : IVpcSockets
{
    private readonly ConcurrentBag<(string VpcId, Socket Socket)> _opened = [];

    public Socket Open(string vpcId, AddressFamily family, SocketType type, ProtocolType protocol)
    {
        if (vpcId.EndsWith("missing", StringComparison.Ordinal))
        {
            throw new SocketException((int)SocketError.NetworkDown);
        }

        var socket = new Socket(family, type, protocol);
        _opened.Add((vpcId, socket));
        return socket;
    }

    /// <summary>How many sockets were ever opened in the VPC.</summary>
    public int Opened(string vpcId) => _opened.Count(one => one.VpcId == vpcId);

    /// <summary>How many sockets of the VPC are still open.</summary>
    public int StillOpen(string vpcId) => _opened.Count(one => one.VpcId == vpcId && !one.Socket.SafeHandle.IsClosed);
}
