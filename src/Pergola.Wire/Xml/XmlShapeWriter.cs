using Pergola.Wire.Messages;
using Pergola.Wire.Schemas;

namespace Pergola.Wire.Xml;

/// <summary>Writes shapes as XML elements. Absent members are omitted; an empty list is an empty element.</summary>
/// <param name="xml">Where to.</param>
/// <param name="elementName">The name of a list's elements, by the list.</param>
/// <param name="withMilliseconds">Whether moments have a fraction: EC2's do, IAM's do not.</param>
internal sealed class XmlShapeWriter(XmlText xml, Func<ListSchema, string> elementName, bool withMilliseconds)
{
    /// <summary>The members in the model's order.</summary>
    public void WriteMembers(StructureSchema schema, object structure)
    {
        foreach (var member in schema.Members)
        {
            if (member.Get(structure) is { } value)
            {
                Write(member.WireName, member.Target, value);
            }
        }
    }

    private void Write(string name, Schema schema, object value)
    {
        switch (schema)
        {
            case StructureSchema structure:
                xml.Open(name);
                WriteMembers(structure, value);
                xml.Close(name);
                break;
            case ListSchema { Flattened: true } list:
                foreach (var element in list.Elements(value))
                {
                    Write(name, list.Element, element);
                }

                break;
            case ListSchema list:
                xml.Open(name);
                foreach (var element in list.Elements(value))
                {
                    Write(elementName(list), list.Element, element);
                }

                xml.Close(name);
                break;
            case MapSchema map:
                WriteMap(name, map, value);
                break;
            default:
                xml.Leaf(name, ScalarText.Write(schema, value, TimestampFormat.Iso8601, withMilliseconds));
                break;
        }
    }

    private void WriteMap(string name, MapSchema map, object value)
    {
        var entryName = map.Flattened ? name : "entry";
        if (!map.Flattened)
        {
            xml.Open(name);
        }

        foreach (var (key, entry) in map.Entries(value))
        {
            xml.Open(entryName);
            xml.Leaf(map.KeyName, key);
            Write(map.ValueName, map.Value, entry);
            xml.Close(entryName);
        }

        if (!map.Flattened)
        {
            xml.Close(name);
        }
    }
}
