using Pergola.Domain;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Adds rules for what may leave the interfaces of a group.</summary>
internal static class AuthorizeSecurityGroupEgress
{
    public static Decision<Shape.AuthorizeSecurityGroupEgressResult> Decide(
        Shape.AuthorizeSecurityGroupEgressRequest request, Snapshot snapshot, Given given)
    {
        var asked = new RulesRequest(request.GroupId, GroupName: null, request.IpPermissions, RulesRequest.Old(
            request.IpProtocol, request.FromPort, request.ToPort, request.CidrIp, request.SourceSecurityGroupName));
        if (Authorization.Add(
            asked, request.TagSpecifications, isEgress: true, snapshot, given, out var result) is { } error)
        {
            return error;
        }

        return new Decision<Shape.AuthorizeSecurityGroupEgressResult>.Accept(
            new Shape.AuthorizeSecurityGroupEgressResult
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
