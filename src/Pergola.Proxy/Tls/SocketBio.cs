using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pergola.Proxy.Engine;

namespace Pergola.Proxy.Tls;

/// <summary>What a session's reads and writes know of their socket; the loop sets it before each call.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SocketState
{
    public int Descriptor;

    /// <summary>There may be something to receive, or the end.</summary>
    public bool CanReceive;

    /// <summary>The socket may take bytes.</summary>
    public bool CanSend;

    /// <summary>The other side ended sending: a short read does not mean that there is no more.</summary>
    public bool PeerEnded;

    /// <summary>The end was read.</summary>
    public bool IsAtEnd;
}

/// <summary>
/// How OpenSSL receives and sends: by the kernel's calls that the engine makes too, and never when it is known that
/// they would only say "not now". OpenSSL's own way costs one such call per request, and could raise SIGPIPE.
/// </summary>
internal static unsafe class SocketBio
{
    // BIO_TYPE_SOURCE_SINK.
    private const int SourceOrSink = 0x0400;

    private static readonly nint s_method = MakeMethod();

    /// <summary>A new one over a state that outlives it; freed with the session that gets it.</summary>
    public static nint Make(SocketState* state)
    {
        var bio = OpenSsl.NewBio(s_method);
        OpenSsl.SetBioState(bio, state);
        OpenSsl.SetBioReady(bio, 1);
        return bio;
    }

    private static nint MakeMethod()
    {
        var method = OpenSsl.NewBioMethod(OpenSsl.NewBioIndex() | SourceOrSink, "pergola-socket");
        OpenSsl.SetBioRead(method, &Read);
        OpenSsl.SetBioWrite(method, &Write);
        OpenSsl.SetBioControl(method, &Control);
        return method;
    }

    // Nothing in these may throw: an exception cannot pass through OpenSSL's frames.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Read(nint bio, byte* buffer, int length)
    {
        // Safe: OpenSSL gives a buffer of that length; the state belongs to the session, which calls this.
        var state = (SocketState*)OpenSsl.BioState(bio);
        OpenSsl.ClearBioFlags(bio, OpenSsl.BioRetryFlags);
        while (state->CanReceive)
        {
            var count = Kernel.Receive(state->Descriptor, new Span<byte>(buffer, length));
            if (count >= 0)
            {
                state->IsAtEnd = count == 0;
                state->CanReceive = count == length || state->PeerEnded;
                return count;
            }

            switch (Kernel.LastError())
            {
                case Kernel.Interrupted:
                    continue;
                case Kernel.WouldBlock:
                    state->CanReceive = false;
                    break;
                default:
                    return -1;
            }
        }

        OpenSsl.SetBioFlags(bio, OpenSsl.BioShouldRetryRead);
        return -1;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(nint bio, byte* bytes, int length)
    {
        // Safe: as above.
        var state = (SocketState*)OpenSsl.BioState(bio);
        OpenSsl.ClearBioFlags(bio, OpenSsl.BioRetryFlags);
        while (state->CanSend)
        {
            var count = Kernel.Send(state->Descriptor, new ReadOnlySpan<byte>(bytes, length));
            if (count >= 0)
            {
                state->CanSend = count == length;
                return count;
            }

            switch (Kernel.LastError())
            {
                case Kernel.Interrupted:
                    continue;
                case Kernel.WouldBlock:
                    state->CanSend = false;
                    break;
                default:
                    return -1;
            }
        }

        OpenSsl.SetBioFlags(bio, OpenSsl.BioShouldRetryWrite);
        return -1;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint Control(nint bio, int command, nint number, nint pointer) => command switch
    {
        OpenSsl.BioFlush => 1,
        OpenSsl.BioEnd => ((SocketState*)OpenSsl.BioState(bio))->IsAtEnd ? 1 : 0,
        _ => 0,
    };
}
