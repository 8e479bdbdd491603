using Microsoft.AspNetCore.Http;
using Pergola.Planning.Dataplane;

namespace Pergola.Proxy.Routing;

/// <summary>
/// A listener's rules, arranged for lookup. The default action always matches, so a lookup cannot fail.
/// </summary>
internal sealed class RuleTable
{
    private readonly CompiledRule[] _rules;
    private readonly RouteAction _default;

    public RuleTable(
        IEnumerable<RuleEntry> rules, RuleActionEntry defaultAction, Func<RuleActionEntry, RouteAction> compile)
    {
        _rules = [.. rules.OrderBy(rule => rule.Priority).Select(rule => new CompiledRule(rule, compile(rule.Action)))];
        _default = compile(defaultAction);
    }

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

    private sealed class CompiledRule(RuleEntry rule, RouteAction action)
    {
        private readonly string? _method = rule.Match.Method;
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
    }

    private readonly struct HeaderMatch(HeaderMatchEntry entry)
    {
        private readonly TextMatch _text = new(entry.Kind, entry.Value, entry.CaseSensitive);
        private readonly string _name = entry.Name;

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
    }
}
