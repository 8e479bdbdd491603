using System.Text;

namespace Pergola.Proxy.Exchange.Http1;

/// <summary>Recognises the headers that mean something to a proxy.</summary>
internal static class HeaderNames
{
    /// <summary>What a name means, whatever its case.</summary>
    public static HeaderKind Recognise(ReadOnlySpan<byte> name) => name.Length switch
    {
        2 => Ascii.EqualsIgnoreCase(name, "te"u8) ? HeaderKind.OfConnection : HeaderKind.Other,
        4 => Of4(name),
        5 => Ascii.EqualsIgnoreCase(name, "close"u8) ? HeaderKind.OfConnection : HeaderKind.Other,
        6 => Ascii.EqualsIgnoreCase(name, "expect"u8) ? HeaderKind.Expect : HeaderKind.Other,
        7 => Either(name, "upgrade"u8, "alt-svc"u8) ? HeaderKind.OfConnection : HeaderKind.Other,
        10 => Of10(name),
        13 => Ascii.EqualsIgnoreCase(name, "authorization"u8) ? HeaderKind.Authorization : HeaderKind.Other,
        14 => Of14(name),
        15 => Of15(name),
        16 => Of16(name),
        17 => Of17(name),
        18 => Ascii.EqualsIgnoreCase(name, "proxy-authenticate"u8) ? HeaderKind.OfConnection : HeaderKind.Other,
        19 => Ascii.EqualsIgnoreCase(name, "proxy-authorization"u8) ? HeaderKind.OfConnection : HeaderKind.Other,
        21 => Ascii.EqualsIgnoreCase(name, "x-amzn-lattice-target"u8) ? HeaderKind.OfLattice : HeaderKind.Other,
        22 => Ascii.EqualsIgnoreCase(name, "x-amzn-lattice-network"u8) ? HeaderKind.OfLattice : HeaderKind.Other,
        23 => Ascii.EqualsIgnoreCase(name, "x-amzn-lattice-identity"u8) ? HeaderKind.OfLattice : HeaderKind.Other,
        25 => Ascii.EqualsIgnoreCase(name, "proxy-authentication-info"u8) ? HeaderKind.OfConnection : HeaderKind.Other,
        28 => Ascii.EqualsIgnoreCase(name, "x-amzn-lattice-identity-tags"u8)
            ? HeaderKind.OfLattice
            : HeaderKind.Other,
        _ => HeaderKind.Other,
    };

    /// <summary>Whether a message cannot do without it: no Connection header may name it away.</summary>
    public static bool IsIndispensable(HeaderKind kind) =>
        kind is HeaderKind.Host or HeaderKind.ContentLength or HeaderKind.TransferEncoding;

    private static HeaderKind Of4(ReadOnlySpan<byte> name)
    {
        if (Ascii.EqualsIgnoreCase(name, "host"u8))
        {
            return HeaderKind.Host;
        }

        if (Ascii.EqualsIgnoreCase(name, "date"u8))
        {
            return HeaderKind.Date;
        }

        return Ascii.EqualsIgnoreCase(name, "alpn"u8) ? HeaderKind.OfConnection : HeaderKind.Other;
    }

    private static HeaderKind Of10(ReadOnlySpan<byte> name)
    {
        if (Ascii.EqualsIgnoreCase(name, "connection"u8))
        {
            return HeaderKind.Connection;
        }

        if (Ascii.EqualsIgnoreCase(name, "user-agent"u8))
        {
            return HeaderKind.UserAgent;
        }

        return Ascii.EqualsIgnoreCase(name, "keep-alive"u8) ? HeaderKind.OfConnection : HeaderKind.Other;
    }

    private static HeaderKind Of14(ReadOnlySpan<byte> name)
    {
        if (Ascii.EqualsIgnoreCase(name, "content-length"u8))
        {
            return HeaderKind.ContentLength;
        }

        return Either(name, "http2-settings"u8, "proxy-features"u8) ? HeaderKind.OfConnection : HeaderKind.Other;
    }

    private static HeaderKind Of15(ReadOnlySpan<byte> name)
    {
        if (Ascii.EqualsIgnoreCase(name, "x-forwarded-for"u8))
        {
            return HeaderKind.OfLattice;
        }

        return Ascii.EqualsIgnoreCase(name, "security-scheme"u8) ? HeaderKind.OfConnection : HeaderKind.Other;
    }

    private static HeaderKind Of16(ReadOnlySpan<byte> name)
    {
        if (Ascii.EqualsIgnoreCase(name, "x-amzn-requestid"u8))
        {
            return HeaderKind.RequestId;
        }

        if (Ascii.EqualsIgnoreCase(name, "x-forwarded-port"u8))
        {
            return HeaderKind.OfLattice;
        }

        return Ascii.EqualsIgnoreCase(name, "proxy-connection"u8) ? HeaderKind.OfConnection : HeaderKind.Other;
    }

    private static HeaderKind Of17(ReadOnlySpan<byte> name)
    {
        if (Ascii.EqualsIgnoreCase(name, "transfer-encoding"u8))
        {
            return HeaderKind.TransferEncoding;
        }

        if (Ascii.EqualsIgnoreCase(name, "x-forwarded-proto"u8))
        {
            return HeaderKind.OfLattice;
        }

        return Ascii.EqualsIgnoreCase(name, "proxy-instruction"u8) ? HeaderKind.OfConnection : HeaderKind.Other;
    }

    private static bool Either(ReadOnlySpan<byte> name, ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) =>
        Ascii.EqualsIgnoreCase(name, one) || Ascii.EqualsIgnoreCase(name, other);
}
