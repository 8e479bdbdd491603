using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>What CreateNetworkAclEntry and ReplaceNetworkAclEntry ask for, in common.</summary>
internal sealed record AclEntryRequest(
    int? RuleNumber,
    bool? Egress,
    string? Protocol,
    string? RuleAction,
    string? CidrBlock,
    string? Ipv6CidrBlock,
    Shape.PortRange? PortRange,
    Shape.IcmpTypeCode? IcmpTypeCode)
{
    /// <summary>The largest number that a user's entry may have.</summary>
    public const int RuleNumberMax = 32766;

    /// <summary>The entry; the error says what cannot be.</summary>
    public Ec2Error? Read(out NetworkAclEntry? entry)
    {
        entry = null;
        if (RuleNumber is not (>= 1 and <= RuleNumberMax))
        {
            return new Ec2Error.InvalidParameterValue(
                $"Value ({RuleNumber}) for parameter ruleNumber is invalid. It must be 1 to {RuleNumberMax}.");
        }

        if (RuleAction is not ("allow" or "deny"))
        {
            return new Ec2Error.InvalidParameterValue(
                $"Value ({RuleAction}) for parameter ruleAction is invalid. It must be allow or deny.");
        }

        if (CidrBlock is null == Ipv6CidrBlock is null)
        {
            return new Ec2Error.InvalidParameterCombination(
                "Exactly one of cidrBlock and ipv6CidrBlock must be given.");
        }

        string? ipv4 = null;
        string? ipv6 = null;
        var networkError = CidrBlock is not null
            ? RuleReader.ReadIpv4(CidrBlock, out ipv4)
            : RuleReader.ReadIpv6(Ipv6CidrBlock, out ipv6);
        if (networkError is not null)
        {
            return networkError;
        }

        // Terraform sends ports 0 to 0 with every protocol: only TCP and UDP have ports, only ICMP has types.
        var protocol = Number(Protocol);
        var ported = protocol is "6" or "17";
        if (ported && PortRange is not { From: >= 0 and <= 65535, To: >= 0 and <= 65535 })
        {
            return new Ec2Error.MissingParameter("portRange");
        }

        var icmp = protocol is "1" or "58";
        entry = new NetworkAclEntry
        {
            RuleNumber = RuleNumber.Value,
            Egress = Egress == true,
            Protocol = protocol,
            RuleAction = RuleAction,
            CidrBlock = ipv4,
            Ipv6CidrBlock = ipv6,
            FromPort = ported ? PortRange!.From : null,
            ToPort = ported ? PortRange!.To : null,
            IcmpType = icmp ? IcmpTypeCode?.Type ?? -1 : null,
            IcmpCode = icmp ? IcmpTypeCode?.Code ?? -1 : null,
        };
        return null;
    }

    private static string Number(string? protocol) => protocol?.ToLowerInvariant() switch
    {
        "tcp" => "6",
        "udp" => "17",
        "icmp" => "1",
        "icmpv6" => "58",
        "all" or null => "-1",
        var number => number,
    };
}
