using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace Pergola.Core;

/// <summary>An IPv4 network in canonical form: no bit is set behind the prefix.</summary>
public sealed record Cidr
{
    private Cidr(uint first, int prefixLength)
    {
        First = first;
        PrefixLength = prefixLength;
    }

    /// <summary>0.0.0.0/0.</summary>
    public static Cidr Everything { get; } = new(0, 0);

    /// <summary>The network address, as a number.</summary>
    public uint First { get; }

    /// <summary>0 to 32.</summary>
    public int PrefixLength { get; }

    /// <summary>The last address, as a number.</summary>
    public uint Last => First | ~Mask(PrefixLength);

    /// <summary>How many addresses the network has.</summary>
    public long Size => (long)Last - First + 1;

    /// <summary>The network address.</summary>
    public IPAddress Address => ToAddress(First);

    /// <summary>
    /// Reads <c>10.0.0.0/16</c>. Bits behind the prefix are cleared, as EC2 does (<c>10.0.0.5/16</c> is
    /// <c>10.0.0.0/16</c>).
    /// </summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Cidr? cidr)
    {
        cidr = null;
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        if (slash < 0
            || !TryParseAddress(text![..slash], out var address)
            || !int.TryParse(text.AsSpan(slash + 1), System.Globalization.NumberStyles.None, null, out var prefix)
            || prefix > 32)
        {
            return false;
        }

        cidr = new Cidr(address & Mask(prefix), prefix);
        return true;
    }

    /// <summary>Reads text that is known to be a network.</summary>
    /// <exception cref="FormatException">The text is not an IPv4 network.</exception>
    public static Cidr Parse(string text) =>
        TryParse(text, out var cidr) ? cidr : throw new FormatException($"'{text}' is not an IPv4 network.");

    /// <summary>The network of one address: <c>/32</c>.</summary>
    public static Cidr Of(IPAddress address) => new(ToNumber(address), 32);

    /// <summary>True when the address lies in this network.</summary>
    public bool Contains(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetwork && (ToNumber(address) & Mask(PrefixLength)) == First;

    /// <summary>True when every address of the other network lies in this one.</summary>
    public bool Contains(Cidr other) =>
        other.PrefixLength >= PrefixLength && (other.First & Mask(PrefixLength)) == First;

    /// <summary>True when the two share an address.</summary>
    public bool Overlaps(Cidr other) => Contains(other) || other.Contains(this);

    /// <summary>The address at an offset from the network address.</summary>
    public IPAddress AddressAt(uint offset) => ToAddress(First + offset);

    /// <summary>An IPv4 address as a number.</summary>
    public static uint ToNumber(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[4];
        if (!address.TryWriteBytes(bytes, out var written) || written != 4)
        {
            throw new ArgumentException($"{address} is not an IPv4 address.", nameof(address));
        }

        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }

    /// <summary>The IPv4 address of a number.</summary>
    public static IPAddress ToAddress(uint number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return new IPAddress(bytes);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Address}/{PrefixLength}";

    private static uint Mask(int prefixLength) => prefixLength == 0 ? 0 : uint.MaxValue << (32 - prefixLength);

    // IPAddress.Parse also takes '10.1' and '0x0a.1'; AWS takes four decimal parts.
    private static bool TryParseAddress(string text, out uint address)
    {
        address = 0;
        var parts = text.Split('.');
        if (parts.Length != 4)
        {
            return false;
        }

        foreach (var part in parts)
        {
            if (part.Length is 0 or > 3
                || !byte.TryParse(part, System.Globalization.NumberStyles.None, null, out var value))
            {
                return false;
            }

            address = (address << 8) | value;
        }

        return true;
    }
}
