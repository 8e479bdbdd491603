using System.Text;
using Pergola.Planning.Dataplane;
using Pergola.Proxy.Exchange;
using Pergola.Proxy.Listening;

namespace Pergola.Proxy.Engine;

// What the client speaks: with TLS or without, and what another engine has to go on with.
internal sealed partial class ClientConnection
{
    // RFC 9113, 3.4: how a client begins that knows that HTTP/2 is spoken.
    private static ReadOnlySpan<byte> Http2Preface => "PRI * HTTP/2.0\r\n\r\n"u8;

    private ListenerProtocol Protocol => Tls is null ? ListenerProtocol.Http : ListenerProtocol.Https;

    private byte[] Forwarded() => Encoding.ASCII.GetBytes(
        $"{LatticeHeaders.ForwardedFor}: {_peer}\r\n{LatticeHeaders.ForwardedPort}: {_entrance.Port}\r\n"
        + $"{LatticeHeaders.ForwardedProto}: {(Tls is null ? "http" : "https")}\r\n");

    // Another engine speaks with these targets. The request goes there as it came, and the connection with it.
    private void HandOver(Span<byte> bytes, bool isHttp2 = false)
    {
        if (Tls is not null)
        {
            // Its bytes may lie in memory that is given back now.
            var rest = bytes.ToArray();
            ClearBytes();
            ClearMemo();
            Splice.ToGeneralServer(this, _entrance, _peer, _serviceArn!, rest, isHttp2);
            return;
        }

        Take(bytes, 0, isWorthALook: true);
        var received = CopyInput();
        var descriptor = Descriptor;
        Loop.Unwatch(descriptor);
        Forget();
        _entrance.HandOver(descriptor, received, new Handover(isHttp2, _peer, ServiceArn: null));
    }
}
