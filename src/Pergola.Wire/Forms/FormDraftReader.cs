using Pergola.Wire.Drafts;
using Pergola.Wire.Messages;
using Pergola.Wire.Schemas;
using Pergola.Wire.Validation;

namespace Pergola.Wire.Forms;

/// <summary>Reads form parameters by schema. Unknown parameters are ignored.</summary>
internal sealed class FormDraftReader(FormDialect dialect, Faults faults)
{
    /// <summary>Reads and validates an operation's input.</summary>
    public static Decoded Decode(
        StructureSchema input,
        IReadOnlyList<KeyValuePair<string, string>> parameters,
        FormDialect dialect,
        WireLimits limits)
    {
        var faults = new Faults(limits.FaultsMax);
        if (!FormNode.TryPlant(parameters, limits.NamePartsMax, out var root, out var fault))
        {
            faults.Unreadable(fault);
            return new Decoded(null, faults.All);
        }

        var values = new FormDraftReader(dialect, faults).ReadMembers(input, root, path: "", out _);
        return Decoded.From(input, values, faults);
    }

    /// <summary>One value per member, null where absent; says whether any parameter was there.</summary>
    public object?[] ReadMembers(StructureSchema schema, FormNode node, string path, out bool any)
    {
        any = false;
        var values = new object?[schema.Members.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var member = schema.Members[i];
            if (node.Child(dialect.NameOf(member)) is { } child)
            {
                values[i] = Read(member.Target, child, Validator.Join(path, member.Name));
                any = true;
            }
        }

        return values;
    }

    private object? Read(Schema schema, FormNode node, string path)
    {
        switch (schema)
        {
            case StructureSchema structure:
                var values = ReadMembers(structure, node, path, out var any);
                return any ? new Draft.Structure(structure, values) : null;
            case ListSchema list:
                return ReadList(list, node, path);
            case MapSchema map:
                return ReadMap(map, node, path);
            default:
                // An empty text is a text; an empty number or flag is how some SDKs write absent.
                return node.Value is not { } text || (text.Length == 0 && schema is not (StringSchema or BlobSchema))
                    ? null
                    : ScalarText.Read(schema, text, TimestampFormat.Iso8601, path, faults);
        }
    }

    private Draft.List? ReadList(ListSchema schema, FormNode node, string path)
    {
        var nodes = dialect.ElementsOf(schema, node).Numbered();
        if (nodes.Count == 0)
        {
            return dialect.EmptyIsList && node.Value?.Length == 0 ? new Draft.List(schema, []) : null;
        }

        var elements = new List<object>(nodes.Count);
        for (var i = 0; i < nodes.Count; i++)
        {
            if (Read(schema.Element, nodes[i], Validator.ElementPath(path, i)) is { } value)
            {
                elements.Add(value);
            }
        }

        return new Draft.List(schema, elements);
    }

    private Draft.Map? ReadMap(MapSchema schema, FormNode node, string path)
    {
        var entries = new List<KeyValuePair<string, object>>();
        foreach (var child in dialect.EntriesOf(schema, node).Numbered())
        {
            if (child.Child(schema.KeyName)?.Value is { } key
                && child.Child(schema.ValueName) is { } valueNode
                && Read(schema.Value, valueNode, Validator.EntryPath(path, key)) is { } value)
            {
                entries.Add(new(key, value));
            }
        }

        return entries.Count == 0 ? null : new Draft.Map(schema, entries);
    }
}
