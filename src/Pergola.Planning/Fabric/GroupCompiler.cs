using System.Globalization;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Machine.Network;
using Pergola.Planning.Ec2;

namespace Pergola.Planning.Fabric;

/// <summary>
/// From a security group to what the fabric filters by. Rules for IPv6 addresses are left out: it carries IPv4.
/// </summary>
internal static class GroupCompiler
{
    public static SecurityGroupSpec Compile(Scope scope, Realm realm, SecurityGroup group) => new(
        group.GroupId,
        CompileRules(scope, realm, group, isEgress: false),
        CompileRules(scope, realm, group, isEgress: true));

    private static ValueList<SecurityGroupRuleSpec> CompileRules(
        Scope scope, Realm realm, SecurityGroup group, bool isEgress) =>
    [
        .. group.Rules
            .Where(rule => rule.IsEgress == isEgress)
            .Select(rule => CompilePeer(scope, realm, rule) is { } peer
                ? new SecurityGroupRuleSpec(
                    rule.RuleId, ProtocolNumber(rule.IpProtocol), Bound(rule.FromPort), Bound(rule.ToPort), peer)
                : null)
            .OfType<SecurityGroupRuleSpec>(),
    ];

    private static PeerSpec? CompilePeer(Scope scope, Realm realm, SecurityGroupRule rule)
    {
        if (rule.ReferencedGroupId is { } groupId)
        {
            return new PeerSpec.Group(groupId);
        }

        if (rule.PrefixListId is { } listId)
        {
            var networks = PrefixLists.Networks(realm, scope.Region, listId);
            return networks.Count == 0 ? null : new PeerSpec.Addresses(networks);
        }

        return Cidr.TryParse(rule.CidrIpv4, out var cidr) ? new PeerSpec.Addresses([cidr]) : null;
    }

    private static int? ProtocolNumber(string protocol) => protocol switch
    {
        "-1" => null,
        "tcp" => 6,
        "udp" => 17,
        "icmp" => 1,
        "icmpv6" => 58,
        _ => int.Parse(protocol, CultureInfo.InvariantCulture),
    };

    // EC2 writes "every ICMP type" (and code) as -1.
    private static int? Bound(int? port) => port == -1 ? null : port;
}
