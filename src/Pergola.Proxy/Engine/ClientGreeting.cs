using System.Net;
using System.Net.Sockets;
using Pergola.Planning.Access;
using Pergola.Planning.Dataplane;
using Pergola.Proxy.Routing;
using Pergola.Proxy.Tls;

namespace Pergola.Proxy.Engine;

/// <summary>
/// A connection to a port where TLS is spoken, until it is known what it is. The first bytes are looked at and left
/// where they are: the name in them says whether TLS ends here, is passed through, or is refused.
/// </summary>
internal sealed class ClientGreeting : LoopSocket, IEntered
{
    private const byte HandshakeFailure = 40;
    private const byte DecodeError = 50;
    private const byte UnrecognizedName = 112;

    private readonly LoopService _service;
    private readonly IPAddress _peer;
    private readonly long _endOfLife;
    private string? _serviceArn;

    /// <summary>Takes the descriptor over.</summary>
    public ClientGreeting(LoopService service, Entrance entrance, int descriptor, IPAddress peer) : base(service.Loop)
    {
        _service = service;
        _peer = peer;
        _endOfLife = Loop.After(ProxyLimits.ConnectionLifetime);
        Entrance = entrance;
        Open(descriptor, SocketEvents.Connection);
        Loop.Timers.Set(this, Loop.After(ProxyLimits.HandshakeTimeout));
    }

    /// <inheritdoc/>
    public Entrance Entrance { get; }

    /// <inheritdoc/>
    public override void Continue()
    {
        if (!IsOpen)
        {
            return;
        }

        if (HasFailed)
        {
            Abort();
            return;
        }

        if (Tls is null && CanReceive)
        {
            ReadHello();
        }

        if (IsOpen && Tls is not null)
        {
            GoOnShaking();
        }
    }

    /// <inheritdoc/>
    public void Drain() => Abort();

    /// <inheritdoc/>
    public override void Abort()
    {
        if (IsOpen)
        {
            var descriptor = Descriptor;
            Leave();
            Entrance.Left();
            Kernel.CloseDescriptor(descriptor);
        }
    }

    /// <inheritdoc/>
    public override void TimeIsUp(long now) => Abort();

    private void ReadHello()
    {
        var scratch = Loop.Buffers.Scratch.AsSpan(0, ClientHello.BytesMax);
        var count = Kernel.Peek(Descriptor, scratch);
        if (count <= 0)
        {
            CanReceive = false;
            if (count == 0 || Kernel.LastError() is not (Kernel.WouldBlock or Kernel.Interrupted))
            {
                Abort();
            }

            return;
        }

        switch (ClientHello.Read(scratch[..count], Loop.Buffers.Output, out var name))
        {
            case HelloOutcome.Incomplete:
                // More of it is a change that the kernel tells.
                CanReceive = false;
                if (PeerEnded)
                {
                    Abort();
                }

                break;
            case HelloOutcome.Complete:
                Answer(name);
                break;
            case HelloOutcome.Other:
                BeginPlain();
                break;
            default:
                Refuse(DecodeError);
                break;
        }
    }

    // Others may listen on the same port without TLS.
    private void BeginPlain()
    {
        if (Entrance.Routes(_service)?.Speaks(Entrance.Port, ListenerProtocol.Http) == true)
        {
            _ = new ClientConnection(_service, this, _peer, _endOfLife, serviceArn: null);
        }
        else
        {
            Abort();
        }
    }

    // :: The name. A client that asks for none, or for one that is not known here, hears so.
    private void Answer(ReadOnlySpan<byte> name)
    {
        if (Entrance.Routes(_service) is not { } vpc
            || vpc.Hosts.FindEntry(name) is not { } host
            || vpc.Find(name) is not { } service)
        {
            Refuse(UnrecognizedName);
        }
        else if (service.Listeners.Find(Entrance.Port, ListenerProtocol.Https) is not null)
        {
            Welcome(host, service);
        }
        else if (!host.IsGenerated
            && service.Listeners.Find(Entrance.Port, ListenerProtocol.TlsPassthrough) is { } listener)
        {
            PassThrough(vpc, service, listener);
        }
        else
        {
            Refuse(UnrecognizedName);
        }
    }

    // AWS: there is no other certificate to fall back to.
    private void Welcome(HostEntry host, ServiceRoutes service)
    {
        if (host.Certificate is null || _service.Certificates.Find(host.Certificate) is not { } context)
        {
            Refuse(HandshakeFailure);
            return;
        }

        _serviceArn = service.ServiceArn;
        Tls = TlsSession.WithClient(context, Descriptor);
    }

    private void GoOnShaking()
    {
        switch (ShakeHands())
        {
            case TlsOutcome.Done when Tls!.IsHttp2:
                Splice.ToGeneralServer(this, Entrance, _peer, _serviceArn!, received: []);
                break;
            case TlsOutcome.Done:
                _ = new ClientConnection(_service, this, _peer, _endOfLife, _serviceArn);
                break;
            case TlsOutcome.WantsToReceive or TlsOutcome.WantsToSend:
                break;
            default:
                Abort();
                break;
        }
    }

    // :: The guard and the draw of a connection that is passed through
    private void PassThrough(VpcRoutes vpc, ServiceRoutes service, ListenerRoutes listener)
    {
        if (!service.Guard.IsOpen && service.Guard.JudgeConnection(Seen(vpc), vpc.Keys).Refusal is not null)
        {
            Refuse(HandshakeFailure);
            return;
        }

        if (listener.Rules.Default is not RouteAction.Forward forward
            || forward.Draw.Draw(Loop.Entropy) is not { IsTcp: true } group
            || group.Next() is not { } route)
        {
            Abort();
            return;
        }

        try
        {
            Splice.ToTarget(this, _service, group, route, service.IdleTimeout, _endOfLife);
        }
        catch (SocketException error)
        {
            Log.TargetFailed(_service.Logger, group.State.TargetGroupId, route.Prefix, error.Message, 0);
            Abort();
        }
    }

    private AccessRequest Seen(VpcRoutes vpc) => new(
        "",
        "",
        [],
        new AccessDoor(vpc.VpcArn, vpc.ServiceNetworkArn, Entrance.Port, IsSecure: true),
        _peer,
        Loop.UtcNow);

    // RFC 8446, 6: a fatal alert, in a record of its own.
    private void Refuse(byte alert)
    {
        ReadOnlySpan<byte> record = [21, 3, 3, 0, 2, 2, alert];
        _ = Kernel.Send(Descriptor, record);

        // What was looked at is taken, or closing would reset the connection before the alert is read.
        while (Kernel.Receive(Descriptor, Loop.Buffers.Scratch) > 0)
        {
        }

        Abort();
    }
}
