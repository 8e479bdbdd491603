using System.Numerics;
using System.Text;
using Pergola.Planning.Dataplane;
using Pergola.Proxy.Exchange.Http1;

namespace Pergola.Proxy.Routing;

/// <summary>
/// Which of many rules a request may match. Each part of a match (path, method, the headers that most rules look at)
/// gives a set of rules; what is in all of them is still to be compared, in order. So a listener of a thousand rules
/// costs a request about what one of ten does.
/// </summary>
internal sealed class RuleIndex
{
    /// <summary>Fewer rules are compared one by one in the time that looking up takes.</summary>
    public const int RulesMin = 16;

    /// <summary>
    /// Priorities end at 2000 (VPC Lattice API, CreateRule), so no listener has more; it bounds what lies on the stack.
    /// </summary>
    public const int RulesMax = 2000;

    /// <summary>
    /// Headers with an index of their own; each costs a look at every field of a request. Tables of rules look at one
    /// or two.
    /// </summary>
    private const int HeadersMax = 3;

    private readonly int _rules;
    private readonly TextIndex _paths;
    private readonly TextIndex _methods;
    private readonly (byte[] Name, TextIndex Values)[] _headers;

    /// <param name="rules">In the order in which they are tried, at most <see cref="RulesMax"/>.</param>
    public RuleIndex(IReadOnlyList<RuleMatchEntry> rules)
    {
        _rules = rules.Count;
        var places = Enumerable.Range(0, rules.Count).ToList();
        _paths = new TextIndex(rules.Count, places
            .Where(rule => rules[rule].Path is not null)
            .Select(rule => (rule, rules[rule].Path!))
            .Select(pair => (pair.rule, pair.Item2.Kind, pair.Item2.Value, pair.Item2.CaseSensitive)));
        _methods = new TextIndex(rules.Count, places
            .Where(rule => rules[rule].Method is not null)
            .Select(rule => (rule, TextMatchKind.Exact, rules[rule].Method!, true)));
        _headers =
        [
            .. places
                .SelectMany(rule => rules[rule].Headers.Select(header => (Rule: rule, Header: header)))
                .GroupBy(pair => pair.Header.Name, StringComparer.OrdinalIgnoreCase)
                .OrderByDescending(name => name.Count())
                .Take(HeadersMax)
                .Select(name => (Encoding.UTF8.GetBytes(name.Key), new TextIndex(rules.Count, name
                    .DistinctBy(pair => pair.Rule)
                    .Select(pair => (
                        pair.Rule, pair.Header.Kind, pair.Header.Value, pair.Header.CaseSensitive))))),
        ];
    }

    /// <summary>Room for what <see cref="Find"/> finds.</summary>
    public int Words => RuleSet.WordsFor(_rules);

    /// <summary>Sets the bits of all rules that the request may match.</summary>
    /// <param name="found">As many zeros as <see cref="Words"/>.</param>
    public void Find(
        ReadOnlySpan<byte> method,
        ReadOnlySpan<byte> path,
        HeaderFields fields,
        ReadOnlySpan<byte> bytes,
        Span<ulong> found)
    {
        _paths.AddOthers(found);
        _paths.AddMatching(path, found);
        Span<ulong> some = stackalloc ulong[found.Length];
        _methods.AddOthers(some);
        _methods.AddMatching(method, some);
        Keep(found, some);
        foreach (var (name, values) in _headers)
        {
            some.Clear();
            values.AddOthers(some);
            if (AddHeader(name, values, fields, bytes, some))
            {
                Keep(found, some);
            }
        }
    }

    /// <summary>The first set bit from a place on; -1 when there is none.</summary>
    public static int NextIn(ReadOnlySpan<ulong> found, int from)
    {
        for (var word = from / 64; word < found.Length; word++)
        {
            var bits = word == from / 64 ? found[word] & (ulong.MaxValue << (from % 64)) : found[word];
            if (bits != 0)
            {
                return (word * 64) + BitOperations.TrailingZeroCount(bits);
            }
        }

        return -1;
    }

    // False when the header says nothing about the rules: several lines also mean their values joined.
    private static bool AddHeader(
        byte[] name, TextIndex values, HeaderFields fields, ReadOnlySpan<byte> bytes, Span<ulong> some)
    {
        var count = 0;
        foreach (ref readonly var field in fields.All)
        {
            if (field.NameLength == name.Length && Ascii.EqualsIgnoreCase(field.Name(bytes), name))
            {
                count++;
                values.AddMatching(field.Value(bytes), some);
            }
        }

        return count <= 1;
    }

    private static void Keep(Span<ulong> found, ReadOnlySpan<ulong> some)
    {
        for (var i = 0; i < found.Length; i++)
        {
            found[i] &= some[i];
        }
    }
}
