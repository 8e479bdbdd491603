using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using ApiTarget = Pergola.Api.VpcLattice.Target;
using Target = Pergola.Domain.VpcLattice.Target;
using TargetGroup = Pergola.Domain.VpcLattice.TargetGroup;

namespace Pergola.Planning.VpcLattice;

/// <summary>RegisterTargets: each target succeeds or fails by itself; one that is there already succeeds.</summary>
internal static class RegisterTargets
{
    public static Decision<RegisterTargetsResponse> Decide(
        RegisterTargetsRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!LatticeLookup.TryFind<TargetGroup>(realm, request.TargetGroupIdentifier, out var group, out var refusal))
        {
            return refusal;
        }

        if (group.Status != TargetGroupStatus.Active)
        {
            return LatticeError.Conflict.Status(group, group.Status);
        }

        // Those that are registered already, as controllers send them again and again, need no new place.
        var keys = realm.Of<Target>().Under(group.Id).Select(target => target.Id)
            .Union(request.Targets.Select(target => Target.Key(group.Id, target.Id, PortOf(group, target))));
        if (LatticeQuota.Targets.RefuseTotal<TargetGroup>(given, keys.Count(), group.Id) is { } full)
        {
            return full;
        }

        var changes = ImmutableArray.CreateBuilder<Change>();
        var successful = ImmutableArray.CreateBuilder<ApiTarget>();
        var unsuccessful = ImmutableArray.CreateBuilder<TargetFailure>();
        foreach (var target in request.Targets)
        {
            var port = PortOf(group, target);
            if (Refuse(realm, group, target.Id) is { } reason)
            {
                unsuccessful.Add(new TargetFailure
                {
                    Id = target.Id,
                    Port = Shown(port),
                    FailureCode = "UnsupportedTarget",
                    FailureMessage = reason,
                });
                continue;
            }

            changes.AddRange(TargetRegistration.Register(given.Scope, realm, group, target.Id, port, null, given.Now));
            successful.Add(new ApiTarget { Id = target.Id, Port = Shown(port) });
        }

        return new Decision<RegisterTargetsResponse>.Accept(
            new RegisterTargetsResponse
            {
                Successful = successful.ToImmutable(),
                Unsuccessful = unsuccessful.ToImmutable(),
            },
            changes.ToImmutable());
    }

    /// <summary>The port of a target: its own, else the group's; 0 for functions.</summary>
    public static int PortOf(TargetGroup group, ApiTarget target) => target.Port ?? group.Config?.Port ?? 0;

    /// <summary>A port as answers show it: functions have none.</summary>
    public static int? Shown(int port) => port == 0 ? null : port;

    private static string? Refuse(Realm realm, TargetGroup group, string targetId) => group.Type switch
    {
        TargetGroupType.Ip => RefuseAddress(realm, group, targetId),
        TargetGroupType.Instance => $"Instance {targetId} does not exist in {group.Config?.VpcIdentifier}.",
        TargetGroupType.Lambda => $"Function {targetId} does not exist.",
        _ => $"Load balancer {targetId} does not exist in {group.Config?.VpcIdentifier}.",
    };

    private static string? RefuseAddress(Realm realm, TargetGroup group, string targetId)
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
            ? null
            : $"{targetId} lies in no subnet of the target group's VPC {vpc}.";
    }
}
