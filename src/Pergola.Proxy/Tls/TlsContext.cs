using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Authentication;
using System.Text;

namespace Pergola.Proxy.Tls;

/// <summary>
/// What sessions of one certificate share: versions, ciphers, ALPN, ticket keys. Sessions keep it alive, so it may be
/// replaced at any time; what nobody uses any more is freed by the collector.
/// </summary>
internal sealed unsafe class TlsContext : SafeHandle
{
    // VPC Lattice user guide, "HTTPS listeners"; and the same with ECDSA, for certificates that AWS would not take.
    private const string Ciphers =
        "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES128-SHA:ECDHE-RSA-AES128-SHA:"
        + "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES256-SHA:ECDHE-RSA-AES256-SHA:"
        + "AES128-GCM-SHA256:AES128-SHA:AES256-GCM-SHA384:AES256-SHA";

    private const string Suites = "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";

    private const int AlpnChosen = 0;
    private const int AlpnNotUsed = 3;

    private TlsContext(nint method) : base(0, ownsHandle: true)
    {
        SetHandle(OpenSsl.NewContext(method));
        Check(!IsInvalid);
        OpenSsl.SetOptions(
            handle,
            OpenSsl.ServerPreference | OpenSsl.NoRenegotiation | OpenSsl.NoCompression | OpenSsl.IgnoreUnexpectedEnd);
        OpenSsl.ControlContext(handle, OpenSsl.ControlMinVersion, OpenSsl.Tls12, 0);
        OpenSsl.ControlContext(
            handle,
            OpenSsl.ControlMode,
            OpenSsl.PartialWrites | OpenSsl.MovingWrites | OpenSsl.ReleaseBuffers,
            0);
        OpenSsl.ControlContext(handle, OpenSsl.ControlReadAhead, 1, 0);
        OpenSsl.ControlContext(handle, OpenSsl.ControlSessionCache, 0, 0);   // Tickets only.
        Check(OpenSsl.SetCiphers(handle, Ciphers) == 1);
        Check(OpenSsl.SetSuites(handle, Suites) == 1);
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>For connections to targets. Their certificates are not looked at, as AWS does not.</summary>
    public static TlsContext ForTargets() => new(OpenSsl.ClientMethod());

    /// <summary>For clients.</summary>
    /// <param name="certificatesPem">The certificate, and what leads to its root.</param>
    /// <param name="keyPem">Its key.</param>
    /// <exception cref="AuthenticationException">They are no certificate and its key.</exception>
    public static TlsContext ForClients(string certificatesPem, string keyPem)
    {
        var context = new TlsContext(OpenSsl.ServerMethod());
        try
        {
            context.UseCertificates(certificatesPem);
            context.UseKey(keyPem);
            OpenSsl.SetAlpn(context.handle, &SelectProtocol, 0);
            return context;
        }
        catch
        {
            context.Dispose();
            throw;
        }
    }

    /// <summary>A new session; it keeps what it needs of this.</summary>
    internal nint NewSession()
    {
        var session = OpenSsl.NewSession(handle);
        GC.KeepAlive(this);
        Check(session != 0);
        return session;
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        OpenSsl.FreeContext(handle);
        return true;
    }

    private void UseCertificates(string pem)
    {
        var bytes = Encoding.ASCII.GetBytes(pem);
        fixed (byte* first = bytes)
        {
            // Safe: the BIO reads the pinned array and is freed before it is unpinned.
            var bio = OpenSsl.NewMemoryBio(first, bytes.Length);
            try
            {
                var isFirst = true;
                for (nint one; (one = OpenSsl.ReadCertificate(bio, 0, 0, 0)) != 0; isFirst = false)
                {
                    // The context takes a reference of its own (1: of a chain's certificate as well).
                    var isTaken = isFirst
                        ? OpenSsl.UseCertificate(handle, one) == 1
                        : OpenSsl.ControlContext(handle, OpenSsl.ControlChainCertificate, 1, one) == 1;
                    OpenSsl.FreeCertificate(one);
                    Check(isTaken);
                }

                Check(!isFirst);
                OpenSsl.ClearErrors();   // "No more" is an error to PEM_read_bio.
            }
            finally
            {
                OpenSsl.FreeBio(bio);
            }
        }
    }

    private void UseKey(string pem)
    {
        var bytes = Encoding.ASCII.GetBytes(pem);
        fixed (byte* first = bytes)
        {
            // Safe: as above.
            var bio = OpenSsl.NewMemoryBio(first, bytes.Length);
            var key = OpenSsl.ReadKey(bio, 0, 0, 0);
            OpenSsl.FreeBio(bio);
            Check(key != 0);
            var isTaken = OpenSsl.UseKey(handle, key) == 1;
            OpenSsl.FreeKey(key);
            Check(isTaken && OpenSsl.CheckKey(handle) == 1);
        }
    }

    private static void Check(bool isWell)
    {
        if (!isWell)
        {
            throw new AuthenticationException($"OpenSSL: {OpenSsl.LastError()}");
        }
    }

    // AWS: HTTP2Preferred. No common protocol means that ALPN is not used.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int SelectProtocol(
        nint session, byte** chosen, byte* chosenLength, byte* offered, uint length, nint argument)
    {
        // Safe: OpenSSL has checked that the list is well formed, and lets the choice point into it.
        var list = new ReadOnlySpan<byte>(offered, (int)length);
        return Choose(list, "h2"u8, chosen, chosenLength, offered)
            || Choose(list, "http/1.1"u8, chosen, chosenLength, offered)
                ? AlpnChosen
                : AlpnNotUsed;
    }

    private static bool Choose(
        ReadOnlySpan<byte> list, ReadOnlySpan<byte> wanted, byte** chosen, byte* chosenLength, byte* offered)
    {
        for (var at = 0; at < list.Length && at + 1 + list[at] <= list.Length; at += 1 + list[at])
        {
            if (list.Slice(at + 1, list[at]).SequenceEqual(wanted))
            {
                *chosen = offered + at + 1;
                *chosenLength = list[at];
                return true;
            }
        }

        return false;
    }
}
