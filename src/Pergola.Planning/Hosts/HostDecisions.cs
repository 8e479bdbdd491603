using System.Collections.Immutable;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Hosts;
using Pergola.Domain.Network;
using Pergola.Planning.Ec2;

namespace Pergola.Planning.Hosts;

/// <summary>Where a throw-away host should be.</summary>
/// <param name="VpcId">The VPC; its first subnet is taken unless one is named.</param>
/// <param name="SubnetId">A subnet of the VPC, or null.</param>
/// <param name="SecurityGroupIds">Groups of the VPC; none means its default group, as for any interface.</param>
public sealed record HostRequest(string VpcId, string? SubnetId, ImmutableArray<string> SecurityGroupIds);

/// <summary>Why a host cannot be made; nothing of AWS's, since hosts are ours.</summary>
public sealed record HostError(string Message) : ApiError("HostError", 400, Message);

/// <summary>Decisions about throw-away hosts (<c>pergola exec vpc-…</c>).</summary>
public static class HostDecisions
{
    /// <summary>Opens a host: an interface in the VPC whose guest end has a namespace of its own.</summary>
    public static Decision<ThrowAwayHost> Open(
        HostRequest request, Snapshot snapshot, IEntropy entropy, DateTimeOffset now)
    {
        var found = snapshot.Realms.FirstOrDefault(realm => realm.Value.Of<Vpc>().TryGet(request.VpcId, out _));
        if (found.Value is not { } realm)
        {
            return new HostError($"There is no VPC '{request.VpcId}'.");
        }

        var subnets = realm.Of<Subnet>().Under(request.VpcId).ToList();
        var subnet = request.SubnetId is null
            ? subnets.FirstOrDefault()
            : subnets.FirstOrDefault(s => s.SubnetId == request.SubnetId);
        if (subnet is null)
        {
            return new HostError(request.SubnetId is null
                ? $"The VPC '{request.VpcId}' has no subnet, so a host has no address to take. Create a subnet first."
                : $"The VPC '{request.VpcId}' has no subnet '{request.SubnetId}'.");
        }

        var hostId = Mint.ResourceId("host-", entropy);
        var outcome = InterfaceAllocation.Allocate(
            snapshot,
            found.Key,
            new InterfaceRequest(
                subnet.SubnetId,
                request.SecurityGroupIds,
                "Throw-away host of 'pergola exec'",
                $"host/{hostId}",
                hostId,
                RequesterId: "pergola"),
            now,
            entropy);
        if (outcome is InterfaceOutcome.Refused { Error: var error })
        {
            return error;
        }

        var networkInterface = ((InterfaceOutcome.Allocated)outcome).Interface with { InUse = true };
        var host = new ThrowAwayHost
        {
            HostId = hostId,
            NetworkInterfaceId = networkInterface.NetworkInterfaceId,
            VpcId = request.VpcId,
        };
        return new Decision<ThrowAwayHost>.Accept(
            host, [new Change.Put(found.Key, networkInterface), new Change.Put(found.Key, host)]);
    }

    /// <summary>Closes a host; absent is fine.</summary>
    public static ImmutableArray<Change> Close(Snapshot snapshot, string hostId) =>
    [
        .. snapshot.Realms
            .Where(realm => realm.Value.Of<ThrowAwayHost>().TryGet(hostId, out _))
            .SelectMany(realm => Close(realm.Key, realm.Value.Of<ThrowAwayHost>()[hostId])),
    ];

    /// <summary>Closes every host: after a restart nobody holds a connection to one.</summary>
    public static ImmutableArray<Change> CloseAll(Snapshot snapshot) =>
    [
        .. snapshot.Realms.SelectMany(
            realm => realm.Value.Of<ThrowAwayHost>().All.SelectMany(host => Close(realm.Key, host))),
    ];

    private static IEnumerable<Change> Close(Scope scope, ThrowAwayHost host) =>
    [
        new Change.Remove(scope, ResourceKinds.For<ThrowAwayHost>(), host.HostId),
        new Change.Remove(scope, ResourceKinds.For<NetworkInterface>(), host.NetworkInterfaceId),
    ];
}
