using Pergola.Domain;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Takes rules for what may reach the interfaces of a group.</summary>
internal static class RevokeSecurityGroupIngress
{
    public static Decision<Shape.RevokeSecurityGroupIngressResult> Decide(
        Shape.RevokeSecurityGroupIngressRequest request, Snapshot snapshot, Given given)
    {
        var asked = new RulesRequest(request.GroupId, request.GroupName, request.IpPermissions, RulesRequest.Old(
            request.IpProtocol, request.FromPort, request.ToPort, request.CidrIp, request.SourceSecurityGroupName));
        if (Revocation.Remove(
            asked, request.SecurityGroupRuleIds, isEgress: false, snapshot, given, out var result) is { } error)
        {
            return error;
        }

        return new Decision<Shape.RevokeSecurityGroupIngressResult>.Accept(
            new Shape.RevokeSecurityGroupIngressResult
            {
                Return = true,
                UnknownIpPermissions = [],
                RevokedSecurityGroupRules = [.. result.Removed.Select(rule => RuleView.Revoked(result.Group, rule))],
            },
            [new Change.Put(given.Scope, result.Group)]);
    }
}
