using Pergola.Domain;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Takes rules for what may leave the interfaces of a group.</summary>
internal static class RevokeSecurityGroupEgress
{
    public static Decision<Shape.RevokeSecurityGroupEgressResult> Decide(
        Shape.RevokeSecurityGroupEgressRequest request, Snapshot snapshot, Given given)
    {
        var asked = new RulesRequest(request.GroupId, GroupName: null, request.IpPermissions, RulesRequest.Old(
            request.IpProtocol, request.FromPort, request.ToPort, request.CidrIp, request.SourceSecurityGroupName));
        if (Revocation.Remove(
            asked, request.SecurityGroupRuleIds, isEgress: true, snapshot, given, out var result) is { } error)
        {
            return error;
        }

        return new Decision<Shape.RevokeSecurityGroupEgressResult>.Accept(
            new Shape.RevokeSecurityGroupEgressResult
            {
                Return = true,
                UnknownIpPermissions = [],
                RevokedSecurityGroupRules = [.. result.Removed.Select(rule => RuleView.Revoked(result.Group, rule))],
            },
            [new Change.Put(given.Scope, result.Group)]);
    }
}
