using System.Text.Json.Nodes;
using Pergola.Wire.Schemas;

namespace Pergola.Testing;

/// <summary>Makes input for an operation out of its schema: plausible, absurd, or of the wrong types.</summary>
public static class SchemaInput
{
    /// <summary>Deeper than any shape that a decision looks into, and the end of shapes that hold themselves.</summary>
    private const int DepthMax = 6;

    /// <summary>What ids begin with, where a pattern asks for one.</summary>
    private static readonly string[] s_prefixes =
    [
        "svc", "sn", "tg", "listener", "rule", "snva", "snsa", "snra", "als", "rgw", "rcfg", "rea", "dv", "vpc",
        "sg", "subnet",
    ];

    /// <summary>Texts that nobody sends in earnest, each made to upset another part of a program.</summary>
    public static readonly string[] AbsurdTexts =
    [
        "",
        " ",
        new('x', 70_000),
        "../../../etc/passwd",
        "a%2Fb%2F..%2F%00",
        "日本語🦊\u202E",
        "\u0000\u0001\u001F",
        "\uFFFE\uFFFF\u2028",
        "arn:aws:ecs:::",
        "arn:aws:vpc-lattice:ap-northeast-1:000000000000:service/svc-",
        "-1",
        "99999999999999999999999999",
        "<a>&amp;]]>",
        "{\"Version\":",
        "[[[[",
        "10.0.0.0/33",
        "::/129",
        "vpc-0123456789abcdef0",
        "sg-",
        "NaN",
        OperationRequest.LoneSurrogate,
        "a:b:c:d:e:f:g/h/i/j",
    ];

    /// <summary>Values of every JSON type; for each member at least half of them are of the wrong type.</summary>
    public static readonly string[] WrongTypes =
    [
        "null", "true", "-1", "1e400", "9223372036854775808", "0.5", "\"text\"", "[]", "{}", "[null]", "[[[]]]",
        "{\"a\":{\"b\":[1]}}", "[{}]", "[{\"Name\":1}]",
    ];

    /// <summary>Every required member with a value that its schema allows, where that can be told.</summary>
    public static JsonObject Plausible(StructureSchema schema, bool everything = false) =>
        Structure(schema, everything, 0);

    /// <summary>A value that this schema allows, where that can be told.</summary>
    public static JsonNode? Plausible(Schema schema) => Value(schema, false, 1);

    /// <summary>The places of all texts in the input, as paths of member names and list elements.</summary>
    public static IEnumerable<IReadOnlyList<string>> Texts(Schema schema) =>
        Places(schema).Where(place => place.Schema is StringSchema).Select(place => place.Path);

    /// <summary>Every place below the schema that can hold a value.</summary>
    public static IEnumerable<SchemaPlace> Places(Schema schema) => Places(schema, [], 0);

    /// <summary>Leaves out the member at a place; what leads there is made of what the schema asks for.</summary>
    public static void Remove(JsonObject input, StructureSchema schema, IReadOnlyList<string> place)
    {
        Put(input, schema, place, JsonValue.Create("to be removed"));
        JsonNode at = input;
        foreach (var part in place.SkipLast(1))
        {
            at = Child(at, part)!;
        }

        at.AsObject().Remove(place[^1]);
    }

    /// <summary>Puts a text at a place; what leads there is made of what the schema asks for.</summary>
    public static void Put(JsonObject input, StructureSchema schema, IReadOnlyList<string> place, JsonNode? value)
    {
        JsonNode at = input;
        Schema of = schema;
        for (var i = 0; i < place.Count; i++)
        {
            var next = of is StructureSchema s ? s.Members.First(m => m.Name == place[i]).Target
                : of is ListSchema l ? l.Element
                : ((MapSchema)of).Value;
            var last = i == place.Count - 1;
            var child = last ? value?.DeepClone() : Child(at, place[i]) ?? Value(next, false, 1);
            if (of is StructureSchema { IsUnion: true } && Child(at, place[i]) is null)
            {
                at.AsObject().Clear();
            }

            Set(at, place[i], child);
            at = Child(at, place[i])!;
            of = next;
        }
    }

    private static JsonNode? Child(JsonNode at, string name) =>
        at is JsonArray array ? array.FirstOrDefault() : at.AsObject()[name];

    private static void Set(JsonNode at, string name, JsonNode? child)
    {
        if (child?.Parent is not null)
        {
            return;
        }

        if (at is JsonArray array)
        {
            array.Clear();
            array.Add(child);
        }
        else
        {
            at.AsObject()[name] = child;
        }
    }

    private static IEnumerable<SchemaPlace> Places(Schema schema, string[] path, int depth)
    {
        IEnumerable<SchemaPlace> inner = depth >= DepthMax
            ? []
            : schema switch
            {
                StructureSchema s => s.Members.Select(m => new SchemaPlace([.. path, m.Name], m.Target, m)),
                ListSchema l => [new SchemaPlace([.. path, "0"], l.Element, null)],
                MapSchema m => [new SchemaPlace([.. path, "key"], m.Value, null)],
                _ => [],
            };
        return inner.SelectMany(place => Places(place.Schema, [.. place.Path], depth + 1).Prepend(place));
    }

    private static JsonObject Structure(StructureSchema schema, bool everything, int depth)
    {
        var input = new JsonObject();
        var members = schema.Members.Where(m => m.Required || (everything && depth < DepthMax));
        foreach (var member in schema.IsUnion ? schema.Members.Take(1) : members)
        {
            input[member.Name] = depth > 2 * DepthMax ? null : Value(member.Target, everything, depth + 1);
        }

        return input;
    }

    private static JsonNode? Value(Schema schema, bool everything, int depth) => schema switch
    {
        StructureSchema s => Structure(s, everything, depth),
        ListSchema l => new JsonArray(depth > 2 * DepthMax ? null : Value(l.Element, everything, depth + 1)),
        MapSchema m => new JsonObject { ["key"] = Value(m.Value, everything, depth + 1) },
        StringSchema { Values: { Count: > 0 } values } => values[0],
        StringSchema s => Text(s),
        IntegerSchema i => i.Min ?? 1,
        LongSchema l => l.Min ?? 1,
        DoubleSchema => 1.5,
        BooleanSchema => true,
        TimestampSchema => 1_700_000_000,
        BlobSchema => "AAAA",
        _ => new JsonObject(),
    };

    private static string Text(StringSchema schema)
    {
        var length = Math.Max(schema.MinLength ?? 1, 6);
        string[] candidates =
        [
            "abc-0123456789abcdef0", "abcdef", new('a', length), new('0', length), "/", "80", "10.0.0.1",
            .. s_prefixes.Select(prefix => $"{prefix}-0123456789abcdef0"),
            "arn:aws:iam::000000000000:role/nobody",
            "arn:aws:vpc-lattice:ap-northeast-1:000000000000:service/svc-0123456789abcdef0",
        ];
        return candidates.FirstOrDefault(c => c.Length >= (schema.MinLength ?? 0)
            && c.Length <= (schema.MaxLength ?? int.MaxValue)
            && schema.Matches(c)) ?? candidates[0];
    }
}

/// <summary>A place in a shape that can hold a value.</summary>
/// <param name="Path">Names of members; <c>0</c> for a list's element and <c>key</c> for a map's value.</param>
/// <param name="Member">Null for what a list or a map holds.</param>
public sealed record SchemaPlace(IReadOnlyList<string> Path, Schema Schema, MemberSchema? Member);
