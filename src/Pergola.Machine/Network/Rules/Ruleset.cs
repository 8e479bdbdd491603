using System.Net;
using Pergola.Core;

namespace Pergola.Machine.Network.Rules;

/// <summary>
/// Every packet rule of one VPC, as values in nftables' words. Linux renders it to text; the twin walks a packet
/// through it. Both therefore mean the same.
/// </summary>
/// <param name="Stamp">The rules fingerprint of the spec it was compiled from.</param>
public sealed record Ruleset(
    string Stamp,
    ValueList<AddressSet> Sets,
    ValueList<SourceGuard> Guards,
    ValueList<VerdictMap> Maps,
    ValueList<Chain> Chains);

/// <summary>A named set of addresses: the members of a security group.</summary>
public sealed record AddressSet(string Name, ValueList<IPAddress> Members);

/// <summary>Which source address a link may use.</summary>
public sealed record SourceGuard(string Link, IPAddress Address);

/// <summary>From a link's name to the chain that decides for it.</summary>
public sealed record VerdictMap(string Name, Direction Direction, ValueList<VerdictEntry> Entries);

/// <summary>One line of a <see cref="VerdictMap"/>.</summary>
public sealed record VerdictEntry(string Link, string Chain);

/// <summary>Whether a packet's incoming or outgoing link is meant.</summary>
public enum Direction
{
    /// <summary>The link it came by.</summary>
    In,

    /// <summary>The link it leaves by.</summary>
    Out,
}

/// <summary>Rules in order. A chain with a hook is entered by packets, one without only by jumps.</summary>
/// <param name="Name">For example <c>forward_ingress</c>.</param>
/// <param name="Hook">Null for a chain that is only jumped to.</param>
/// <param name="Rules">The first that decides, decides.</param>
public sealed record Chain(string Name, ChainHook? Hook, ValueList<Rule> Rules);

/// <summary>Where a chain is entered, and what becomes of a packet that no rule decides on.</summary>
public sealed record ChainHook(HookPoint Point, int Priority, bool DropsByDefault);

/// <summary>Points in a packet's way through the kernel.</summary>
public enum HookPoint
{
    /// <summary>Any arriving packet, before conntrack.</summary>
    RawPrerouting,

    /// <summary>Any arriving packet, before routing: destination translation.</summary>
    NatPrerouting,

    /// <summary>A packet for the VPC's own addresses.</summary>
    Input,

    /// <summary>A packet that passes through.</summary>
    Forward,

    /// <summary>A packet that a local process sends: the proxy.</summary>
    Output,

    /// <summary>Any leaving packet: source translation.</summary>
    NatPostrouting,

    /// <summary>Any leaving packet, after translation.</summary>
    Postrouting,
}

/// <summary>When all matches are true, the verdict holds.</summary>
/// <param name="Matches">Conditions; none means always.</param>
/// <param name="Verdict">What then.</param>
/// <param name="RuleId">The security group rule it comes from, if any.</param>
public sealed record Rule(ValueList<Match> Matches, RuleVerdict Verdict, string? RuleId = null);

/// <summary>A condition on a packet.</summary>
public abstract record Match
{
    private Match()
    {
    }

    /// <summary>The connection was allowed before, or the packet is an error about one that was.</summary>
    public sealed record Established : Match;

    /// <summary>The link's name; a trailing <c>*</c> matches any rest.</summary>
    public sealed record Link(Direction Direction, string Name, bool Not = false) : Match;

    /// <summary>The source address is the one that the incoming link may use.</summary>
    public sealed record GuardedSource : Match;

    /// <summary>The source lies in one of the networks.</summary>
    public sealed record Source(ValueList<Cidr> Cidrs) : Match;

    /// <summary>The destination lies in one of the networks.</summary>
    public sealed record Destination(ValueList<Cidr> Cidrs) : Match;

    /// <summary>The source is a member of the set.</summary>
    public sealed record SourceIn(string Set) : Match;

    /// <summary>The destination is a member of the set.</summary>
    public sealed record DestinationIn(string Set) : Match;

    /// <summary>The IP protocol.</summary>
    public sealed record Protocol(int Number) : Match;

    /// <summary>The TCP or UDP destination port.</summary>
    public sealed record Ports(int IpProtocol, int First, int Last) : Match;

    /// <summary>The ICMP type, and the code if given.</summary>
    public sealed record Icmp(int Type, int? Code) : Match;

    /// <summary>An ICMP error, such as "host unreachable".</summary>
    public sealed record IcmpError : Match;
}

/// <summary>What a rule does.</summary>
public abstract record RuleVerdict
{
    private RuleVerdict()
    {
    }

    /// <summary>The packet passes this hook's chain.</summary>
    public sealed record Accept : RuleVerdict;

    /// <summary>The packet is gone, without a word to its sender.</summary>
    public sealed record Drop : RuleVerdict;

    /// <summary>Back to the chain that jumped here; the end of a chain with a hook.</summary>
    public sealed record Return : RuleVerdict;

    /// <summary>The rules of another chain; then the rules after this one.</summary>
    public sealed record Jump(string Chain) : RuleVerdict;

    /// <summary>A jump to the chain that the map has for the packet's link.</summary>
    public sealed record Dispatch(string Map) : RuleVerdict;

    /// <summary>The packet is reported, a limited number of times a second.</summary>
    public sealed record Log(string Prefix) : RuleVerdict;

    /// <summary>The destination is replaced as the pairs say; an address without a pair stays.</summary>
    public sealed record TranslateDestination(ValueList<AddressPair> Pairs) : RuleVerdict;

    /// <summary>The source is replaced as the pairs say; an address without a pair stays.</summary>
    public sealed record TranslateSource(ValueList<AddressPair> Pairs) : RuleVerdict;

    /// <summary>
    /// The packet passes, and its connection is given to who listens at that address, under its own addresses.
    /// </summary>
    public sealed record Divert(IPEndPoint Listener) : RuleVerdict;

    /// <summary>The source is replaced.</summary>
    public sealed record Masquerade(IPAddress Source) : RuleVerdict;
}

/// <summary>An address and what takes its place.</summary>
public sealed record AddressPair(IPAddress From, IPAddress To);
