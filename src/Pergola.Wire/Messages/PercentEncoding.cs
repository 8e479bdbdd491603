using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Pergola.Wire.Messages;

/// <summary>Percent-encoding as SigV4 and AWS's protocols want it: RFC 3986, UTF-8, upper-case digits.</summary>
internal static class PercentEncoding
{
    private static readonly SearchValues<byte> Unreserved = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"u8);

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Decodes once. False when a percent sign lacks its two hex digits, or the bytes are not UTF-8.</summary>
    public static bool TryDecode(string text, bool plusIsSpace, [NotNullWhen(true)] out string? decoded)
    {
        if (!text.Contains('%') && !(plusIsSpace && text.Contains('+')))
        {
            decoded = text;
            return true;
        }

        decoded = null;
        var source = Encoding.UTF8.GetBytes(text);
        var bytes = new byte[source.Length];
        var length = 0;
        for (var i = 0; i < source.Length; i++)
        {
            var value = source[i];
            if (value == '%')
            {
                if (i + 2 >= source.Length || !TryHex(source[i + 1], source[i + 2], out value))
                {
                    return false;
                }

                i += 2;
            }
            else if (value == '+' && plusIsSpace)
            {
                value = (byte)' ';
            }

            bytes[length++] = value;
        }

        try
        {
            decoded = StrictUtf8.GetString(bytes, 0, length);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>Encodes everything but unreserved characters, and slashes where they separate segments.</summary>
    public static string Encode(string text, bool keepSlashes = false)
    {
        var encoded = new StringBuilder(text.Length);
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            if (Unreserved.Contains(value) || (keepSlashes && value == '/'))
            {
                encoded.Append((char)value);
            }
            else
            {
                encoded.Append('%').Append("0123456789ABCDEF"[value >> 4]).Append("0123456789ABCDEF"[value & 15]);
            }
        }

        return encoded.ToString();
    }

    private static bool TryHex(byte high, byte low, out byte value)
    {
        value = 0;
        if (!char.IsAsciiHexDigit((char)high) || !char.IsAsciiHexDigit((char)low))
        {
            return false;
        }

        value = (byte)((Digit(high) << 4) | Digit(low));
        return true;

        static int Digit(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
    }
}
