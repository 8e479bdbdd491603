using System.Diagnostics;
using System.Globalization;
using System.Text;
using Pergola.Core;
using Pergola.Machine.Network.Rules;

namespace Pergola.Machine.Linux.Network;

/// <summary>A ruleset as one nft script: the kernel takes all of it or none of it, and keeps its connections.</summary>
internal static class NftScript
{
    /// <summary>The one table that we have in a VPC's namespace.</summary>
    public const string Table = "pergola";

    /// <summary>The log group that refused packets are reported to.</summary>
    public const int LogGroup = 5;

    private const string Guards = "guarded_sources";

    /// <summary>Renders; the same rules always give the same text.</summary>
    public static string Render(Ruleset rules)
    {
        var script = new StringBuilder();
        script.AppendLine(CultureInfo.InvariantCulture, $"table inet {Table}"); // so that the delete never fails
        script.AppendLine(CultureInfo.InvariantCulture, $"delete table inet {Table}");
        script.AppendLine(CultureInfo.InvariantCulture, $"table inet {Table} {{");
        script.AppendLine(CultureInfo.InvariantCulture, $"  comment \"{rules.Stamp}\"");
        RenderSet(script, Guards, "typeof iifname . ip saddr", rules.Guards.Select(
            guard => $"\"{guard.Link}\" . {guard.Address}"));
        foreach (var set in rules.Sets)
        {
            RenderSet(script, set.Name, "type ipv4_addr", set.Members.Select(each => each.ToString()));
        }

        foreach (var chain in rules.Chains)
        {
            RenderChain(script, chain, rules);
        }

        foreach (var map in rules.Maps)
        {
            RenderMap(script, map);
        }

        script.AppendLine("}");
        return script.ToString();
    }

    private static void RenderSet(StringBuilder script, string name, string type, IEnumerable<string> members)
    {
        script.AppendLine(CultureInfo.InvariantCulture, $"  set {name} {{");
        script.AppendLine(CultureInfo.InvariantCulture, $"    {type}");
        RenderElements(script, [.. members]);
        script.AppendLine("  }");
    }

    // 'jump' and not 'goto': with goto the rules after the lookup are never reached.
    private static void RenderMap(StringBuilder script, VerdictMap map)
    {
        script.AppendLine(CultureInfo.InvariantCulture, $"  map {map.Name} {{");
        script.AppendLine(CultureInfo.InvariantCulture, $"    typeof {LinkWord(map.Direction)} : verdict");
        RenderElements(script, [.. map.Entries.Select(entry => $"\"{entry.Link}\" : jump {entry.Chain}")]);
        script.AppendLine("  }");
    }

    private static void RenderElements(StringBuilder script, List<string> elements)
    {
        if (elements.Count > 0)
        {
            script.AppendLine(CultureInfo.InvariantCulture, $"    elements = {{ {string.Join(", ", elements)} }}");
        }
    }

    private static void RenderChain(StringBuilder script, Chain chain, Ruleset rules)
    {
        script.AppendLine(CultureInfo.InvariantCulture, $"  chain {chain.Name} {{");
        if (chain.Hook is { } hook)
        {
            var place = $"type {TypeWord(hook.Point)} hook {HookWord(hook.Point)} priority {hook.Priority}";
            var policy = hook.DropsByDefault ? "drop" : "accept";
            script.AppendLine(CultureInfo.InvariantCulture, $"    {place}; policy {policy};");
        }

        foreach (var rule in chain.Rules.Where(CanMatch))
        {
            var words = rule.Matches.Select(Text).Append(Text(rule.Verdict, rules)).Where(word => word.Length > 0);
            script.Append("    ").AppendJoin(' ', words);
            script.AppendLine(rule.RuleId is null ? "" : $" comment \"{rule.RuleId}\"");
        }

        script.AppendLine("  }");
    }

