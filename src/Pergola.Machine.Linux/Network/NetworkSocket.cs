using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;

namespace Pergola.Machine.Linux.Network;

/// <summary>.NET sockets that live in another namespace.</summary>
internal static class NetworkSocket
{
    /// <summary>A new one. Everything after its making works from any thread at home.</summary>
    public static Socket Open(SafeFileHandle network, AddressFamily family, SocketType type, ProtocolType protocol)
    {
        var domain = family switch
        {
            AddressFamily.InterNetwork => 2,
            AddressFamily.InterNetworkV6 => 10,
            _ => throw new SocketException((int)SocketError.AddressFamilyNotSupported),
        };
        var kind = type switch
        {
            SocketType.Stream => 1,
            SocketType.Dgram => 2,
            SocketType.Raw => 3,
            _ => throw new SocketException((int)SocketError.SocketNotSupported),
        };
        var descriptor = Kernel.SocketIn(network, domain, kind, (int)protocol);
        return new Socket(new SafeSocketHandle(descriptor, ownsHandle: true));
    }
}
