using System.Text.Json.Nodes;
using Pergola.Testing;
using Pergola.Wire.Schemas;

namespace Pergola.Conformance.Tests;

/// <summary>A way to break one constraint of an operation's input while all the others hold.</summary>
/// <param name="Place">Where: names of members, and <c>0</c> and <c>key</c> for what lists and maps hold.</param>
/// <param name="Rule">Which constraint is broken.</param>
/// <param name="Value">What breaks it; null: the member is left out.</param>
internal sealed record Violation(IReadOnlyList<string> Place, string Rule, JsonNode? Value)
{
    /// <summary>No label of a URI can be left out or be empty: there is no such path then.</summary>
    private const int ShortestLabel = 1;

    private const string Odd = "!! NOT\tALLOWED ??";

    /// <summary>The members on the way there, as AWS's messages name them.</summary>
    public string Members => string.Join('.', Place.Where(part => part is not "0" and not "key"));

    /// <summary>Every constraint of the input, each broken once.</summary>
    public static IEnumerable<Violation> Of(StructureSchema input) =>
        from place in SchemaInput.Places(input)
        from broken in Broken(place)
        where place.Member?.Location != MemberLocation.Uri || IsPath(broken.Value)
        select new Violation(place.Path, broken.Rule, broken.Value);

    /// <summary>The same input with this constraint broken.</summary>
    public JsonObject In(JsonObject input, StructureSchema schema)
    {
        var broken = input.DeepClone().AsObject();
        if (Value is null)
        {
            SchemaInput.Remove(broken, schema, Place);
        }
        else
        {
            SchemaInput.Put(broken, schema, Place, Value);
        }

        return broken;
    }

    public override string ToString() => $"{Members} {Rule}";

    private static bool IsPath(JsonNode? value) =>
        value is JsonValue label && label.GetValue<string>().Length >= ShortestLabel;

    private static IEnumerable<(string Rule, JsonNode? Value)> Broken(SchemaPlace place)
    {
        if (place.Member is { Required: true })
        {
            yield return ("omitted", null);
        }

        var wrong = place.Schema switch
        {
            StringSchema text => Texts(text),
            IntegerSchema number => Numbers(number.Min, number.Max),
            LongSchema number => Numbers(number.Min, number.Max),
            ListSchema list => Lists(list),
            MapSchema map => Maps(map),
            StructureSchema { IsUnion: true } union => Unions(union),
            _ => [],
        };
        foreach (var each in wrong)
        {
            yield return each;
        }
    }

    private static IEnumerable<(string Rule, JsonNode? Value)> Texts(StringSchema schema)
    {
        if (schema.MinLength > 0)
        {
            yield return ($"shorter than {schema.MinLength}", new string('a', schema.MinLength.Value - 1));
        }

        if (schema.MaxLength is { } max)
        {
            yield return ($"longer than {max}", new string('a', max + 1));
        }

        if (schema.Values is not null)
        {
            yield return ("none of the values", "NO_SUCH_VALUE");
        }

        var least = Math.Max(schema.MinLength ?? 1, 1);
        string[] odd = [Odd, Odd.PadRight(least, '?'), new('!', least), " "];
        if (odd.FirstOrDefault(each => Fits(schema, each) && !schema.Matches(each)) is { } other)
        {
            yield return ($"unlike {schema.Pattern}", other);
        }
    }

    private static bool Fits(StringSchema schema, string text) =>
        text.Length >= (schema.MinLength ?? 0) && text.Length <= (schema.MaxLength ?? int.MaxValue);

    private static IEnumerable<(string Rule, JsonNode? Value)> Numbers(long? min, long? max)
    {
        if (min is not null)
        {
            yield return ($"less than {min}", min - 1);
        }

        if (max is not null)
        {
            yield return ($"greater than {max}", max + 1);
        }
    }

    private static IEnumerable<(string Rule, JsonNode? Value)> Lists(ListSchema schema)
    {
        if (schema.Min > 0)
        {
            yield return ($"fewer than {schema.Min}", new JsonArray());
        }

        if (schema.Max is { } max)
        {
            var all = Enumerable.Range(0, max + 1).Select(_ => SchemaInput.Plausible(schema.Element));
            yield return ($"more than {max}", new JsonArray([.. all]));
        }
    }

    private static IEnumerable<(string Rule, JsonNode? Value)> Maps(MapSchema schema)
    {
        if (schema.Max is { } max)
        {
            var all = Enumerable.Range(0, max + 1).Select(i =>
                KeyValuePair.Create($"key{i}", SchemaInput.Plausible(schema.Value)));
            yield return ($"more than {max}", new JsonObject(all));
        }

        if (schema.Key is StringSchema { MaxLength: { } longest })
        {
            yield return ($"with a key longer than {longest}", new JsonObject
            {
                [new string('k', longest + 1)] = SchemaInput.Plausible(schema.Value),
            });
        }
    }

    private static IEnumerable<(string Rule, JsonNode? Value)> Unions(StructureSchema schema)
    {
        yield return ("with no member of the union", new JsonObject());
        if (schema.Members.Count > 1)
        {
            yield return ("with two members of the union", new JsonObject(schema.Members.Take(2).Select(member =>
                KeyValuePair.Create(member.Name, SchemaInput.Plausible(member.Target)))));
        }
    }
}
