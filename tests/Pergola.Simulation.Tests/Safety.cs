using System.Net;
using Pergola.Domain;
using Pergola.Domain.Ecs;
using Pergola.Domain.Network;
using Pergola.Domain.VpcLattice;
using Pergola.Machine.Network;

namespace Pergola.Simulation.Tests;

/// <summary>What must be true at every moment, whatever the clients ask and whatever breaks.</summary>
internal static class Safety
{
    private const int Tcp = 6;

    /// <summary>A Lattice address that is no VPC's own in any other way.</summary>
    private static readonly IPAddress s_lattice = IPAddress.Parse("169.254.171.77");

    public static void Check(World world)
    {
        foreach (var realm in World.Accounts.Select(world.Snapshot.In))
        {
            NoReferenceDangles(References(realm));
            NoReferenceDangles(ReferencesAcross(world.Snapshot, realm));
            NoAddressIsOwnedTwice(realm);
        }

        WhatRunsHasAnInterface(world.Realm);
        NoPacketCrossesVpcs(world);
    }

    private static void NoReferenceDangles(IEnumerable<(string From, string To, bool Exists)> references)
    {
        foreach (var (from, to, exists) in references)
        {
            Assert.True(exists, $"{from} refers to {to}, which is gone.");
        }
    }

    private static IEnumerable<(string From, string To, bool Exists)> References(Realm realm) =>
    [
        .. realm.Of<Subnet>().All.Select(each => To<Vpc>(realm, each.Id, each.VpcId)),
        .. realm.Of<SecurityGroup>().All.Select(each => To<Vpc>(realm, each.Id, each.VpcId)),
        .. realm.Of<RouteTable>().All.Select(each => To<Vpc>(realm, each.Id, each.VpcId)),
        .. realm.Of<NetworkInterface>().All.Select(each => To<Subnet>(realm, each.Id, each.SubnetId)),
        .. realm.Of<NetworkInterface>().All.SelectMany(each =>
            each.SecurityGroupIds.Select(group => To<SecurityGroup>(realm, each.Id, group))),
        .. realm.Of<NatGateway>().All.Where(each => each.State != NatGatewayState.Deleted)
            .Select(each => To<Subnet>(realm, each.Id, each.SubnetId)),
        .. realm.Of<Target>().All.Select(each => To<TargetGroup>(realm, each.Id, each.TargetGroupId)),
        .. realm.Of<Listener>().All.Select(each => To<LatticeService>(realm, each.Id, each.ServiceId)),
        .. realm.Of<Listener>().All.Select(each => To<ListenerRule>(realm, each.Id, each.DefaultRuleId)),
        .. realm.Of<ListenerRule>().All.Select(each => To<Listener>(realm, each.Id, each.ListenerId)),
        .. realm.Of<ListenerRule>().All.SelectMany(each =>
            each.TargetGroupIds().Select(group => To<TargetGroup>(realm, each.Id, group))),
        .. realm.Of<ResourceGateway>().All.SelectMany(each => each.SubnetIds.Select(id =>
            To<Subnet>(realm, each.Id, id))),
        .. realm.Of<ResourceGateway>().All.SelectMany(each => each.NetworkInterfaceIds.Select(id =>
            To<NetworkInterface>(realm, each.Id, id))),
        .. realm.Of<ResourceConfiguration>().All.Select(each =>
            To<ResourceGateway>(realm, each.Id, each.ResourceGatewayId)),
        .. realm.Of<ResourceConfiguration>().All.Where(each => each.GroupId is not null).Select(each =>
            To<ResourceConfiguration>(realm, each.Id, each.GroupId!)),
        .. realm.Of<ResourceEndpointAssociation>().All.Select(each =>
            To<ResourceConfiguration>(realm, each.Id, each.ResourceConfigurationId)),
        .. realm.Of<VpcEndpoint>().All.SelectMany(each => each.SubnetIds.Select(id => To<Subnet>(realm, each.Id, id))),
        .. realm.Of<VpcEndpoint>().All.SelectMany(each => each.NetworkInterfaceIds.Select(id =>
            To<NetworkInterface>(realm, each.Id, id))),
        .. realm.Of<VpcEndpoint>().All.SelectMany(each => each.SecurityGroupIds.Select(id =>
            To<SecurityGroup>(realm, each.Id, id))),
        .. realm.Of<EcsTask>().All.Select(each => To<EcsCluster>(realm, each.Id, each.ClusterName)),
        .. realm.Of<EcsTask>().All.Where(each => each.LastStatus != "STOPPED")
            .Select(each => To<EcsTaskDefinition>(realm, each.Id, each.TaskDefinitionId)),
    ];

