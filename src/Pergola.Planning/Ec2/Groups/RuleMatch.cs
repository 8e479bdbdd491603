using Pergola.Domain.Network;

namespace Pergola.Planning.Ec2;

/// <summary>What makes two rules the same one: everything but id, description and tags.</summary>
internal sealed record RuleMatch(
    bool IsEgress,
    string IpProtocol,
    int? FromPort,
    int? ToPort,
    string? CidrIpv4,
    string? CidrIpv6,
    string? PrefixListId,
    string? ReferencedGroupId)
{
    public static RuleMatch Of(SecurityGroupRule rule) => new(
        rule.IsEgress,
        rule.IpProtocol,
        rule.FromPort,
        rule.ToPort,
        rule.CidrIpv4,
        rule.CidrIpv6,
        rule.PrefixListId,
        rule.ReferencedGroupId);

    /// <summary>The rule in the words of EC2's messages.</summary>
    public string Describe()
    {
        var peer = CidrIpv4 ?? CidrIpv6 ?? PrefixListId ?? ReferencedGroupId;
        return IpProtocol == "-1"
            ? $"peer: {peer}, ALL, ALLOW"
            : $"peer: {peer}, {IpProtocol.ToUpperInvariant()}, from port: {FromPort}, to port: {ToPort}, ALLOW";
    }
}
