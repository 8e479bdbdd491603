using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.Dataplane;
using Pergola.Planning.Fabric;
using Pergola.Planning.VpcLattice;
using static Pergola.Planning.Tests.VpcLattice.RandomWalk;
using Status = Pergola.Api.VpcLattice.ServiceNetworkResourceAssociationStatus;

namespace Pergola.Planning.Tests.VpcLattice.Resources;

/// <summary>Laws over random sequences of operations on resources; a failure names the seed that repeats it.</summary>
public sealed class ResourceProperties
{
    private const int Steps = 150;

    public static TheoryData<ulong> Seeds => [.. Enumerable.Range(1, 25).Select(seed => (ulong)seed)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Nothing_dangles_and_at_rest_every_group_is_in_a_network_with_all_its_children(ulong seed)
    {
        var world = Walk(seed);

        world.Settle();

        References(world.Realm);
        Assert.Empty(world.Step(world.Satisfied()).Changes);
        var associations = world.Realm.Of<ServiceNetworkResourceAssociation>();
        Assert.All(associations.All, association => Assert.Equal(Status.Active, association.Status));
        Assert.All(world.Realm.Of<ResourceGateway>().All, gateway => Assert.Equal("ACTIVE", gateway.Status));
        Assert.All(world.Realm.Of<ResourceConfiguration>().All, configuration =>
        {
            Assert.Equal("ACTIVE", configuration.Status);
            Assert.Equal(
                NetworksOf(world, configuration.GroupId ?? configuration.Id), NetworksOf(world, configuration.Id));
        });
    }

    [Fact]
    public void The_walks_make_change_and_delete_everything() => Assert.Equal(
        11, Seeds.SelectMany(seed => Walk(seed.Data).Accepted).Distinct().Count());

    private static LatticeWorld Walk(ulong seed)
    {
        var world = new LatticeWorld(seed);
        var dice = new SeededEntropy(seed * 7919);
        var vpcs = new[] { world.Vpc(), world.Vpc() };
        for (var step = 0; step < Steps; step++)
        {
            Act(world, dice, vpcs);
            References(world.Realm);
            DataplaneCompiler.Compile(world.Snapshot);
            FabricCompiler.Compile(world.Snapshot);
        }

        return world;
    }

    private static void Act(LatticeWorld world, SeededEntropy dice, string[] vpcs)
    {
        switch (Roll(dice, 5))
        {
            case 0:
                Delete(world, dice);
                break;
            case 1 or 2:
                var report = Roll(dice, 3) == 0 ? null : world.Satisfied();
                world.Apply(world.Step(report).Changes);
                break;
            default:
                Make(world, dice, vpcs[Roll(dice, vpcs.Length)]);
                break;
        }
    }

    private static void Make(LatticeWorld world, SeededEntropy dice, string vpc)
    {
        var name = $"name-{Roll(dice, 6)}";
        var configuration = AnyId<ResourceConfiguration>(world, dice);
        var network = AnyId<ServiceNetwork>(world, dice);
        switch (Roll(dice, 8))
        {
            case 0:
                Try(world, CreateResourceGateway.Decide, world.GatewayRequest(vpc, name));
                break;
            case 1:
                Try(world, CreateServiceNetwork.Decide, new CreateServiceNetworkRequest { Name = name });
                break;
            case 2:
                Try(world, CreateServiceNetworkVpcAssociation.Decide, new CreateServiceNetworkVpcAssociationRequest
                {
                    ServiceNetworkIdentifier = network, VpcIdentifier = vpc,
                });
                break;
            case 3:
                Try(world, UpdateResourceConfiguration.Decide, new UpdateResourceConfigurationRequest
                {
                    ResourceConfigurationIdentifier = configuration, PortRanges = [$"{1 + Roll(dice, 9)}"],
                });
                break;
            case 4 or 5:
                Try(
                    world,
                    CreateServiceNetworkResourceAssociation.Decide,
                    new CreateServiceNetworkResourceAssociationRequest
                    {
                        ServiceNetworkIdentifier = network, ResourceConfigurationIdentifier = configuration,
                    });
                break;
            default:
                Try(world, CreateResourceConfiguration.Decide, Configuration(world, dice, name, configuration));
                break;
        }
    }

    private static CreateResourceConfigurationRequest Configuration(
        LatticeWorld world, SeededEntropy dice, string name, string group)
    {
        var type = Roll(dice, 3) switch
        {
            0 => ResourceConfigurationType.Group,
            1 => ResourceConfigurationType.Single,
            _ => ResourceConfigurationType.Child,
        };
        var isChild = type == ResourceConfigurationType.Child;
        return new CreateResourceConfigurationRequest
        {
            Name = name,
            Type = type,
            ResourceGatewayIdentifier = isChild ? null : AnyId<ResourceGateway>(world, dice),
            ResourceConfigurationGroupIdentifier = isChild ? group : null,
            ResourceConfigurationDefinition =
                type == ResourceConfigurationType.Group ? null : ResourceWorld.Address(),
        };
    }

    private static void Delete(LatticeWorld world, SeededEntropy dice)
    {
        switch (Roll(dice, 5))
        {
            case 0:
                Try(world, DeleteResourceGateway.Decide, new DeleteResourceGatewayRequest
                {
                    ResourceGatewayIdentifier = AnyId<ResourceGateway>(world, dice),
                });
                break;
            case 1:
                Try(world, DeleteServiceNetwork.Decide, new DeleteServiceNetworkRequest
                {
                    ServiceNetworkIdentifier = AnyId<ServiceNetwork>(world, dice),
                });
                break;
            case 2:
                Try(
                    world,
                    DeleteServiceNetworkVpcAssociation.Decide,
                    new DeleteServiceNetworkVpcAssociationRequest
                    {
                        ServiceNetworkVpcAssociationIdentifier = AnyId<ServiceNetworkVpcAssociation>(world, dice),
                    });
                break;
            case 3:
                Try(
                    world,
                    DeleteServiceNetworkResourceAssociation.Decide,
                    new DeleteServiceNetworkResourceAssociationRequest
                    {
                        ServiceNetworkResourceAssociationIdentifier =
                            AnyId<ServiceNetworkResourceAssociation>(world, dice),
                    });
                break;
            default:
                Try(world, DeleteResourceConfiguration.Decide, new DeleteResourceConfigurationRequest
                {
                    ResourceConfigurationIdentifier = AnyId<ResourceConfiguration>(world, dice),
                });
                break;
        }
    }

    private static void References(Realm realm)
    {
        Assert.All(realm.Of<ResourceGateway>().All, gateway =>
        {
            Has(realm.Of<Vpc>(), gateway.VpcId);
            Assert.All(gateway.NetworkInterfaceIds, id => Has(realm.Of<NetworkInterface>(), id));
        });
        Assert.Equal(
            realm.Of<NetworkInterface>().Count,
            realm.Of<ResourceGateway>().All.Sum(gateway => gateway.NetworkInterfaceIds.Length));
        Assert.All(realm.Of<ResourceConfiguration>().All, configuration =>
        {
            Has(realm.Of<ResourceGateway>(), configuration.ResourceGatewayId);
            Assert.True(configuration.GroupId is null
                || realm.Of<ResourceConfiguration>().Find(configuration.GroupId) is not null);
        });
        var associations = realm.Of<ServiceNetworkResourceAssociation>();
        Assert.All(associations.All, association =>
        {
            Has(realm.Of<ResourceConfiguration>(), association.ResourceConfigurationId);
            Has(realm.Of<ServiceNetwork>(), association.ServiceNetworkId);
            Assert.True(association.GroupAssociationId is null
                || associations.Find(association.GroupAssociationId) is not null);
        });
        Assert.Equal(
            associations.Count, associations.All.Select(association => association.EntryAddress).Distinct().Count());
    }

    private static IEnumerable<string> NetworksOf(LatticeWorld world, string configurationId) =>
        ConfigurationFamily.AssociationsOf(world.Realm, configurationId)
            .Select(association => association.ServiceNetworkId)
            .Order(StringComparer.Ordinal);
}