    // nft has no empty list; a translation without pairs never does anything.
    private static bool CanMatch(Rule rule) => rule.Verdict is not (
        RuleVerdict.TranslateDestination { Pairs.Count: 0 } or RuleVerdict.TranslateSource { Pairs.Count: 0 });

    private static string Text(Match match) => match switch
    {
        Match.Established => "ct state established,related",
        Match.Link link => $"{LinkWord(link.Direction)} {(link.Not ? "!= " : "")}\"{link.Name}\"",
        Match.GuardedSource => $"iifname . ip saddr @{Guards}",
        Match.Source source => Networks("saddr", source.Cidrs),
        Match.Destination destination => Networks("daddr", destination.Cidrs),
        Match.SourceIn set => $"ip saddr @{set.Set}",
        Match.DestinationIn set => $"ip daddr @{set.Set}",
        Match.Protocol protocol => $"meta l4proto {protocol.Number}",
        Match.Ports ports => $"{(ports.IpProtocol == 6 ? "tcp" : "udp")} dport {ports.First}-{ports.Last}",
        Match.Icmp { Code: { } code } icmp => $"icmp type {icmp.Type} icmp code {code}",
        Match.Icmp icmp => $"icmp type {icmp.Type}",
        Match.IcmpError => "icmp type { destination-unreachable, time-exceeded, parameter-problem }",
        _ => throw new UnreachableException(),
    };

    private static string Text(RuleVerdict verdict, Ruleset rules) => verdict switch
    {
        RuleVerdict.Accept => "accept",
        RuleVerdict.Drop => "drop",
        RuleVerdict.Return => "return",
        RuleVerdict.Jump jump => $"jump {jump.Chain}",
        RuleVerdict.Dispatch dispatch =>
            $"{LinkWord(rules.Maps.Single(map => map.Name == dispatch.Map).Direction)} vmap @{dispatch.Map}",
        RuleVerdict.Log log => "limit rate 50/second burst 100 packets "
            + $"log prefix \"{log.Prefix}\" group {LogGroup} snaplen 64 queue-threshold 1",
        RuleVerdict.TranslateDestination to => $"dnat ip to ip daddr map {Pairs(to.Pairs)}",
        RuleVerdict.TranslateSource to => $"snat ip to ip saddr map {Pairs(to.Pairs)}",
        RuleVerdict.Divert to => $"tproxy ip to {to.Listener} accept",
        RuleVerdict.Masquerade to => $"snat ip to {to.Source}",
        _ => throw new UnreachableException(),
    };

    private static string Pairs(ValueList<AddressPair> pairs) =>
        $"{{ {string.Join(", ", pairs.DistinctBy(pair => pair.From).Select(pair => $"{pair.From} : {pair.To}"))} }}";

    // nft refuses overlapping networks in one list; two networks overlap only when one holds the other.
    private static string Networks(string side, ValueList<Cidr> cidrs)
    {
        if (cidrs.Contains(Cidr.Everything))
        {
            return "meta nfproto ipv4";
        }

        var distinct = cidrs.Distinct().ToList();
        var outer = distinct.Where(each => !distinct.Exists(other => other != each && other.Contains(each))).ToList();
        return outer.Count == 1
            ? $"ip {side} {outer[0]}"
            : $"ip {side} {{ {string.Join(", ", outer)} }}";
    }

    private static string LinkWord(Direction direction) => direction == Direction.In ? "iifname" : "oifname";

    private static string TypeWord(HookPoint point) =>
        point is HookPoint.NatPrerouting or HookPoint.NatPostrouting ? "nat" : "filter";

    private static string HookWord(HookPoint point) => point switch
    {
        HookPoint.RawPrerouting or HookPoint.NatPrerouting => "prerouting",
        HookPoint.Input => "input",
        HookPoint.Forward => "forward",
        HookPoint.Output => "output",
        HookPoint.NatPostrouting or HookPoint.Postrouting => "postrouting",
        _ => throw new UnreachableException(),
    };
}
