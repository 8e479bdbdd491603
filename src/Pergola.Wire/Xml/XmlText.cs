using System.Text;

namespace Pergola.Wire.Xml;

/// <summary>Writes XML elements and nothing else of XML, which is all that the query protocols need.</summary>
internal sealed class XmlText
{
    private readonly StringBuilder _text = new("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");

    public void Open(string name, string? xmlNamespace = null)
    {
        _text.Append('<').Append(name);
        if (xmlNamespace is not null)
        {
            _text.Append(" xmlns=\"");
            Escape(xmlNamespace);
            _text.Append('"');
        }

        _text.Append('>');
    }

    public void Close(string name) => _text.Append("</").Append(name).Append('>');

    public void Leaf(string name, string value)
    {
        Open(name);
        Escape(value);
        Close(name);
    }

    public ReadOnlyMemory<byte> ToBytes() => Encoding.UTF8.GetBytes(_text.ToString());

    private void Escape(string value)
    {
        foreach (var character in value)
        {
            switch (character)
            {
                case '&':
                    _text.Append("&amp;");
                    break;
                case '<':
                    _text.Append("&lt;");
                    break;
                case '>':
                    _text.Append("&gt;");
                    break;
                case '"':
                    _text.Append("&quot;");
                    break;
                case '\r':
                    // A parser would turn a bare one into a line feed.
                    _text.Append("&#xD;");
                    break;
                case '\t' or '\n' or (>= ' ' and not '\uFFFE' and not '\uFFFF'):
                    _text.Append(character);
                    break;
                default:
                    // XML 1.0 has no way to write it, not even escaped.
                    _text.Append('\uFFFD');
                    break;
            }
        }
    }
}
