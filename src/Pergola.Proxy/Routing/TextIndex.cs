using System.Text;
using Pergola.Planning.Dataplane;

namespace Pergola.Proxy.Routing;

/// <summary>
/// Which rules a text may match, found in the time that it takes to read the text once, however many rules there are.
/// It never misses a rule; what it names is still to be compared.
/// </summary>
internal sealed class TextIndex
{
    private readonly RuleSet _always;
    private readonly TextTree? _asWritten;
    private readonly TextTree? _inLowerCase;

    /// <param name="rules">How many rules there are.</param>
    /// <param name="wanted">What each rule wants of the text; a rule without any is always named.</param>
    public TextIndex(int rules, IEnumerable<(int Rule, TextMatchKind Kind, string Value, bool CaseSensitive)> wanted)
    {
        _always = new RuleSet(rules);
        var unnamed = Enumerable.Range(0, rules).ToHashSet();
        var trees = new List<(int Rule, byte[] Text, bool IsWhole)>[] { [], [] };
        foreach (var (rule, kind, value, caseSensitive) in wanted)
        {
            // What may stand anywhere, and letters that have no case among bytes, cannot be looked up.
            if (kind != TextMatchKind.Contains && (caseSensitive || Ascii.IsValid(value)))
            {
                var text = caseSensitive ? value : value.ToLowerInvariant();
                trees[caseSensitive ? 0 : 1].Add((rule, Encoding.UTF8.GetBytes(text), kind == TextMatchKind.Exact));
                unnamed.Remove(rule);
            }
        }

        foreach (var rule in unnamed)
        {
            _always.Add(rule);
        }

        _asWritten = trees[0].Count > 0 ? new TextTree(rules, trees[0]) : null;
        _inLowerCase = trees[1].Count > 0 ? new TextTree(rules, trees[1]) : null;
    }

    /// <summary>Adds the rules that do not look at the text, or cannot be looked up by it.</summary>
    public void AddOthers(Span<ulong> found) => _always.AddTo(found);

    /// <summary>Adds the rules that want this text, or a beginning of it.</summary>
    public void AddMatching(ReadOnlySpan<byte> text, Span<ulong> found)
    {
        _asWritten?.Find(text, inLowerCase: false)?.AddTo(found);
        _inLowerCase?.Find(text, inLowerCase: true)?.AddTo(found);
    }
}
