using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.Dataplane;
using Pergola.Planning.VpcLattice;
using static Pergola.Planning.Tests.VpcLattice.RandomWalk;
using Target = Pergola.Domain.VpcLattice.Target;
using TargetGroup = Pergola.Domain.VpcLattice.TargetGroup;

namespace Pergola.Planning.Tests.VpcLattice;

/// <summary>Laws over random sequences of operations; a failure names the seed that repeats it.</summary>
public sealed class LatticeProperties
{
    private const int Steps = 120;

    public static TheoryData<ulong> Seeds => [.. Enumerable.Range(1, 25).Select(seed => (ulong)seed)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void No_reference_dangles_and_a_satisfied_world_rests(ulong seed)
    {
        var world = Walk(seed);

        world.Settle();

        References(world.Realm);
        Assert.Empty(world.Step(world.Satisfied()).Changes);
        Assert.DoesNotContain(
            world.Realm.All.Select(StatusOf),
            status => status?.EndsWith("_IN_PROGRESS", StringComparison.Ordinal) == true);
        Assert.DoesNotContain(
            world.Realm.Of<Target>().All, target => target.Status is TargetStatus.Draining or TargetStatus.Initial);
    }

    [Fact]
    public void The_walks_make_and_delete_everything() => Assert.Equal(
        14, Seeds.SelectMany(seed => Walk(seed.Data).Accepted).Distinct().Count());

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
        }

