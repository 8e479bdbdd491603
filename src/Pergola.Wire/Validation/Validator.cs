using System.Globalization;
using Pergola.Wire.Drafts;
using Pergola.Wire.Schemas;

namespace Pergola.Wire.Validation;

/// <summary>Checks a draft against the constraints of the model. The sentences are AWS's own.</summary>
internal static class Validator
{
    /// <summary>Adds a fault for each required member that is absent and each constraint that is broken.</summary>
    public static void Check(Draft.Structure structure, string path, Faults faults)
    {
        var set = 0;
        for (var i = 0; i < structure.Values.Length; i++)
        {
            var member = structure.Schema.Members[i];
            var memberPath = Join(path, member.Name);
            if (structure.Values[i] is { } value)
            {
                set++;
                Check(member.Target, value, memberPath, faults);
            }
            else if (member.Required)
            {
                faults.Missing(memberPath);
            }
        }

        if (structure.Schema.IsUnion && set != 1)
        {
            var names = string.Join(", ", structure.Schema.Members.Select(member => member.Name));
            faults.NotAllowed(path, $"{set} members", $"Exactly one member must be set of: [{names}]");
        }
    }

    /// <summary>The path of a member.</summary>
    public static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    /// <summary>The path of a list's element; AWS counts from one.</summary>
    public static string ElementPath(string path, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{path}.{index + 1}.member");

    /// <summary>The path of a map's value.</summary>
    public static string EntryPath(string path, string key) => $"{path}.{key}.member";

    private static void Check(Schema schema, object value, string path, Faults faults)
    {
        switch (schema, value)
        {
            case (_, Draft.Structure structure):
                Check(structure, path, faults);
                break;
            case (ListSchema list, Draft.List draft):
                Size(draft.Elements.Count, list.Min, list.Max, path, faults);
                for (var i = 0; i < draft.Elements.Count; i++)
                {
                    Check(list.Element, draft.Elements[i], ElementPath(path, i), faults);
                }

                break;
            case (MapSchema map, Draft.Map draft):
                Size(draft.Entries.Count, map.Min, map.Max, path, faults);
                foreach (var (key, entry) in draft.Entries)
                {
                    Check(map.Key, key, EntryPath(path, key), faults);
                    Check(map.Value, entry, EntryPath(path, key), faults);
                }

                break;
            case (StringSchema text, string characters):
                CheckText(text, characters, path, faults);
                break;
            case (IntegerSchema integer, int number):
                Range(number, integer.Min, integer.Max, path, faults);
                break;
            case (LongSchema integer, long number):
                Range(number, integer.Min, integer.Max, path, faults);
                break;
            case (BlobSchema blob, byte[] bytes):
                Length(bytes.Length, $"{bytes.Length} bytes", blob.MinLength, blob.MaxLength, path, faults);
                break;
        }
    }

    private static void CheckText(StringSchema schema, string text, string path, Faults faults)
    {
        Length(text.Length, text, schema.MinLength, schema.MaxLength, path, faults);
        if (schema.Values is { } values && !values.Contains(text))
        {
            var allowed = string.Join(", ", values);
            faults.NotAllowed(path, text, $"Member must satisfy enum value set: [{allowed}]");
        }

        // A text that is too long is not worth matching.
        if (!(text.Length > schema.MaxLength) && !schema.Matches(text))
        {
            faults.NotAllowed(path, text, $"Member must satisfy regular expression pattern: {schema.Pattern}");
        }
    }

    private static void Length(int length, string value, int? min, int? max, string path, Faults faults)
    {
        if (length < min)
        {
            faults.NotAllowed(path, value, $"Member must have length greater than or equal to {min}");
        }

        if (length > max)
        {
            faults.NotAllowed(path, value, $"Member must have length less than or equal to {max}");
        }
    }

    private static void Size(int count, int? min, int? max, string path, Faults faults) =>
        Length(count, $"{count} elements", min, max, path, faults);

    private static void Range(long number, long? min, long? max, string path, Faults faults)
    {
        var value = number.ToString(CultureInfo.InvariantCulture);
        if (number < min)
        {
            faults.NotAllowed(path, value, $"Member must have value greater than or equal to {min}");
        }

        if (number > max)
        {
            faults.NotAllowed(path, value, $"Member must have value less than or equal to {max}");
        }
    }
}
