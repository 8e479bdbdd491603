using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;

namespace Pergola.Machine.Linux.Network;

/// <summary>One request to the kernel: a header of its kind, then attributes, each padded to four bytes.</summary>
internal sealed class NetlinkMessage
{
    /// <summary>The length of the header that every message has.</summary>
    public const int HeaderSize = 16;

    /// <summary>Make it if it is not there.</summary>
    public const ushort Create = 0x400;

    /// <summary>Refuse if it is there.</summary>
    public const ushort Exclusive = 0x200;

    /// <summary>Take the place of what is there.</summary>
    public const ushort Replace = 0x100;

    /// <summary>List all.</summary>
    public const ushort Dump = 0x300;

    private const ushort Request = 1;
    private const ushort Acknowledge = 4;

    private readonly List<byte> _bytes = [];

    /// <summary>Starts a request.</summary>
    /// <param name="what">For error messages: what is asked for, in words.</param>
    /// <param name="tolerated">Error numbers that mean that nothing is left to do.</param>
    public NetlinkMessage(string what, ushort type, ushort flags, ReadOnlySpan<byte> kindHeader, params int[] tolerated)
    {
        What = what;
        Tolerated = tolerated;
        var all = (ushort)(flags | Request | ((flags & Dump) == Dump ? 0 : Acknowledge));
        _bytes.AddRange(new byte[HeaderSize]);
        BinaryPrimitives.WriteUInt16LittleEndian(Span[4..], type);
        BinaryPrimitives.WriteUInt16LittleEndian(Span[6..], all);
        _bytes.AddRange(kindHeader);
    }

    /// <summary>What is asked for, in words.</summary>
    public string What { get; }

    /// <summary>Error numbers that mean that nothing is left to do.</summary>
    public IReadOnlyList<int> Tolerated { get; }

    private Span<byte> Span => CollectionsMarshal.AsSpan(_bytes);

    /// <summary>Adds an attribute.</summary>
    public NetlinkMessage With(ushort type, ReadOnlySpan<byte> value)
    {
        Span<byte> head = stackalloc byte[4];
        BinaryPrimitives.WriteUInt16LittleEndian(head, (ushort)(value.Length + 4));
        BinaryPrimitives.WriteUInt16LittleEndian(head[2..], type);
        _bytes.AddRange(head);
        _bytes.AddRange(value);
        Pad();
        return this;
    }

    /// <summary>Adds an attribute of text that ends with a zero byte.</summary>
    public NetlinkMessage With(ushort type, string value) => With(type, [.. Encoding.UTF8.GetBytes(value), 0]);

    /// <summary>Adds an attribute of a number in the machine's byte order.</summary>
    public NetlinkMessage With(ushort type, int value) => With(type, BitConverter.GetBytes(value));

    /// <summary>Adds an attribute of an address.</summary>
    public NetlinkMessage With(ushort type, IPAddress value) => With(type, value.GetAddressBytes());

    /// <summary>Adds an attribute that holds attributes, after a header if it has one.</summary>
    public NetlinkMessage WithNested(ushort type, ReadOnlySpan<byte> kindHeader, Action<NetlinkMessage> fill)
    {
        var start = _bytes.Count;
        With(type, kindHeader);
        fill(this);
        BinaryPrimitives.WriteUInt16LittleEndian(Span[start..], (ushort)(_bytes.Count - start));
        return this;
    }

    /// <summary>The finished bytes with their number, by which the answer is recognised.</summary>
    public ReadOnlySpan<byte> Seal(uint number)
    {
        BinaryPrimitives.WriteInt32LittleEndian(Span, _bytes.Count);
        BinaryPrimitives.WriteUInt32LittleEndian(Span[8..], number);
        return Span;
    }

    private void Pad()
    {
        while (_bytes.Count % 4 != 0)
        {
            _bytes.Add(0);
        }
    }
}
