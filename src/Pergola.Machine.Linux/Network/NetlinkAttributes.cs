using System.Buffers.Binary;

namespace Pergola.Machine.Linux.Network;

/// <summary>Reads the attributes of a message.</summary>
internal static class NetlinkAttributes
{
    private const ushort TypeMask = 0x3FFF;

    /// <summary>By type; of two of the same type, the last.</summary>
    public static Dictionary<ushort, byte[]> Read(ReadOnlySpan<byte> rest)
    {
        var attributes = new Dictionary<ushort, byte[]>();
        while (rest.Length >= 4)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(rest);
            if (length < 4 || length > rest.Length)
            {
                break;
            }

            var type = (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(rest[2..]) & TypeMask);
            attributes[type] = rest[4..length].ToArray();
            rest = rest[Math.Min((length + 3) & ~3, rest.Length)..];
        }

        return attributes;
    }
}
