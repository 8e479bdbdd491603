using Pergola.Domain;
using Pergola.Domain.Ecs;
using Pergola.Domain.Logs;
using Pergola.Domain.Network;
using Pergola.Domain.Ram;
using Pergola.Domain.VpcLattice;
using Pergola.Planning;
using Ec2 = Pergola.Api.Ec2;
using EcsApi = Pergola.Api.Ecs;
using Lattice = Pergola.Api.VpcLattice;
using Logs = Pergola.Api.Logs;
using Ram = Pergola.Api.Ram;

namespace Pergola.Simulation.Tests;

/// <summary>Everything goes, in an order in which AWS lets it go, and nothing stays.</summary>
internal static class Teardown
{
    /// <summary>Rounds until what waits for something else can go too.</summary>
    private const int RoundsMax = 8;

    public static void Run(World world, int step)
    {
        for (var round = 0; round < RoundsMax; round++)
        {
            foreach (var stage in s_stages)
            {
                foreach (var who in World.Accounts)
                {
                    foreach (var request in stage(world.Snapshot.In(who)).ToList())
                    {
                        world.Send(request, who);
                    }
                }

                Liveness.Settle(world, step);
            }
        }

        // What AWS shows for an hour after its end, and client tokens, are forgotten.
        world.Now = world.Now.AddDays(2);
        Liveness.Settle(world, step);
        AssertNothingStays(world);
    }

    private static void AssertNothingStays(World world)
    {
        // Deleted task definitions keep their numbers, as AWS does.
        Assert.Equal([], World.Accounts.SelectMany(account => world.Snapshot.In(account).All)
            .Where(resource => resource is not EcsTaskDefinition { Shape.Status: "DELETE_IN_PROGRESS" })
            .Select(resource => $"{resource.GetType().Name} {resource.Id}"));
        var desired = NodeCompiler.Compile(world.Snapshot);
        Assert.Empty(desired.Fabric.Vpcs);
        Assert.Empty(desired.Tasks);
        Assert.Empty(desired.Dataplane.Services);
        Assert.Empty(world.Node.Fabric.Observe().Vpcs);
        Assert.Empty(world.Node.Containers.Tasks);
    }

    private static readonly Func<Realm, IEnumerable<object>>[] s_stages =
    [
        realm => realm.Of<EcsService>().All.Select(each => new EcsApi.DeleteServiceRequest
        {
            Cluster = each.ClusterName, Service = each.ServiceName, Force = true,
        }),
        realm => realm.Of<EcsTask>().All.Select(each => new EcsApi.StopTaskRequest
        {
            Cluster = each.ClusterName, Task = each.TaskId,
        }),
        realm => realm.Of<EcsTaskDefinition>().All.SelectMany(each => new object[]
        {
            new EcsApi.DeregisterTaskDefinitionRequest { TaskDefinition = each.Id },
            new EcsApi.DeleteTaskDefinitionsRequest { TaskDefinitions = [each.Id] },
        }),
        realm => realm.Of<EcsCluster>().All.Select(each => new EcsApi.DeleteClusterRequest
        {
            Cluster = each.ClusterName,
        }),
        Endpoints,
        Associations,
        Resources,
        realm => realm.Of<Listener>().All.Select(each => new Lattice.DeleteListenerRequest
        {
            ServiceIdentifier = each.ServiceId, ListenerIdentifier = each.Id,
        }),
        realm => realm.Of<Target>().All.Select(each => new Lattice.DeregisterTargetsRequest
        {
            TargetGroupIdentifier = each.TargetGroupId,
            Targets = [new Lattice.Target { Id = each.TargetId, Port = each.Port }],
        }),
        Services,
        Addresses,
        Networks,
        realm => realm.Of<SecurityGroup>().All.Where(each => !each.IsDefault).Select(each =>
            new Ec2.DeleteSecurityGroupRequest { GroupId = each.GroupId }),
        realm => realm.Of<Vpc>().All.Select(each => new Ec2.DeleteVpcRequest { VpcId = each.VpcId }),
    ];

    private static IEnumerable<object> Endpoints(Realm realm) =>
    [
        .. realm.Of<VpcEndpoint>().All.Select(each => new Ec2.DeleteVpcEndpointsRequest
        {
            VpcEndpointIds = [each.VpcEndpointId],
        }),
        .. realm.Of<Share>().All.Select(each => new Ram.DeleteResourceShareRequest
        {
            ResourceShareArn = each.ShareArn,
        }),
    ];

