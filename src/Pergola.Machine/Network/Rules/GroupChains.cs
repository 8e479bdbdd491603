using Pergola.Core;

namespace Pergola.Machine.Network.Rules;

/// <summary>A security group as two chains of allowances, and its members as a set.</summary>
internal static class GroupChains
{
    /// <summary>The name of a group's chain; <paramref name="way"/> is <c>in</c> or <c>out</c>.</summary>
    public static string Name(string groupId, string way) => $"{Word(groupId)}_{way}";

    /// <summary>True when the VPC has the group. A group that it does not have allows nothing.</summary>
    public static bool Exists(VpcSpec vpc, string groupId) => vpc.SecurityGroups.Any(each => each.GroupId == groupId);

    /// <summary>The two chains of a group.</summary>
    public static IEnumerable<Chain> Of(SecurityGroupSpec group) =>
    [
        new Chain(Name(group.GroupId, "in"), null, [.. group.Ingress.SelectMany(rule => Rules(rule, incoming: true))]),
        new Chain(Name(group.GroupId, "out"), null, [.. group.Egress.SelectMany(rule => Rules(rule, incoming: false))]),
    ];

    /// <summary>The members of every group that a rule names. A group without interfaces has an empty set.</summary>
    public static ValueList<AddressSet> Sets(VpcSpec vpc) =>
    [
        .. vpc.SecurityGroups
            .SelectMany(group => group.Ingress.Concat(group.Egress))
            .Select(rule => rule.Peer)
            .OfType<PeerSpec.Group>()
            .Select(peer => peer.GroupId)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .Select(id => new AddressSet(SetName(id),
            [
                .. vpc.Interfaces
                    .Where(each => each.SecurityGroupIds.Contains(id))
                    .Select(each => each.PrivateAddress)
                    .Concat(vpc.Endpoints
                        .Where(each => each.SecurityGroupIds.Contains(id))
                        .SelectMany(each => each.Addresses))
                    .Distinct(),
            ])),
    ];

    // Addresses of an empty list are nobody: such a rule allows nothing.
    private static IEnumerable<Rule> Rules(SecurityGroupRuleSpec rule, bool incoming)
    {
        Match? peer = rule.Peer switch
        {
            PeerSpec.Group group when incoming => new Match.SourceIn(SetName(group.GroupId)),
            PeerSpec.Group group => new Match.DestinationIn(SetName(group.GroupId)),
            PeerSpec.Addresses { Cidrs.Count: 0 } => null,
            PeerSpec.Addresses addresses when incoming => new Match.Source(addresses.Cidrs),
            PeerSpec.Addresses addresses => new Match.Destination(addresses.Cidrs),
            _ => null,
        };
        return peer is null ? [] : [new Rule([peer, .. Traffic(rule)], new RuleVerdict.Accept(), rule.RuleId)];
    }

    private static IEnumerable<Match> Traffic(SecurityGroupRuleSpec rule)
    {
        const int Icmp = 1;
        const int Tcp = 6;
        const int Udp = 17;
        return rule switch
        {
            { Protocol: null } => [],
            { Protocol: Tcp or Udp, FromPort: { } first } =>
                [new Match.Ports(rule.Protocol.Value, first, rule.ToPort ?? first)],
            { Protocol: Icmp, FromPort: >= 0 and var type } =>
                [new Match.Icmp(type, rule.ToPort is >= 0 and var code ? code : null)],
            _ => [new Match.Protocol(rule.Protocol.Value)],
        };
    }

    private static string SetName(string groupId) => $"{Word(groupId)}_members";

    private static string Word(string id) => id.Replace('-', '_');
}
