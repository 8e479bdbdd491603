using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Pergola.Proxy.Exchange.Http1;

namespace Pergola.Proxy.Telemetry;

/// <summary>Text inside JSON's quotes.</summary>
internal static class JsonBytes
{
    private static readonly SearchValues<byte> s_plain = SearchValues.Create(
        [.. Enumerable.Range(0x20, 0x5F).Where(letter => letter is not ('"' or '\\')).Select(letter => (byte)letter)]);

    /// <summary>
    /// Adds a text with what JSON wants escaped; of bytes that are no UTF-8, each is taken for a letter of Latin-1. At
    /// most six times as long as the text.
    /// </summary>
    public static void Add(ref ByteWriter to, scoped ReadOnlySpan<byte> text)
    {
        var isUtf8 = text.IndexOfAnyExcept(s_plain) < 0 || Utf8.IsValid(text);
        while (!text.IsEmpty)
        {
            var plain = text.IndexOfAnyExcept(s_plain);
            plain = plain < 0 ? text.Length : plain;
            to.Add(text[..plain]);
            text = text[plain..];
            if (!text.IsEmpty)
            {
                Escape(ref to, text[0], isUtf8);
                text = text[1..];
            }
        }
    }

    /// <summary>A text with its escapes, for parts that are made once.</summary>
    public static string Of(string text)
    {
        var space = new byte[text.Length * 24];
        var to = new ByteWriter(space);
        Add(ref to, Encoding.UTF8.GetBytes(text));
        return Encoding.UTF8.GetString(to.Written);
    }

    private static void Escape(ref ByteWriter to, byte one, bool isUtf8)
    {
        if (one is (byte)'"' or (byte)'\\')
        {
            to.Add((byte)'\\');
            to.Add(one);
        }
        else if (one >= 0x80 && isUtf8)
        {
            to.Add(one);
        }
        else
        {
            to.Add("\\u00"u8);
            to.Add(Digit(one >> 4));
            to.Add(Digit(one & 15));
        }
    }

    private static byte Digit(int value) => (byte)(value < 10 ? '0' + value : 'a' + value - 10);
}
