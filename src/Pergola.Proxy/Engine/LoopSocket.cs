using Pergola.Proxy.Tls;

namespace Pergola.Proxy.Engine;

/// <summary>A socket of an event loop. Everything happens on the loop's thread.</summary>
internal abstract class LoopSocket(EventLoop loop) : Timed
{
    protected const int Nothing = -1;
    protected const int Broken = -2;

    /// <summary>The loop that it belongs to.</summary>
    public EventLoop Loop { get; } = loop;

    /// <summary>The kernel's number; -1 when closed.</summary>
    public int Descriptor { get; private set; } = -1;

    /// <summary>Where the loop keeps it.</summary>
    public int Slot { get; set; } = -1;

    /// <summary>Whether the loop will call <see cref="Continue"/>.</summary>
    public bool IsQueued { get; set; }

    /// <summary>Whether there may be something to receive, or the end.</summary>
    protected bool CanReceive { get; set; }

    /// <summary>Whether the socket may take bytes.</summary>
    protected bool CanSend { get; set; }

    /// <summary>Whether the other side has ended sending: then there is something to receive to the end.</summary>
    protected bool PeerEnded { get; private set; }

    /// <summary>Whether the connection was reset.</summary>
    protected bool HasFailed { get; private set; }

    protected bool IsOpen => Descriptor >= 0;

    /// <summary>What encrypts the connection; null when nothing does. Freed with the connection.</summary>
    protected TlsSession? Tls { get; set; }

    /// <summary>Takes the descriptor over and begins to watch it.</summary>
    protected void Open(int descriptor, SocketEvents events)
    {
        Descriptor = descriptor;
        Loop.Add(this, events);
    }

    /// <summary>What happened, in the kernel's words.</summary>
    public void Happened(SocketEvents events)
    {
        // A failure is found by whoever receives or sends next.
        var broken = (events & (SocketEvents.Failed | SocketEvents.HungUp)) != 0;
        HasFailed |= (events & SocketEvents.Failed) != 0;
        PeerEnded |= (events & SocketEvents.PeerEnded) != 0 || broken;
        CanReceive |= (events & (SocketEvents.Readable | SocketEvents.PeerEnded)) != 0 || broken;
        CanSend |= (events & SocketEvents.Writable) != 0 || broken;
        Continue();
    }

    /// <summary>Goes on with what can be done now.</summary>
    public abstract void Continue();

    /// <summary>Closes at once, whatever is going on.</summary>
    public abstract void Abort();

    /// <summary>
    /// Receives into a buffer: the number of bytes, 0 at the end, -1 when there is nothing now, -2 when it is broken.
    /// </summary>
    protected int Receive(Span<byte> buffer)
    {
        if (Tls is { } tls)
        {
            return ReceiveSecret(tls, buffer);
        }

        while (true)
        {
            var received = Kernel.Receive(Descriptor, buffer);
            if (received >= 0)
            {
                // A short read has emptied the socket: asking again would only be told so. Not when the end is known to
                // follow, because the end is not told again.
                CanReceive = received == buffer.Length || PeerEnded;
                return received;
            }

            switch (Kernel.LastError())
            {
                case Kernel.Interrupted:
                    continue;
                case Kernel.WouldBlock:
                    CanReceive = false;
                    return Nothing;
                default:
                    return Broken;
            }
        }
    }

    /// <summary>Sends what the socket takes: how many bytes, or -2 when it is broken.</summary>
    protected int Send(ReadOnlySpan<byte> bytes)
    {
        if (Tls is { } tls)
        {
            return SendSecret(tls, bytes);
        }

        while (true)
        {
            var sent = Kernel.Send(Descriptor, bytes);
            if (sent >= 0)
            {
                CanSend = sent == bytes.Length;
                return sent;
            }

            switch (Kernel.LastError())
            {
                case Kernel.Interrupted:
                    continue;
                case Kernel.WouldBlock:
                    CanSend = false;
                    return 0;
                default:
                    return Broken;
            }
        }
    }

    /// <summary>Goes on shaking hands.</summary>
    protected TlsOutcome ShakeHands()
    {
        var (canReceive, canSend) = (CanReceive, CanSend);
        var outcome = Tls!.ShakeHands(ref canReceive, ref canSend, PeerEnded);
        (CanReceive, CanSend) = (canReceive, canSend);
        return outcome;
    }

    /// <summary>Tells the other side that nothing more comes.</summary>
    protected void EndSending()
    {
        Tls?.SayEnd(CanSend);
        Kernel.EndSending(Descriptor);
    }

    /// <summary>
    /// Takes the place of another socket of the loop: its descriptor, what is known of it, and its TLS. The other is
    /// closed for all purposes.
    /// </summary>
    protected void TakeOver(LoopSocket other)
    {
        (Descriptor, CanReceive, CanSend) = (other.Descriptor, other.CanReceive, other.CanSend);
        (PeerEnded, HasFailed, Tls) = (other.PeerEnded, other.HasFailed, other.Tls);
        other.Tls = null;
        Loop.Timers.Set(other, long.MaxValue);
        Loop.Replace(other, this);
        other.Descriptor = -1;
    }

    private int ReceiveSecret(TlsSession tls, Span<byte> buffer)
    {
        var (canReceive, canSend) = (CanReceive, CanSend);
        var outcome = tls.Read(buffer, out var count, ref canReceive, ref canSend, PeerEnded);
        (CanReceive, CanSend) = (canReceive, canSend);
        switch (outcome)
        {
            case TlsOutcome.Done:
                return count;
            case TlsOutcome.WantsToReceive or TlsOutcome.WantsToSend:
                CanReceive = false;
                return Nothing;
            case TlsOutcome.Ended:
                CanReceive = true;   // The end stays the end.
                return 0;
            default:
                return Broken;
        }
    }

    private int SendSecret(TlsSession tls, ReadOnlySpan<byte> bytes)
    {
        if (!tls.IsReady)
        {
            CanSend = false;
            return 0;
        }

        var (canReceive, canSend) = (CanReceive, CanSend);
        var outcome = tls.Write(bytes, out var count, ref canReceive, ref canSend, PeerEnded);
        (CanReceive, CanSend) = (canReceive, canSend && outcome == TlsOutcome.Done);
        return outcome is TlsOutcome.Done or TlsOutcome.WantsToSend ? count : Broken;
    }

    /// <summary>Ends the watching; the descriptor is to be closed or handed over by the caller.</summary>
    protected void Leave()
    {
        Loop.Remove(this);
        Loop.Timers.Set(this, long.MaxValue);
        Tls?.Dispose();
        Tls = null;
        Descriptor = -1;
    }
}