        return world;
    }

    private static void Act(LatticeWorld world, SeededEntropy dice, string[] vpcs)
    {
        switch (Roll(dice, 4))
        {
            case 0:
                Delete(world, dice);
                break;
            case 1:
                var busy = Roll(dice, 2);
                var report = Roll(dice, 3) == 0 ? null : world.Satisfied(inFlight: busy);
                world.Apply(world.Step(report).Changes);
                Assert.Empty(world.Step(report).Changes);
                break;
            default:
                Make(world, dice, vpcs);
                break;
        }
    }

    private static void Make(LatticeWorld world, SeededEntropy dice, string[] vpcs)
    {
        var service = AnyId<LatticeService>(world, dice);
        var network = AnyId<ServiceNetwork>(world, dice);
        var group = AnyId<TargetGroup>(world, dice);
        var name = $"name-{Roll(dice, 4)}";
        var vpc = vpcs[Roll(dice, vpcs.Length)];
        Action action = Roll(dice, 7) switch
        {
            0 => () => Try(world, CreateService.Decide, new CreateServiceRequest { Name = name }),
            1 => () => Try(world, CreateServiceNetwork.Decide, new CreateServiceNetworkRequest { Name = name }),
            2 => () => Try(world, CreateTargetGroup.Decide, Group(dice, name, vpc)),
            3 => () => Try(world, CreateListener.Decide, Listener(service, name, group, 80 + Roll(dice, 3))),
            4 => () => Try(
                world,
                CreateServiceNetworkServiceAssociation.Decide,
                new CreateServiceNetworkServiceAssociationRequest
                {
                    ServiceIdentifier = service,
                    ServiceNetworkIdentifier = network,
                }),
            5 => () => Try(
                world,
                CreateServiceNetworkVpcAssociation.Decide,
                new CreateServiceNetworkVpcAssociationRequest
                {
                    ServiceNetworkIdentifier = network,
                    VpcIdentifier = vpc,
                }),
            _ => () => Try(
                world,
                RegisterTargets.Decide,
                new RegisterTargetsRequest { TargetGroupIdentifier = group, Targets = [Target(world, dice, group)] }),
        };
        action();
    }

    private static void Delete(LatticeWorld world, SeededEntropy dice)
    {
        var listener = Any(dice, world.Realm.Of<Pergola.Domain.VpcLattice.Listener>().All);
        var group = AnyId<TargetGroup>(world, dice);
        Action action = Roll(dice, 7) switch
        {
            0 => () => Try(
                world,
                DeleteService.Decide,
                new DeleteServiceRequest { ServiceIdentifier = AnyId<LatticeService>(world, dice) }),
            1 => () => Try(
                world,
                DeleteServiceNetwork.Decide,
                new DeleteServiceNetworkRequest { ServiceNetworkIdentifier = AnyId<ServiceNetwork>(world, dice) }),
            2 => () => Try(
                world,
                DeleteTargetGroup.Decide,
                new DeleteTargetGroupRequest { TargetGroupIdentifier = AnyId<TargetGroup>(world, dice) }),
            3 => () => Try(
                world,
                DeleteListener.Decide,
                new DeleteListenerRequest
                {
                    ServiceIdentifier = listener?.ServiceId ?? "none",
                    ListenerIdentifier = listener?.Id ?? "none",
                }),
            4 => () => Try(
                world,
                DeleteServiceNetworkServiceAssociation.Decide,
                new DeleteServiceNetworkServiceAssociationRequest
                {
                    ServiceNetworkServiceAssociationIdentifier = AnyId<ServiceNetworkServiceAssociation>(world, dice),
                }),
            5 => () => Try(
                world,
                DeleteServiceNetworkVpcAssociation.Decide,
                new DeleteServiceNetworkVpcAssociationRequest
                {
                    ServiceNetworkVpcAssociationIdentifier = AnyId<ServiceNetworkVpcAssociation>(world, dice),
                }),
            _ => () => Try(
                world,
                DeregisterTargets.Decide,
                new DeregisterTargetsRequest
                {
                    TargetGroupIdentifier = group,
                    Targets = [Target(world, dice, group)],
                }),
        };
        action();
    }

    private static void References(Realm realm)
    {
        Assert.All(realm.Of<Target>().All, target => Has(realm.Of<TargetGroup>(), target.TargetGroupId));
        Assert.All(realm.Of<Pergola.Domain.VpcLattice.Listener>().All, listener =>
        {
            Has(realm.Of<LatticeService>(), listener.ServiceId);
            Has(realm.Of<ListenerRule>(), listener.DefaultRuleId);
        });
        Assert.All(realm.Of<ListenerRule>().All, rule =>
        {
            Has(realm.Of<Pergola.Domain.VpcLattice.Listener>(), rule.ListenerId);
            Assert.All(rule.TargetGroupIds(), group => Has(realm.Of<TargetGroup>(), group));
        });
        Assert.All(realm.Of<ServiceNetworkServiceAssociation>().All, association =>
        {
            Has(realm.Of<LatticeService>(), association.ServiceId);
            Has(realm.Of<ServiceNetwork>(), association.ServiceNetworkId);
        });
        Assert.All(realm.Of<ServiceNetworkVpcAssociation>().All, association =>
        {
            Has(realm.Of<Vpc>(), association.VpcId);
            Has(realm.Of<ServiceNetwork>(), association.ServiceNetworkId);
        });
    }

    private static string? StatusOf(Resource resource) => resource switch
    {
        LatticeService service => service.Status,
        TargetGroup group => group.Status,
        ServiceNetworkServiceAssociation association => association.Status,
        ServiceNetworkVpcAssociation association => association.Status,
        _ => null,
    };

    private static CreateTargetGroupRequest Group(SeededEntropy dice, string name, string vpc) => Roll(dice, 4) == 0
        ? new CreateTargetGroupRequest { Name = name, Type = TargetGroupType.Lambda }
        : new CreateTargetGroupRequest
        {
            Name = name,
            Type = TargetGroupType.Ip,
            Config = new TargetGroupConfig { Port = 80, Protocol = TargetGroupProtocol.Http, VpcIdentifier = vpc },
        };

    private static CreateListenerRequest Listener(string service, string name, string group, int port) => new()
    {
        ServiceIdentifier = service,
        Name = name,
        Protocol = Api.VpcLattice.ListenerProtocol.Http,
        Port = port,
        DefaultAction = LatticeWorld.Forward(group),
    };

    private static Api.VpcLattice.Target Target(LatticeWorld world, SeededEntropy dice, string groupId) => new()
    {
        Id = world.Realm.Of<TargetGroup>().Find(groupId)?.Type == TargetGroupType.Lambda
            ? $"arn:aws:lambda:eu-central-1:111122223333:function:name-{Roll(dice, 2)}"
            : $"10.0.1.{Roll(dice, 3) + 5}",
    };
}
