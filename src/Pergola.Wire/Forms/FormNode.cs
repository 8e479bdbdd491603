using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Pergola.Wire.Forms;

/// <summary>Parameters as the tree that their dotted names describe: <c>Filter.1.Value.1</c>.</summary>
internal sealed class FormNode
{
    private readonly Dictionary<string, FormNode> _children = new(StringComparer.Ordinal);

    /// <summary>The parameter's own value; null when only longer names exist.</summary>
    public string? Value { get; private set; }

    /// <summary>False and a sentence when a name has too many parts.</summary>
    public static bool TryPlant(
        IReadOnlyList<KeyValuePair<string, string>> parameters,
        int partsMax,
        out FormNode root,
        [NotNullWhen(false)] out string? fault)
    {
        root = new FormNode();
        foreach (var (name, value) in parameters)
        {
            var parts = name.Split('.');
            if (parts.Length > partsMax)
            {
                fault = $"The name of a parameter has {parts.Length} parts; at most {partsMax} are allowed.";
                return false;
            }

            var node = root;
            foreach (var part in parts)
            {
                node = node.ChildOrNew(part);
            }

            node.Value = value;
        }

        fault = null;
        return true;
    }

    /// <summary>The child of that name.</summary>
    public FormNode? Child(string name) => _children.GetValueOrDefault(name);

    /// <summary>The children whose names are numbers, in the order of the numbers; gaps do not matter.</summary>
    public IReadOnlyList<FormNode> Numbered()
    {
        var numbered = new SortedDictionary<int, FormNode>();
        foreach (var (name, child) in _children)
        {
            if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                numbered.TryAdd(number, child);
            }
        }

        return [.. numbered.Values];
    }

    private FormNode ChildOrNew(string name)
    {
        if (!_children.TryGetValue(name, out var child))
        {
            _children[name] = child = new FormNode();
        }

        return child;
    }
}
