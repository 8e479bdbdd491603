using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>
/// Reads permissions of requests into rules, one per peer, in one canonical form: protocol names, no ports where the
/// protocol is every protocol (whatever ports were sent), networks without bits behind the prefix.
/// </summary>
internal sealed class RuleReader(Scope scope, Realm realm, SecurityGroup group, bool isEgress)
{
    /// <summary>The rules that the permissions describe, without ids; the error says what cannot be.</summary>
    public Ec2Error? Read(IReadOnlyList<Shape.IpPermission> permissions, out ImmutableArray<SecurityGroupRule> rules)
    {
        var builder = ImmutableArray.CreateBuilder<SecurityGroupRule>();
        rules = [];
        foreach (var permission in permissions)
        {
            if (ReadPermission(permission, builder) is { } error)
            {
                return error;
            }
        }

        rules = builder.ToImmutable();
        if (rules.IsEmpty)
        {
            return new Ec2Error.MissingParameter("ipPermissions");
        }

        var twice = rules.Select(RuleMatch.Of).GroupBy(match => match).FirstOrDefault(same => same.Count() > 1);
        return twice is null ? null : new Ec2Error.InvalidParameterValue(
            $"The same permission must not appear multiple times: \"{twice.Key.Describe()}\".");
    }

    /// <summary>Protocol and ports in canonical form.</summary>
    public static Ec2Error? ReadPorts(
        string? protocol, int? fromPort, int? toPort, out (string Protocol, int? From, int? To) ports)
    {
        var canonical = (protocol?.ToLowerInvariant()) switch
        {
            "6" or "tcp" => "tcp",
            "17" or "udp" => "udp",
            "1" or "icmp" => "icmp",
            "58" or "icmpv6" => "icmpv6",
            "-1" or "all" => "-1",
            var number => number,
        };
        ports = (canonical ?? "", null, null);
        switch (canonical)
        {
            case "tcp" or "udp":
                ports = (canonical, fromPort, toPort);
                return fromPort is >= 0 and <= 65535 && toPort is >= 0 and <= 65535 && fromPort <= toPort
                    ? null
                    : new Ec2Error.InvalidParameterValue(
                        $"Invalid value for portRange: {fromPort} to {toPort}. TCP and UDP need both ports, "
                        + "from 0 to 65535, the first not behind the last.");
            case "icmp" or "icmpv6":
                ports = (canonical, fromPort ?? -1, toPort ?? -1);
                return ports.From is >= -1 and <= 255 && ports.To is >= -1 and <= 255
                    ? null
                    : new Ec2Error.InvalidParameterValue(
                        $"ICMP type {fromPort} or code {toPort} is out of range; both go from 0 to 255, -1 means all.");
            case "-1":
                return null;
            default:
                return byte.TryParse(canonical, NumberStyles.None, CultureInfo.InvariantCulture, out _)
                    ? null
                    : new Ec2Error.InvalidParameterValue(
                        $"Invalid value '{protocol}' for IP protocol. "
                        + "It must be tcp, udp, icmp, icmpv6, -1 or 0 to 255.");
        }
    }

    /// <summary>An IPv4 network in canonical form.</summary>
    public static Ec2Error? ReadIpv4(string? text, out string canonical)
    {
        canonical = Cidr.TryParse(text, out var cidr) ? cidr.ToString() : "";
        return cidr is null ? new Ec2Error.InvalidParameterValue($"CIDR block {text} is malformed") : null;
    }

    /// <summary>An IPv6 network in canonical form.</summary>
    public static Ec2Error? ReadIpv6(string? text, out string canonical)
    {
        var valid = IPNetwork.TryParse(text ?? "", out var network)
            && network.BaseAddress.AddressFamily == AddressFamily.InterNetworkV6;
        canonical = valid ? network.ToString() : "";
        return valid ? null : new Ec2Error.InvalidParameterValue($"CIDR block {text} is malformed");
    }

    private Ec2Error? ReadPermission(
        Shape.IpPermission permission, ImmutableArray<SecurityGroupRule>.Builder rules)
    {
        if (ReadPorts(permission.IpProtocol, permission.FromPort, permission.ToPort, out var ports) is { } portsError)
        {
            return portsError;
        }

        var rule = new SecurityGroupRule
        {
            RuleId = "",
            IsEgress = isEgress,
            IpProtocol = ports.Protocol,
            FromPort = ports.From,
            ToPort = ports.To,
        };
        return ReadRanges(permission, rule, rules) ?? ReadReferences(permission, rule, rules);
    }

    private static Ec2Error? ReadRanges(
        Shape.IpPermission permission, SecurityGroupRule rule, ImmutableArray<SecurityGroupRule>.Builder rules)
    {
        foreach (var range in permission.IpRanges ?? [])
        {
            if (ReadIpv4(range.CidrIp, out var cidr) is { } error)
            {
                return error;
            }

            rules.Add(rule with { CidrIpv4 = cidr, Description = range.Description });
        }

        foreach (var range in permission.Ipv6Ranges ?? [])
        {
            if (ReadIpv6(range.CidrIpv6, out var cidr) is { } error)
            {
                return error;
            }

            rules.Add(rule with { CidrIpv6 = cidr, Description = range.Description });
        }

        return null;
    }

    private Ec2Error? ReadReferences(
        Shape.IpPermission permission, SecurityGroupRule rule, ImmutableArray<SecurityGroupRule>.Builder rules)
    {
        foreach (var list in permission.PrefixListIds ?? [])
        {
            if (PrefixLists.Find(realm, scope.Region, list.PrefixListIdValue) is null)
            {
                return new Ec2Error.NotFound(Noun.PrefixList, list.PrefixListIdValue ?? "");
            }

            rules.Add(rule with { PrefixListId = list.PrefixListIdValue, Description = list.Description });
        }

        foreach (var pair in permission.UserIdGroupPairs ?? [])
        {
            var referenced = pair.GroupId is not null
                ? realm.Of<SecurityGroup>().Find(pair.GroupId)
                : realm.Of<SecurityGroup>().Under(group.VpcId).FirstOrDefault(each => each.GroupName == pair.GroupName);
            if (referenced is null || referenced.VpcId != group.VpcId)
            {
                return new Ec2Error.NotFound(Noun.SecurityGroup, pair.GroupId ?? pair.GroupName ?? "");
            }

            rules.Add(rule with { ReferencedGroupId = referenced.GroupId, Description = pair.Description });
        }

        return null;
    }
}
