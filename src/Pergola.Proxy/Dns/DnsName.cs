using System.Text;

namespace Pergola.Proxy.Dns;

/// <summary>Names on the wire: length, label, length, label, …, zero; or a pointer to an earlier place.</summary>
internal static class DnsName
{
    private const int PointerBits = 0xC0;

    /// <summary>
    /// Reads the name at an offset and moves behind it. False for a name that is cut, too long, or points anywhere but
    /// backwards: pointers that go strictly back cannot form a loop. Nor may they be more than a name has labels, or a
    /// message of nothing but pointers would cost a step for each at each record.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> message, ref int offset, out string name)
    {
        name = "";
        Span<char> text = stackalloc char[DnsLimits.NameBytesMax];
        var length = 0;
        var at = offset;
        var earliest = offset;
        var followed = 0;
        while (at < message.Length)
        {
            int label = message[at];
            if ((label & PointerBits) == PointerBits)
            {
                if (at + 1 >= message.Length)
                {
                    return false;
                }

                var target = ((label & ~PointerBits) << 8) | message[at + 1];
                if (target >= earliest || followed == DnsLimits.LabelsMax)
                {
                    return false;
                }

                offset = followed > 0 ? offset : at + 2;
                followed++;
                earliest = target;
                at = target;
                continue;
            }

            if (label == 0)
            {
                offset = followed > 0 ? offset : at + 1;
                name = new string(text[..Math.Max(0, length - 1)]);
                return true;
            }

            // One more for the dot; the two lost bytes of 255 are the first length and the final zero.
            if (label > DnsLimits.LabelBytesMax
                || at + 1 + label > message.Length
                || length + label + 1 > DnsLimits.NameBytesMax - 1)
            {
                return false;
            }

            Encoding.Latin1.GetChars(message.Slice(at + 1, label), text[length..]);
            length += label;
            text[length++] = '.';
            at += 1 + label;
        }

        return false;
    }

    /// <summary>Writes a name that is known to be well formed, without compression; returns its length.</summary>
    public static int Write(string name, Span<byte> buffer)
    {
        var at = 0;
        foreach (var label in name.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            buffer[at++] = (byte)label.Length;
            at += Encoding.Latin1.GetBytes(label, buffer[at..]);
        }

        buffer[at++] = 0;
        return at;
    }
}
