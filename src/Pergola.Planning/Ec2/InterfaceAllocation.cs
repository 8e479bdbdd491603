using System.Collections.Immutable;
using System.Net;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;

namespace Pergola.Planning.Ec2;

/// <summary>What somebody needs an interface for.</summary>
/// <param name="SubnetId">Where its address comes from.</param>
/// <param name="SecurityGroupIds">Its groups; empty: the VPC's default group.</param>
/// <param name="Description">What DescribeNetworkInterfaces shows.</param>
/// <param name="Owner">What it belongs to, for people: <c>task/CLUSTER/ID</c>.</param>
/// <param name="Sandbox">The network namespace of its guest; null when there is none.</param>
/// <param name="RequesterId">The service that asks (<c>amazon-ecs</c>); null when a user does.</param>
/// <param name="InterfaceType"><c>interface</c>, <c>nat_gateway</c> or <c>vpc_endpoint</c>.</param>
/// <param name="AssignPublicIp">Whether it gets an address of the pool for as long as it lives.</param>
/// <param name="PrivateIpAddress">The address it must have; null: the next free one.</param>
public sealed record InterfaceRequest(
    string SubnetId,
    ImmutableArray<string> SecurityGroupIds,
    string Description,
    string Owner,
    string? Sandbox,
    string? RequesterId,
    string InterfaceType = "interface",
    bool AssignPublicIp = false,
    string? PrivateIpAddress = null);

/// <summary>An interface that can be put, or why there is none.</summary>
public abstract record InterfaceOutcome
{
    private InterfaceOutcome()
    {
    }

    /// <summary>The interface; the caller commits it.</summary>
    public sealed record Allocated(NetworkInterface Interface) : InterfaceOutcome;

    /// <summary>No interface, in EC2's words.</summary>
    public sealed record Refused(ApiError Error) : InterfaceOutcome;
}

/// <summary>Chooses addresses for new interfaces: private, hardware and public.</summary>
public static class InterfaceAllocation
{
    /// <summary>EC2's default quota of security groups per interface.</summary>
    public const int GroupsMax = 5;

    /// <summary>EC2 keeps the first four addresses of a subnet (network, gateway, resolver, future use) …</summary>
    public const uint ReservedFirst = 4;

    /// <summary>… and the last one (broadcast).</summary>
    public const uint ReservedLast = 1;

    /// <summary>An interface for the request. Changes nothing: put what comes back.</summary>
    /// <param name="snapshot">All accounts, since public addresses are unique among all.</param>
    /// <param name="scope">The account and region of the subnet.</param>
    /// <param name="request">What is needed.</param>
    /// <param name="now">The time of creation.</param>
    /// <param name="entropy">For ids, hardware and public addresses.</param>
    /// <param name="pending">Interfaces that the same decision allocated and has not committed yet.</param>
    public static InterfaceOutcome Allocate(
        Snapshot snapshot,
        Scope scope,
        InterfaceRequest request,
        DateTimeOffset now,
        IEntropy entropy,
        IReadOnlyCollection<NetworkInterface>? pending = null)
    {
        var realm = snapshot.In(scope);
        if (!realm.Of<Subnet>().TryGet(request.SubnetId, out var subnet))
        {
            return new InterfaceOutcome.Refused(new Ec2Error.NotFound(Noun.Subnet, request.SubnetId));
        }

        if (GroupsError(realm, subnet.VpcId, request.SecurityGroupIds) is { } groupsError)
        {
            return new InterfaceOutcome.Refused(groupsError);
        }

        var taken = Taken(realm, subnet.SubnetId, pending ?? []);
        if (PrivateAddress(subnet, request.PrivateIpAddress, taken, out var refusal) is not { } address)
        {
            return new InterfaceOutcome.Refused(refusal!);
        }

        var publicAddress = request.AssignPublicIp
            ? PublicAddresses.Next(snapshot, PublicOf(pending), entropy)
            : null;
        if (request.AssignPublicIp && publicAddress is null)
        {
            return new InterfaceOutcome.Refused(new Ec2Error.InsufficientAddressCapacity());
        }

        return new InterfaceOutcome.Allocated(new NetworkInterface
        {
            NetworkInterfaceId = Mint.ResourceId(Noun.NetworkInterface.Prefix, entropy),
            VpcId = subnet.VpcId,
            SubnetId = subnet.SubnetId,
            PrivateIpAddress = address,
            MacAddress = HardwareAddress(entropy),
            SecurityGroupIds = Groups(realm, subnet.VpcId, request.SecurityGroupIds),
            Description = request.Description,
            RequesterManaged = request.RequesterId is not null,
            RequesterId = request.RequesterId,
            InterfaceType = request.InterfaceType,
            PublicIpAddress = publicAddress,
            Sandbox = request.Sandbox,
            Owner = request.Owner,
            InUse = request.RequesterId is not null,
            CreatedAt = now,
        });
    }

