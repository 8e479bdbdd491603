using System.Runtime.InteropServices;

namespace Pergola.Proxy.Tls;

/// <summary>What became of a step.</summary>
internal enum TlsOutcome : byte
{
    Done,

    /// <summary>The socket has to have something first.</summary>
    WantsToReceive,

    /// <summary>The socket has to take something first.</summary>
    WantsToSend,

    /// <summary>The other side has ended.</summary>
    Ended,

    /// <summary>The connection is of no further use.</summary>
    Broken,
}

/// <summary>
/// The TLS of one connection, over its non-blocking socket. For the thread of the loop that the connection belongs to;
/// disposed with the connection.
/// </summary>
internal sealed unsafe class TlsSession : IDisposable
{
    private readonly SocketState* _state;
    private nint _session;
    private bool _hasSaidEnd;

    private TlsSession(TlsContext context, int descriptor)
    {
        // Safe: zeroed memory of that size, freed in Dispose after OpenSSL has let go of it.
        _state = (SocketState*)NativeMemory.AllocZeroed((nuint)sizeof(SocketState));
        _state->Descriptor = descriptor;
        _session = context.NewSession();
        var bio = SocketBio.Make(_state);
        OpenSsl.SetBio(_session, bio, bio);
    }

    /// <summary>Whether hands were shaken.</summary>
    public bool IsReady { get; private set; }

    /// <summary>Whether bytes wait in here that the socket does not have any more.</summary>
    public bool HasPending => OpenSsl.HasPending(_session) == 1;

    /// <summary>Whether ALPN chose HTTP/2.</summary>
    public bool IsHttp2
    {
        get
        {
            byte* name;
            uint length;
            OpenSsl.SelectedAlpn(_session, &name, &length);
            return new ReadOnlySpan<byte>(name, (int)length).SequenceEqual("h2"u8);
        }
    }

    /// <summary>What was agreed on with the other side. Once hands were shaken.</summary>
    public TlsFacts Facts() => new(
        Copy(OpenSsl.ServerName(_session, kind: 0)),
        Copy(OpenSsl.Version(_session)),
        Copy(OpenSsl.CipherName(OpenSsl.CurrentCipher(_session))));

    /// <summary>Our side of a client's connection.</summary>
    public static TlsSession WithClient(TlsContext context, int descriptor)
    {
        var session = new TlsSession(context, descriptor);
        OpenSsl.BeServer(session._session);
        return session;
    }

    /// <summary>Our side of a connection to a target.</summary>
    /// <param name="context">For targets.</param>
    /// <param name="descriptor">The socket.</param>
    /// <param name="serverName">What is asked for (SNI), with a final zero; empty: nothing.</param>
    public static TlsSession WithTarget(TlsContext context, int descriptor, ReadOnlySpan<byte> serverName)
    {
        var session = new TlsSession(context, descriptor);
        OpenSsl.BeClient(session._session);
        if (!serverName.IsEmpty)
        {
            // Safe: OpenSSL copies the name, which ends with a zero.
            fixed (byte* name = serverName)
            {
                OpenSsl.ControlSession(session._session, OpenSsl.ControlServerName, 0, name);
            }
        }

        return session;
    }

    /// <summary>Goes on shaking hands.</summary>
    public TlsOutcome ShakeHands(ref bool canReceive, ref bool canSend, bool peerEnded)
    {
        Enter(canReceive, canSend, peerEnded);
        var result = OpenSsl.ShakeHands(_session);
        IsReady = result == 1;
        return Leave(result, ref canReceive, ref canSend);
    }

    /// <summary>Reads what was sent to us.</summary>
    public TlsOutcome Read(Span<byte> buffer, out int count, ref bool canReceive, ref bool canSend, bool peerEnded)
    {
        Enter(canReceive, canSend, peerEnded);

        // Safe: the span is pinned for the call and OpenSSL is told its length.
        fixed (byte* first = buffer)
        {
            count = OpenSsl.Read(_session, first, buffer.Length);
        }

        return Leave(count, ref canReceive, ref canSend);
    }

    /// <summary>
    /// Writes as much as the socket takes. What was not taken must come again, in front of anything else: OpenSSL has
    /// made a part of it into a record already.
    /// </summary>
    public TlsOutcome Write(
        ReadOnlySpan<byte> bytes, out int count, ref bool canReceive, ref bool canSend, bool peerEnded)
    {
        Enter(canReceive, canSend, peerEnded);
        count = 0;
        var result = 1;

        // Safe: as above. One call writes one record of at most 16 KiB.
        fixed (byte* first = bytes)
        {
            while (count < bytes.Length)
            {
                result = OpenSsl.Write(_session, first + count, bytes.Length - count);
                if (result <= 0)
                {
                    break;
                }

                count += result;
            }
        }

        return Leave(result, ref canReceive, ref canSend);
    }

    /// <summary>Tells the other side that nothing more comes, so that it need not wonder.</summary>
    public void SayEnd(bool canSend)
    {
        if (IsReady && !_hasSaidEnd)
        {
            _hasSaidEnd = true;
            Enter(canReceive: false, canSend, peerEnded: false);
            _ = OpenSsl.Shutdown(_session);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_session != 0)
        {
            OpenSsl.FreeSession(_session);
            _session = 0;
            NativeMemory.Free(_state);
        }
    }

    // Safe: OpenSSL's texts end with a zero and live as long as the session, which the caller holds.
    private static byte[] Copy(byte* text) =>
        text is null ? [] : MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text).ToArray();

    private void Enter(bool canReceive, bool canSend, bool peerEnded)
    {
        ObjectDisposedException.ThrowIf(_session == 0, this);
        _state->CanReceive = canReceive;
        _state->CanSend = canSend;
        _state->PeerEnded = peerEnded;
        OpenSsl.ClearErrors();
    }

    private TlsOutcome Leave(int result, ref bool canReceive, ref bool canSend)
    {
        canSend = _state->CanSend;
        canReceive = _state->CanReceive;
        if (result > 0)
        {
            canReceive |= OpenSsl.HasPending(_session) == 1;
            return TlsOutcome.Done;
        }

        return OpenSsl.ErrorOf(_session, result) switch
        {
            OpenSsl.WantRead => TlsOutcome.WantsToReceive,
            OpenSsl.WantWrite => TlsOutcome.WantsToSend,
            OpenSsl.EndOfSession => TlsOutcome.Ended,
            _ => TlsOutcome.Broken,
        };
    }
}
