using System.Text;
using Microsoft.AspNetCore.Http;
using Pergola.Planning.Dataplane;
using Pergola.Proxy.Exchange.Http1;

namespace Pergola.Proxy.Routing;

/// <summary>
/// A listener's rules, arranged for lookup. The default action always matches, so a lookup cannot fail.
/// </summary>
internal sealed class RuleTable
{
    private readonly CompiledRule[] _rules;
    private readonly RouteAction _default;
    private readonly RuleIndex? _index;

    public RuleTable(
        IEnumerable<RuleEntry> rules, RuleActionEntry defaultAction, Func<RuleActionEntry, RouteAction> compile)
    {
        var ordered = rules.OrderBy(rule => rule.Priority).ToList();
        _rules = [.. ordered.Select(rule => new CompiledRule(rule, compile(rule.Action)))];
        _default = compile(defaultAction);
        _index = ordered.Count is >= RuleIndex.RulesMin and <= RuleIndex.RulesMax
            ? new RuleIndex([.. ordered.Select(rule => rule.Match)])
            : null;
    }

    /// <summary>What happens when no rule matches.</summary>
    public RouteAction Default => _default;

    /// <summary>The action of the first rule, by ascending priority, that matches.</summary>
    /// <param name="method">As the client wrote it.</param>
    /// <param name="path">The path before <c>?</c>, not decoded.</param>
    /// <param name="headers">The headers of the request.</param>
    public RouteAction Select(string method, ReadOnlySpan<char> path, IHeaderDictionary headers)
    {
        foreach (var rule in _rules)
        {
            if (rule.Matches(method, path, headers))
            {
                return rule.Action;
            }
        }

        return _default;
    }

    /// <summary>The same, over a request as it came.</summary>
    public RouteAction Select(RequestHead head, ReadOnlySpan<byte> bytes)
    {
        var method = head.Method(bytes);
        var path = head.Path(bytes);
        if (_index is not null)
        {
            return Select(_index, method, path, head.Fields, bytes);
        }

        foreach (var rule in _rules)
        {
            if (rule.Matches(method, path, head.Fields, bytes))
            {
                return rule.Action;
            }
        }

        return _default;
    }

    private RouteAction Select(
        RuleIndex index,
        ReadOnlySpan<byte> method,
        ReadOnlySpan<byte> path,
        HeaderFields fields,
        ReadOnlySpan<byte> bytes)
    {
        Span<ulong> found = stackalloc ulong[index.Words];
        index.Find(method, path, fields, bytes, found);
        for (var rule = RuleIndex.NextIn(found, 0); rule >= 0; rule = RuleIndex.NextIn(found, rule + 1))
        {
            if (_rules[rule].Matches(method, path, fields, bytes))
            {
                return _rules[rule].Action;
            }
        }

        return _default;
    }

    private sealed class CompiledRule(RuleEntry rule, RouteAction action)
    {
        private readonly string? _method = rule.Match.Method;
        private readonly byte[]? _methodBytes =
            rule.Match.Method is { } method ? Encoding.UTF8.GetBytes(method) : null;

        private readonly TextMatch? _path = rule.Match.Path is { } path
            ? new TextMatch(path.Kind, path.Value, path.CaseSensitive)
            : null;

        private readonly HeaderMatch[] _headers = [.. rule.Match.Headers.Select(header => new HeaderMatch(header))];

        public RouteAction Action { get; } = action;

        public bool Matches(string method, ReadOnlySpan<char> path, IHeaderDictionary headers)
        {
            if (_method is not null && !string.Equals(_method, method, StringComparison.Ordinal))
            {
                return false;
            }

            if (_path is { } wanted && !wanted.Matches(path))
            {
                return false;
            }

            foreach (var header in _headers)
            {
                if (!header.Matches(headers))
                {
                    return false;
                }
            }

            return true;
        }

        public bool Matches(
            ReadOnlySpan<byte> method, ReadOnlySpan<byte> path, HeaderFields fields, ReadOnlySpan<byte> bytes)
        {
            if (_methodBytes is not null && !method.SequenceEqual(_methodBytes))
            {
                return false;
            }

            if (_path is { } wanted && !wanted.Matches(path))
            {
                return false;
            }

            foreach (var header in _headers)
            {
                if (!header.Matches(fields, bytes))
                {
                    return false;
                }
            }

            return true;
        }
    }

    private readonly struct HeaderMatch(HeaderMatchEntry entry)
    {
        private readonly TextMatch _text = new(entry.Kind, entry.Value, entry.CaseSensitive);
        private readonly string _name = entry.Name;
        private readonly byte[] _nameBytes = Encoding.UTF8.GetBytes(entry.Name);

        public bool Matches(IHeaderDictionary headers)
        {
            var values = headers[_name];
            for (var i = 0; i < values.Count; i++)
            {
                if (_text.Matches(values[i]))
                {
                    return true;
                }
            }

            // RFC 9110, 5.3: repeated lines mean the same as one line with commas. Only this rare case allocates.
            return values.Count > 1 && _text.Matches(values.ToString());
        }

        public bool Matches(HeaderFields fields, ReadOnlySpan<byte> bytes)
        {
            var count = 0;
            foreach (ref readonly var field in fields.All)
            {
                if (Ascii.EqualsIgnoreCase(field.Name(bytes), _nameBytes))
                {
                    count++;
                    if (_text.Matches(field.Value(bytes)))
                    {
                        return true;
                    }
                }
            }

            return count > 1 && _text.Matches(Joined(fields, bytes).AsSpan());
        }

        private string Joined(HeaderFields fields, ReadOnlySpan<byte> bytes)
        {
            var text = new StringBuilder();
            foreach (ref readonly var field in fields.All)
            {
                if (Ascii.EqualsIgnoreCase(field.Name(bytes), _nameBytes))
                {
                    text.Append(text.Length == 0 ? "" : ",").Append(Encoding.UTF8.GetString(field.Value(bytes)));
                }
            }

            return text.ToString();
        }
    }
}
