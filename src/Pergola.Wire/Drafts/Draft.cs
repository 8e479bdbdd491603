using Pergola.Wire.Schemas;

namespace Pergola.Wire.Drafts;

/// <summary>
/// What a codec read, before anybody knows whether it is complete and allowed: leaves are the C# values that the
/// schemas name, everything else is one of these.
/// </summary>
internal abstract record Draft
{
    private Draft()
    {
    }

    /// <summary>A structure or union: one value per member, null where absent.</summary>
    public sealed record Structure(StructureSchema Schema, object?[] Values) : Draft;

    /// <summary>A list without absent elements.</summary>
    public sealed record List(ListSchema Schema, IReadOnlyList<object> Elements) : Draft;

    /// <summary>A map without absent values, in the order of the message.</summary>
    public sealed record Map(MapSchema Schema, IReadOnlyList<KeyValuePair<string, object>> Entries) : Draft;

    /// <summary>The typed value. Validate first: a required member that is absent would become null.</summary>
    public static object Make(object draft)
    {
        switch (draft)
        {
            case Structure structure:
                var values = new object?[structure.Values.Length];
                for (var i = 0; i < values.Length; i++)
                {
                    values[i] = structure.Values[i] is { } value ? Make(value) : null;
                }

                return structure.Schema.Make(values);
            case List list:
                return list.Schema.Make([.. list.Elements.Select(Make)]);
            case Map map:
                return map.Schema.Make(
                    [.. map.Entries.Select(entry => new KeyValuePair<string, object>(entry.Key, Make(entry.Value)))]);
            default:
                return draft;
        }
    }
}
