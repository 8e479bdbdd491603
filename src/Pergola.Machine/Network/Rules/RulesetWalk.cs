using System.Diagnostics;
using System.Net;
using Pergola.Core;

namespace Pergola.Machine.Network.Rules;

/// <summary>A packet on its way: what rules look at, and what translation changes.</summary>
/// <param name="InLink">Null for a packet that a local process sends.</param>
/// <param name="OutLink">Null for a packet that stays here.</param>
public sealed record TravellingPacket(
    IPAddress From, IPAddress To, int Protocol, int Port, string? InLink, string? OutLink);

/// <summary>Where a packet is after the chains of a hook.</summary>
/// <param name="DroppedIn">Null: it goes on. Else what dropped it: a log's prefix or a chain's name.</param>
public sealed record WalkOutcome(TravellingPacket Packet, string? DroppedIn);

/// <summary>Walks a packet, the first of its connection, through a ruleset as the kernel would.</summary>
public sealed class RulesetWalk(Ruleset rules)
{
    private const int Icmp = 1;
    private const int EchoRequest = 8;

    private readonly Dictionary<string, Chain> _chains = rules.Chains.ToDictionary(chain => chain.Name);
    private readonly Dictionary<string, VerdictMap> _maps = rules.Maps.ToDictionary(map => map.Name);
    private readonly Dictionary<string, AddressSet> _sets = rules.Sets.ToDictionary(set => set.Name);

    private enum Fate
    {
        Undecided,
        Accepted,
        Dropped,
    }

    /// <summary>All chains of a hook by priority. Each must let the packet pass.</summary>
    public WalkOutcome Enter(HookPoint point, TravellingPacket packet)
    {
        foreach (var chain in rules.Chains
            .Where(chain => chain.Hook?.Point == point)
            .OrderBy(chain => chain.Hook!.Priority))
        {
            var step = new Step(packet, chain.Name);
            var fate = Walk(chain, step);
            packet = step.Packet;
            if (fate == Fate.Dropped || (fate == Fate.Undecided && chain.Hook!.DropsByDefault))
            {
                return new WalkOutcome(packet, step.Layer);
            }
        }

        return new WalkOutcome(packet, null);
    }

    private Fate Walk(Chain chain, Step step)
    {
        foreach (var rule in chain.Rules)
        {
            if (!rule.Matches.All(match => IsTrue(match, step.Packet)))
            {
                continue;
            }

            if (rule.Verdict is RuleVerdict.Return)
            {
                return Fate.Undecided;
            }

            var fate = Follow(rule.Verdict, step);
            if (fate != Fate.Undecided)
            {
                return fate;
            }
        }

        return Fate.Undecided;
    }

    private Fate Follow(RuleVerdict verdict, Step step)
    {
        switch (verdict)
        {
            case RuleVerdict.Accept or RuleVerdict.Divert:
                return Fate.Accepted;
            case RuleVerdict.Drop:
                return Fate.Dropped;
            case RuleVerdict.Jump jump:
                return Walk(_chains[jump.Chain], step);
            case RuleVerdict.Dispatch dispatch:
                var map = _maps[dispatch.Map];
                var link = LinkOf(step.Packet, map.Direction);
                var entry = map.Entries.FirstOrDefault(each => each.Link == link);
                return entry is null ? Fate.Undecided : Walk(_chains[entry.Chain], step);
            case RuleVerdict.Log log:
                step.Layer = log.Prefix;
                return Fate.Undecided;
            case RuleVerdict.TranslateDestination { Pairs: var pairs }:
                return Translate(pairs, step.Packet.To, to => step.Packet = step.Packet with { To = to });
            case RuleVerdict.TranslateSource { Pairs: var pairs }:
                return Translate(pairs, step.Packet.From, from => step.Packet = step.Packet with { From = from });
            case RuleVerdict.Masquerade masquerade:
                step.Packet = step.Packet with { From = masquerade.Source };
                return Fate.Accepted;
            default:
                throw new UnreachableException();
        }
    }

    // An address without a pair ends the rule, not the chain.
    private static Fate Translate(ValueList<AddressPair> pairs, IPAddress address, Action<IPAddress> replace)
    {
        if (pairs.FirstOrDefault(pair => pair.From.Equals(address)) is not { } found)
        {
            return Fate.Undecided;
        }

        replace(found.To);
        return Fate.Accepted;
    }

    private bool IsTrue(Match match, TravellingPacket packet) => match switch
    {
        Match.Established or Match.IcmpError => false,
        Match.Link link => Fits(link.Name, LinkOf(packet, link.Direction)) != link.Not,
        Match.GuardedSource => rules.Guards.Contains(new SourceGuard(packet.InLink ?? "", packet.From)),
        Match.Source source => source.Cidrs.Any(cidr => cidr.Contains(packet.From)),
        Match.Destination destination => destination.Cidrs.Any(cidr => cidr.Contains(packet.To)),
        Match.SourceIn set => _sets[set.Set].Members.Contains(packet.From),
        Match.DestinationIn set => _sets[set.Set].Members.Contains(packet.To),
        Match.Protocol protocol => packet.Protocol == protocol.Number,
        Match.Ports ports => packet.Protocol == ports.IpProtocol
            && packet.Port >= ports.First && packet.Port <= ports.Last,
        Match.Icmp icmp => packet.Protocol == Icmp && icmp.Type == EchoRequest && icmp.Code is null or 0,
        _ => throw new UnreachableException(),
    };

    private static string? LinkOf(TravellingPacket packet, Direction direction) =>
        direction == Direction.In ? packet.InLink : packet.OutLink;

    private static bool Fits(string pattern, string? link) => link is not null
        && (pattern.EndsWith('*') ? link.StartsWith(pattern[..^1], StringComparison.Ordinal) : link == pattern);

    private sealed class Step(TravellingPacket packet, string chain)
    {
        public TravellingPacket Packet { get; set; } = packet;

        public string Layer { get; set; } = chain;
    }
}