    private static IEnumerable<object> Resources(Realm realm) =>
    [
        .. realm.Of<ResourceConfiguration>().All.Select(each => new Lattice.DeleteResourceConfigurationRequest
        {
            ResourceConfigurationIdentifier = each.Id,
        }),
        .. realm.Of<ResourceGateway>().All.Select(each => new Lattice.DeleteResourceGatewayRequest
        {
            ResourceGatewayIdentifier = each.Id,
        }),
        .. realm.Of<DomainVerification>().All.Select(each => new Lattice.DeleteDomainVerificationRequest
        {
            DomainVerificationIdentifier = each.Id,
        }),
        .. realm.Of<LogGroup>().All.Select(each => new Logs.DeleteLogGroupRequest { LogGroupName = each.Id }),
    ];

    private static IEnumerable<object> Associations(Realm realm) =>
    [
        .. realm.Of<ServiceNetworkResourceAssociation>().All.Select(each =>
            new Lattice.DeleteServiceNetworkResourceAssociationRequest
            {
                ServiceNetworkResourceAssociationIdentifier = each.Id,
            }),
        .. realm.Of<ServiceNetworkServiceAssociation>().All.Select(each =>
            new Lattice.DeleteServiceNetworkServiceAssociationRequest
            {
                ServiceNetworkServiceAssociationIdentifier = each.Id,
            }),
        .. realm.Of<ServiceNetworkVpcAssociation>().All.Select(each =>
            new Lattice.DeleteServiceNetworkVpcAssociationRequest { ServiceNetworkVpcAssociationIdentifier = each.Id }),
    ];

    private static IEnumerable<object> Services(Realm realm) =>
    [
        .. realm.Of<LatticeService>().All.Select(each => new Lattice.DeleteServiceRequest
        {
            ServiceIdentifier = each.Id,
        }),
        .. realm.Of<ServiceNetwork>().All.Select(each => new Lattice.DeleteServiceNetworkRequest
        {
            ServiceNetworkIdentifier = each.Id,
        }),
        .. realm.Of<TargetGroup>().All.Select(each => new Lattice.DeleteTargetGroupRequest
        {
            TargetGroupIdentifier = each.Id,
        }),
    ];

    private static IEnumerable<object> Addresses(Realm realm) =>
    [
        .. realm.Of<NatGateway>().All.Select(each => new Ec2.DeleteNatGatewayRequest { NatGatewayId = each.Id }),
        .. realm.Of<NetworkInterface>().All.Select(each => new Ec2.DeleteNetworkInterfaceRequest
        {
            NetworkInterfaceId = each.Id,
        }),
        .. realm.Of<ElasticIp>().All.Select(each => new Ec2.ReleaseAddressRequest { AllocationId = each.Id }),
    ];

    private static IEnumerable<object> Networks(Realm realm) =>
    [
        .. realm.Of<SecurityGroup>().All.Where(each => each.Rules.Any(rule => !rule.IsEgress)).Select(each =>
            new Ec2.RevokeSecurityGroupIngressRequest
            {
                GroupId = each.GroupId,
                SecurityGroupRuleIds = [.. each.Rules.Where(rule => !rule.IsEgress).Select(rule => rule.RuleId)],
            }),
        .. realm.Of<RouteTable>().All.SelectMany(each => each.Associations).Where(each => each.SubnetId is not null)
            .Select(each => new Ec2.DisassociateRouteTableRequest { AssociationId = each.AssociationId }),
        .. realm.Of<RouteTable>().All.Select(each => new Ec2.DeleteRouteTableRequest { RouteTableId = each.Id }),
        .. realm.Of<Subnet>().All.Select(each => new Ec2.DeleteSubnetRequest { SubnetId = each.Id }),
        .. from gateway in realm.Of<InternetGateway>().All
           from vpc in realm.Of<Vpc>().All
           select new Ec2.DetachInternetGatewayRequest { InternetGatewayId = gateway.Id, VpcId = vpc.Id },
        .. realm.Of<InternetGateway>().All.Select(each => new Ec2.DeleteInternetGatewayRequest
        {
            InternetGatewayId = each.Id,
        }),
    ];
}