    /// <summary>How many addresses of a subnet are free.</summary>
    public static int FreeAddresses(Realm realm, Subnet subnet)
    {
        var usable = Cidr.Parse(subnet.CidrBlock).Size - ReservedFirst - ReservedLast;
        return (int)usable
            - realm.Of<NetworkInterface>().Under(subnet.SubnetId).Sum(each => each.AllAddresses().Count());
    }

    /// <summary>The next free address of a subnet; null when there is none.</summary>
    /// <param name="pending">Interfaces as they will be, which count instead of those that are kept.</param>
    internal static string? NextAddress(
        Realm realm, string subnetId, IReadOnlyCollection<NetworkInterface> pending) => PrivateAddress(
            realm.Of<Subnet>()[subnetId], asked: null, Taken(realm, subnetId, pending), out _);

    /// <summary>Why these groups cannot be an interface's in that VPC; null when they can.</summary>
    internal static Ec2Error? GroupsError(Realm realm, string vpcId, ImmutableArray<string> groupIds)
    {
        if (groupIds.Length > GroupsMax)
        {
            return new Ec2Error.TooManyGroups(groupIds.Length);
        }

        foreach (var groupId in groupIds)
        {
            if (!realm.Of<SecurityGroup>().TryGet(groupId, out var group))
            {
                return new Ec2Error.NotFound(Noun.SecurityGroup, groupId);
            }

            if (group.VpcId != vpcId)
            {
                return new Ec2Error.DifferentNetworks(
                    $"Security group {groupId} and subnet belong to different networks: {group.VpcId} and {vpcId}.");
            }
        }

        return null;
    }

    /// <summary>The groups as asked, without repetition, or the VPC's default group.</summary>
    internal static ImmutableArray<string> Groups(Realm realm, string vpcId, ImmutableArray<string> groupIds) =>
        groupIds.Length > 0
            ? [.. groupIds.Distinct()]
            :
            [
                .. realm.Of<SecurityGroup>().Under(vpcId)
                    .Where(group => group.IsDefault)
                    .Select(group => group.GroupId),
            ];

    private static string[] Taken(
        Realm realm, string subnetId, IReadOnlyCollection<NetworkInterface> pending)
    {
        var ids = pending.Select(each => each.NetworkInterfaceId).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. realm.Of<NetworkInterface>().Under(subnetId)
                .Where(each => !ids.Contains(each.NetworkInterfaceId))
                .Concat(pending.Where(each => each.SubnetId == subnetId))
                .SelectMany(each => each.AllAddresses()),
        ];
    }

    private static IEnumerable<string> PublicOf(IReadOnlyCollection<NetworkInterface>? pending) =>
        (pending ?? []).Select(other => other.PublicIpAddress).OfType<string>();

    private static string? PrivateAddress(Subnet subnet, string? asked, string[] taken, out Ec2Error? refusal)
    {
        var cidr = Cidr.Parse(subnet.CidrBlock);
        var used = taken.Select(text => Cidr.ToNumber(IPAddress.Parse(text))).ToHashSet();
        var first = cidr.First + ReservedFirst;
        var last = cidr.Last - ReservedLast;
        if (asked is not null)
        {
            refusal = AskedError(asked, used, first, last, subnet);
            return refusal is null ? asked : null;
        }

        // The search begins behind the newest address, so that a released one rests while the subnet has others.
        var start = taken.Length == 0 ? first : Cidr.ToNumber(IPAddress.Parse(taken[^1])) + 1;
        for (var i = 0u; i <= last - first; i++)
        {
            var candidate = first + ((start - first + i) % (last - first + 1));
            if (!used.Contains(candidate))
            {
                refusal = null;
                return Cidr.ToAddress(candidate).ToString();
            }
        }

        refusal = new Ec2Error.InsufficientFreeAddresses(subnet.SubnetId);
        return null;
    }

    private static Ec2Error? AskedError(string asked, HashSet<uint> used, uint first, uint last, Subnet subnet)
    {
        if (!Cidr.TryParse(asked + "/32", out var address))
        {
            return new Ec2Error.InvalidParameterValue(
                $"Value ({asked}) for parameter privateIpAddress is invalid. It must be an IPv4 address.");
        }

        if (address.First < first || address.First > last)
        {
            return new Ec2Error.InvalidParameterValue(
                $"Address {asked} does not fall within the usable addresses of subnet {subnet.SubnetId}: "
                + $"{Cidr.ToAddress(first)} to {Cidr.ToAddress(last)}.");
        }

        return used.Contains(address.First) ? new Ec2Error.AddressTaken(asked) : null;
    }

    // 02 marks an address that no manufacturer gave.
    private static string HardwareAddress(IEntropy entropy)
    {
        var hex = Mint.Hex(10, entropy);
        return $"02:{hex[..2]}:{hex[2..4]}:{hex[4..6]}:{hex[6..8]}:{hex[8..]}";
    }
}
