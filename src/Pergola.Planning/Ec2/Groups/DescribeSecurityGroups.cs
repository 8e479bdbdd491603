using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Lists security groups with their rules gathered into permissions.</summary>
internal static class DescribeSecurityGroups
{
    public static Decision<Shape.DescribeSecurityGroupsResult> Decide(
        Shape.DescribeSecurityGroupsRequest request, Snapshot snapshot, Given given)
    {
        var groups = snapshot.In(given.Scope).Of<SecurityGroup>().All;
        if (request.GroupNames is { Count: > 0 } names)
        {
            if (names.FirstOrDefault(name => groups.All(group => group.GroupName != name)) is { } absent)
            {
                return new Ec2Error.NotFound(Noun.SecurityGroup, absent);
            }

            groups = groups.Where(group => names.Contains(group.GroupName));
        }

        return Catalog.Of<SecurityGroup>(Noun.SecurityGroup, (group, name) => Values(given.Scope, group, name)).Search(
            groups,
            new Query(request.GroupIds, request.Filters, request.MaxResults, request.NextToken),
            (found, next) => new Shape.DescribeSecurityGroupsResult
            {
                SecurityGroups = [.. found.Select(group => RuleView.Group(given.Scope, group))],
                NextToken = next,
            });
    }

    private static IEnumerable<string?>? Values(Scope scope, SecurityGroup group, string name)
    {
        const string Egress = "egress.";
        var isEgress = name.StartsWith(Egress, StringComparison.Ordinal);
        var rules = group.Rules.Where(rule => rule.IsEgress == isEgress);
        return (isEgress ? name[Egress.Length..] : name) switch
        {
            "ip-permission.cidr" => rules.Select(rule => rule.CidrIpv4),
            "ip-permission.ipv6-cidr" => rules.Select(rule => rule.CidrIpv6),
            "ip-permission.from-port" => rules.Select(rule => rule.FromPort is { } port ? $"{port}" : null),
            "ip-permission.to-port" => rules.Select(rule => rule.ToPort is { } port ? $"{port}" : null),
            "ip-permission.group-id" => rules.Select(rule => rule.ReferencedGroupId),
            "ip-permission.prefix-list-id" => rules.Select(rule => rule.PrefixListId),
            "ip-permission.protocol" => rules.Select(rule => rule.IpProtocol),
            _ when isEgress => null,
            "group-id" => [group.GroupId],
            "group-name" => [group.GroupName],
            "description" => [group.Description],
            "owner-id" => [scope.Account],
            "vpc-id" => [group.VpcId],
            _ => null,
        };
    }
}
