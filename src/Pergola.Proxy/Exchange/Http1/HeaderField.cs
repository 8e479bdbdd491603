namespace Pergola.Proxy.Exchange.Http1;

/// <summary>Where a header line's name and value lie in the bytes of its head.</summary>
internal readonly record struct HeaderField(
    int NameStart, int NameLength, int ValueStart, int ValueLength, HeaderKind Kind)
{
    public ReadOnlySpan<byte> Name(ReadOnlySpan<byte> head) => head.Slice(NameStart, NameLength);

    public ReadOnlySpan<byte> Value(ReadOnlySpan<byte> head) => head.Slice(ValueStart, ValueLength);
}

/// <summary>What a header means to a proxy.</summary>
internal enum HeaderKind : byte
{
    /// <summary>Nothing: it is passed on.</summary>
    Other,

    Host,
    Connection,
    ContentLength,
    TransferEncoding,
    Expect,
    Date,
    RequestId,

    /// <summary>May hold a signature; it is passed on.</summary>
    Authorization,

    /// <summary>Is told to access logs; it is passed on.</summary>
    UserAgent,

    /// <summary>Belongs to one connection (RFC 9110, 7.6.1, and what YARP adds to it): it ends here.</summary>
    OfConnection,

    /// <summary>Says to a target what only Lattice may say: it ends here in requests.</summary>
    OfLattice,
}
