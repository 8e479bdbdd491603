using System.Net;
using System.Net.Sockets;
using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Target = Pergola.Domain.VpcLattice.Target;
using TargetGroup = Pergola.Domain.VpcLattice.TargetGroup;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// What may become a target of a group (VPC Lattice user guide, "Register targets"). Functions and load balancers live
/// outside Pergola: a well-formed ARN of the caller's account and region is believed.
/// </summary>
internal sealed class TargetAdmission(Scope scope, Realm realm, TargetGroup group)
{
    /// <summary>How many groups may hold the same load balancer.</summary>
    private const int GroupsOfLoadBalancerMax = 2;

    // Of a group that holds one thing only: that thing, whether it was there before or comes with this request.
    private string? _single = realm.Of<Target>().Under(group.Id)
        .FirstOrDefault(target => target.Status != TargetStatus.Draining)?.TargetId;

    /// <summary>Why that cannot become a target; null when it can, and then it counts as one.</summary>
    /// <param name="port">As the request gives it.</param>
    public string? Refuse(string targetId, int? port) => group.Type switch
    {
        TargetGroupType.Ip => RefuseAddress(targetId),
        TargetGroupType.Instance => RefuseInstance(targetId),
        TargetGroupType.Lambda => RefuseFunction(targetId, port) ?? RefuseSecond(targetId),
        _ => RefuseLoadBalancer(targetId) ?? RefuseSecond(targetId),
    };

    private string? RefuseAddress(string targetId)
    {
        if (!IPAddress.TryParse(targetId, out var address) || address.ToString() != targetId)
        {
            return $"'{targetId}' is not an IP address.";
        }

        var family = group.Config?.IpAddressType == IpAddressType.Ipv6
            ? AddressFamily.InterNetworkV6
            : AddressFamily.InterNetwork;
        if (address.AddressFamily != family)
        {
            return $"{targetId} is not of the target group's address type {group.Config?.IpAddressType}.";
        }

        var vpc = group.Config?.VpcIdentifier ?? "";
        return realm.Of<Subnet>().Under(vpc).Any(subnet => Cidr.Parse(subnet.CidrBlock).Contains(address))
            ? RefuseEndpoint(vpc, targetId)
            : $"{targetId} lies in no subnet of the target group's VPC {vpc}.";
    }

    private string? RefuseEndpoint(string vpc, string targetId)
    {
        var endpoint = realm.Of<VpcEndpoint>().Under(vpc).FirstOrDefault(each => each.NetworkInterfaceIds
            .Any(id => realm.Of<NetworkInterface>()[id].AllAddresses().Contains(targetId)));
        return endpoint is null
            ? null
            : $"{targetId} is an address of VPC endpoint {endpoint.VpcEndpointId}, which cannot be a target.";
    }

    private string? RefuseInstance(string targetId)
    {
        var vpc = group.Config?.VpcIdentifier;
        return Instances.Find(realm, targetId) switch
        {
            null => $"Instance '{targetId}' does not exist; instances must be in the target group's VPC {vpc}.",
            { VpcId: var other } when other != vpc =>
                $"Instance {targetId} is in {other}; instances must be in the target group's VPC {vpc}.",
            { IsRunning: false } => $"Instance {targetId} is not running.",
            _ => null,
        };
    }

    private string? RefuseFunction(string targetId, int? port)
    {
        if (port is not null)
        {
            return $"Functions have no port; leave out {port}.";
        }

        return IsHere(targetId, "lambda", out var resource)
            && resource.Split(':') is ["function", { Length: > 0 }] or ["function", { Length: > 0 }, { Length: > 0 }]
            ? null
            : $"'{targetId}' is not the ARN of a function, version or alias of account {scope.Account} in "
                + $"{scope.Region}, such as arn:aws:lambda:{scope.Region}:{scope.Account}:function:NAME.";
    }

    private string? RefuseLoadBalancer(string targetId)
    {
        if (!IsHere(targetId, "elasticloadbalancing", out var resource)
            || resource.Split('/') is not ["loadbalancer", "app", { Length: > 0 }, { Length: > 0 }])
        {
            return $"'{targetId}' is not the ARN of an Application Load Balancer of account {scope.Account} in "
                + $"{scope.Region}, such as arn:aws:elasticloadbalancing:{scope.Region}:{scope.Account}:"
                + "loadbalancer/app/NAME/ID.";
        }

        var others = realm.Of<TargetGroup>().All
            .Where(other => other.Type == TargetGroupType.Alb && other.Id != group.Id)
            .Where(other => realm.Of<Target>().Under(other.Id).Any(target => target.TargetId == targetId))
            .Select(other => other.Id)
            .ToList();
        return others.Count < GroupsOfLoadBalancerMax ? null
            : $"{targetId} is in {string.Join(" and ", others)} already; a load balancer is in at most "
                + $"{GroupsOfLoadBalancerMax} target groups.";
    }

    private string? RefuseSecond(string targetId)
    {
        _single ??= targetId;
        return _single == targetId ? null
            : $"A {group.Type} target group has one target, and {group.Id} has {_single}; create another target group.";
    }

    private bool IsHere(string targetId, string service, out string resource)
    {
        resource = Arn.TryParse(targetId, out var arn) ? arn.Resource : "";
        return arn is not null && arn.Service == service && new Scope(arn.Account, arn.Region) == scope;
    }
}
