using Pergola.Domain;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Adds rules for what may reach the interfaces of a group.</summary>
internal static class AuthorizeSecurityGroupIngress
{
    public static Decision<Shape.AuthorizeSecurityGroupIngressResult> Decide(
        Shape.AuthorizeSecurityGroupIngressRequest request, Snapshot snapshot, Given given)
    {
        var asked = new RulesRequest(request.GroupId, request.GroupName, request.IpPermissions, RulesRequest.Old(
            request.IpProtocol, request.FromPort, request.ToPort, request.CidrIp, request.SourceSecurityGroupName));
        if (Authorization.Add(
            asked, request.TagSpecifications, isEgress: false, snapshot, given, out var result) is { } error)
        {
            return error;
        }

        return new Decision<Shape.AuthorizeSecurityGroupIngressResult>.Accept(
            new Shape.AuthorizeSecurityGroupIngressResult
            {
                Return = true,
                SecurityGroupRules =
                [
                    .. result.Added.Select(rule =>
                        RuleView.Of(given.Scope, snapshot.In(given.Scope), result.Group, rule)),
                ],
            },
            [new Change.Put(given.Scope, result.Group)]);
    }
}
