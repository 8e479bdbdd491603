using System.Globalization;
using System.Text.Json;
using Pergola.Core;
using Pergola.Wire.Drafts;
using Pergola.Wire.Schemas;

namespace Pergola.Wire.Tests.Protocols;

/// <summary>
/// Random values of any shape, from a seed: of the right types, not of the right lengths or patterns.
/// </summary>
/// <param name="seed">The same seed gives the same values.</param>
/// <param name="withEmpty">Whether lists, maps and structures may be empty: forms cannot say so.</param>
internal sealed class RandomShapes(ulong seed, bool withEmpty)
{
    private static readonly string[] Texts =
        ["", "a", "web-1", "ü+ß %2F", "<&>\"'", "line\nfeed\r\ttab", "雪🦊", " leading", "10.0.0.0/16", "{\"a\":[1]}"];

    private readonly SeededEntropy _entropy = new(seed);

    public Draft.Structure Structure(StructureSchema schema, int depth = 0)
    {
        var values = new object?[schema.Members.Count];
        if (schema.IsUnion)
        {
            var chosen = Next(values.Length);
            values[chosen] = Value(schema.Members[chosen].Target, depth + 1);
            return new Draft.Structure(schema, values);
        }

        for (var i = 0; i < values.Length; i++)
        {
            // Some shapes contain themselves; deep down only what has to be there is.
            var member = schema.Members[i];
            if (member.Required || (depth < 4 && Next(2) == 0) || (!withEmpty && i == 0))
            {
                values[i] = Value(member.Target, depth + 1);
            }
        }

        return new Draft.Structure(schema, values);
    }

    private object Value(Schema schema, int depth) => schema switch
    {
        StructureSchema structure => Structure(structure, depth),
        ListSchema list => new Draft.List(list, [.. Many(depth, _ => Value(list.Element, depth + 1))]),
        MapSchema map => new Draft.Map(map, [.. Many(
            depth,
            i => KeyValuePair.Create($"k{i.ToString(CultureInfo.InvariantCulture)}", Value(map.Value, depth + 1)))]),
        StringSchema { Values: { Count: > 0 } values } => values[Next(values.Count)],
        StringSchema => Texts[Next(Texts.Length)],
        BooleanSchema => Next(2) == 0,
        IntegerSchema => Next(int.MaxValue) - Next(int.MaxValue),
        LongSchema => (long)Next(int.MaxValue) * Next(int.MaxValue),
        DoubleSchema => Next(1_000_000) / 64.0,
        TimestampSchema => DateTimeOffset.UnixEpoch.AddMilliseconds(Next(int.MaxValue) * 1000.0),
        BlobSchema => new byte[] { (byte)Next(256), 0, 255 },
        DocumentSchema => JsonElement.Parse("{\"a\":[1,true,null]}"),
        _ => throw new ArgumentException($"No values of {schema.GetType().Name}.", nameof(schema)),
    };

    private IEnumerable<T> Many<T>(int depth, Func<int, T> make)
    {
        var count = depth > 6 ? (withEmpty ? 0 : 1) : Next(3) + (withEmpty ? 0 : 1);
        for (var i = 0; i < count; i++)
        {
            yield return make(i);
        }
    }

    private int Next(int bound)
    {
        Span<byte> bytes = stackalloc byte[8];
        _entropy.Fill(bytes);
        return (int)(BitConverter.ToUInt64(bytes) % (ulong)bound);
    }
}