    // What one account's resources name may be the other's.
    private static IEnumerable<(string From, string To, bool Exists)> ReferencesAcross(Snapshot all, Realm realm) =>
    [
        .. realm.Of<ServiceNetworkServiceAssociation>().All.SelectMany(each => new[]
        {
            Across<LatticeService>(all, each.Id, each.ServiceId),
            Across<ServiceNetwork>(all, each.Id, each.ServiceNetworkId),
        }),
        .. realm.Of<ServiceNetworkVpcAssociation>().All.SelectMany(each => new[]
        {
            Across<Vpc>(all, each.Id, each.VpcId),
            Across<ServiceNetwork>(all, each.Id, each.ServiceNetworkId),
        }),
        .. realm.Of<ServiceNetworkResourceAssociation>().All.SelectMany(each => new[]
        {
            Across<ResourceConfiguration>(all, each.Id, each.ResourceConfigurationId),
            Across<ServiceNetwork>(all, each.Id, each.ServiceNetworkId),
        }),
        .. realm.Of<ResourceEndpointAssociation>().All.Select(each =>
            Across<VpcEndpoint>(all, each.Id, each.VpcEndpointId)),
        .. realm.Of<VpcEndpoint>().All.Where(each => each.TargetId is not null).Select(each =>
            each.EndpointType == VpcEndpointKind.ServiceNetwork
                ? Across<ServiceNetwork>(all, each.Id, each.TargetId!)
                : Across<ResourceConfiguration>(all, each.Id, each.TargetId!)),
        .. realm.Of<AccessLogSubscription>().All.Select(each => (
            each.Id,
            each.ResourceId,
            Across<ServiceNetwork>(all, each.Id, each.ResourceId).Exists
                || Across<LatticeService>(all, each.Id, each.ResourceId).Exists)),
    ];

    private static (string From, string To, bool Exists) Across<T>(Snapshot all, string from, string to)
        where T : Resource => (from, to, World.Accounts.Any(account => all.In(account).Of<T>().TryGet(to, out _)));

    private static (string From, string To, bool Exists) To<T>(Realm realm, string from, string to)
        where T : Resource => (from, to, realm.Of<T>().TryGet(to, out _));

    private static void NoAddressIsOwnedTwice(Realm realm)
    {
        var owners = realm.Of<NetworkInterface>().All
            .SelectMany(each => each.AllAddresses().Select(address => (each.VpcId, address)))
            .GroupBy(each => each);
        Assert.All(owners, owner => Assert.Single(owner));
    }

    private static void WhatRunsHasAnInterface(Realm realm) => Assert.All(
        realm.Of<EcsTask>().All.Where(task => task.LastStatus == "RUNNING"),
        task => Assert.True(
            realm.Of<NetworkInterface>().TryGet(task.Attachment.InterfaceId, out _),
            $"Task {task.TaskId} is RUNNING without its interface {task.Attachment.InterfaceId}."));

    // Another VPC's address is only to be had through Lattice, and Lattice only in a VPC that is attached to it.
    private static void NoPacketCrossesVpcs(World world)
    {
        var standing = world.Node.Standing;
        foreach (var vpc in standing)
        {
            if (Guests(world, vpc).FirstOrDefault() is not { } sender)
            {
                continue;
            }

            foreach (var other in standing.Where(other => other.VpcId != vpc.VpcId))
            {
                foreach (var foreign in other.Interfaces.Where(each => !IsOf(vpc, each.PrivateAddress)))
                {
                    NotDelivered(world, vpc, sender, foreign.PrivateAddress);
                }
            }

            if (vpc.Lattice is null)
            {
                NotDelivered(world, vpc, sender, s_lattice);
            }
        }
    }

    private static IEnumerable<InterfaceSpec> Guests(World world, VpcSpec vpc)
    {
        var plugged = world.Node.Fabric.Observe().Vpcs
            .Where(state => state.VpcId == vpc.VpcId)
            .SelectMany(state => state.Interfaces)
            .Select(state => state.InterfaceId)
            .ToHashSet(StringComparer.Ordinal);
        return vpc.Interfaces.Where(each => plugged.Contains(each.InterfaceId));
    }

    private static bool IsOf(VpcSpec vpc, IPAddress address) =>
        vpc.Interfaces.Any(each => each.PrivateAddress.Equals(address))
        || vpc.Subnets.Any(subnet => subnet.GatewayAddress.Equals(address))
        || vpc.ResourceGateways.Any(gateway => gateway.Addresses.Contains(address))
        || vpc.Endpoints.Any(endpoint => endpoint.Addresses.Contains(address))
        || vpc.ResolverAddress.Equals(address);

    private static void NotDelivered(World world, VpcSpec vpc, InterfaceSpec sender, IPAddress to) => Assert.False(
        world.Node.Fabric.Trace(new Packet(vpc.VpcId, sender.InterfaceId, to, Tcp, 80)) is Verdict.Delivered,
        $"{sender.InterfaceId} of {vpc.VpcId} reaches {to}, which is not in its VPC.");
}
