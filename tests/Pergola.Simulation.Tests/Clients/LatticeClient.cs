using Pergola.Api.VpcLattice;
using Pergola.Domain;
using static Pergola.Simulation.Tests.Clients.NetworkClient;
using LatticeService = Pergola.Domain.VpcLattice.LatticeService;
using Listener = Pergola.Domain.VpcLattice.Listener;
using ListenerRule = Pergola.Domain.VpcLattice.ListenerRule;
using SecurityGroup = Pergola.Domain.Network.SecurityGroup;
using ServiceAssociation = Pergola.Domain.VpcLattice.ServiceNetworkServiceAssociation;
using ServiceNetwork = Pergola.Domain.VpcLattice.ServiceNetwork;
using TargetGroup = Pergola.Domain.VpcLattice.TargetGroup;
using VpcAssociation = Pergola.Domain.VpcLattice.ServiceNetworkVpcAssociation;

namespace Pergola.Simulation.Tests.Clients;

/// <summary>Somebody who publishes services and connects VPCs with them.</summary>
internal static class LatticeClient
{
    public static object Make(Realm realm, Dice dice)
    {
        var service = Id<LatticeService>(realm, dice);
        var network = Id<ServiceNetwork>(realm, dice);
        var vpc = Id<Domain.Network.Vpc>(realm, dice);
        var listener = dice.Any(realm.Of<Listener>().All);
        var name = $"name-{dice.Roll(5)}";
        return dice.Roll(12) switch
        {
            0 => new CreateServiceNetworkRequest { Name = name },
            1 => new CreateServiceRequest { Name = name },
            < 4 => new CreateTargetGroupRequest { Name = name, Type = TargetGroupType.Ip, Config = Config(vpc) },
            4 => new CreateListenerRequest
            {
                ServiceIdentifier = service,
                Name = name,
                Protocol = ListenerProtocol.Http,
                Port = 80 + dice.Roll(3),
                DefaultAction = Action(realm, dice),
            },
            5 => new CreateRuleRequest
            {
                ServiceIdentifier = listener?.ServiceId ?? service,
                ListenerIdentifier = listener?.Id ?? "listener-0",
                Name = name,
                Priority = dice.Roll(10) + 1,
                Match = new RuleMatch.HttpMatch(new HttpMatch { Method = "GET" }),
                Action = Action(realm, dice),
            },
            < 8 => new CreateServiceNetworkServiceAssociationRequest
            {
                ServiceIdentifier = service, ServiceNetworkIdentifier = network,
            },
            < 10 => new CreateServiceNetworkVpcAssociationRequest
            {
                ServiceNetworkIdentifier = network, VpcIdentifier = vpc, SecurityGroupIds = Groups(realm, dice),
            },
            10 => new RegisterTargetsRequest
            {
                TargetGroupIdentifier = Id<TargetGroup>(realm, dice), Targets = [Address(dice)],
            },
            _ => Update(realm, dice),
        };
    }

    public static object Delete(Realm realm, Dice dice)
    {
        var listener = dice.Any(realm.Of<Listener>().All);
        var rule = dice.Any(realm.Of<ListenerRule>().All);
        return dice.Roll(8) switch
        {
            0 => new DeleteServiceRequest { ServiceIdentifier = Id<LatticeService>(realm, dice) },
            1 => new DeleteServiceNetworkRequest { ServiceNetworkIdentifier = Id<ServiceNetwork>(realm, dice) },
            2 => new DeleteTargetGroupRequest { TargetGroupIdentifier = Id<TargetGroup>(realm, dice) },
            3 => new DeleteListenerRequest
            {
                ServiceIdentifier = listener?.ServiceId ?? "svc-0", ListenerIdentifier = listener?.Id ?? "listener-0",
            },
            4 => new DeleteRuleRequest
            {
                ServiceIdentifier = rule?.ServiceId ?? "svc-0",
                ListenerIdentifier = rule?.ListenerId ?? "listener-0",
                RuleIdentifier = rule?.Id ?? "rule-0",
            },
            5 => new DeleteServiceNetworkServiceAssociationRequest
            {
                ServiceNetworkServiceAssociationIdentifier = Id<ServiceAssociation>(realm, dice),
            },
            6 => new DeleteServiceNetworkVpcAssociationRequest
            {
                ServiceNetworkVpcAssociationIdentifier = Id<VpcAssociation>(realm, dice),
            },
            _ => new DeregisterTargetsRequest
            {
                TargetGroupIdentifier = Id<TargetGroup>(realm, dice), Targets = [Address(dice)],
            },
        };
    }

    private static object Update(Realm realm, Dice dice)
    {
        var listener = dice.Any(realm.Of<Listener>().All);
        return dice.Roll(3) switch
        {
            0 => new UpdateListenerRequest
            {
                ServiceIdentifier = listener?.ServiceId ?? "svc-0",
                ListenerIdentifier = listener?.Id ?? "listener-0",
                DefaultAction = Action(realm, dice),
            },
            1 => new UpdateServiceNetworkVpcAssociationRequest
            {
                ServiceNetworkVpcAssociationIdentifier = Id<VpcAssociation>(realm, dice),
                SecurityGroupIds = [Id<SecurityGroup>(realm, dice)],
            },
            _ => new UpdateTargetGroupRequest
            {
                TargetGroupIdentifier = Id<TargetGroup>(realm, dice),
                HealthCheck = new HealthCheckConfig { Enabled = dice.OneIn(2), Path = "/" },
            },
        };
    }

    private static RuleAction Action(Realm realm, Dice dice) => dice.OneIn(4)
        ? new RuleAction.FixedResponse(new FixedResponseAction { StatusCode = 404 })
        : new RuleAction.Forward(new ForwardAction
        {
            TargetGroups = [new WeightedTargetGroup { TargetGroupIdentifier = Id<TargetGroup>(realm, dice) }],
        });

    private static TargetGroupConfig Config(string vpc) =>
        new() { Port = 80, Protocol = TargetGroupProtocol.Http, VpcIdentifier = vpc };

    private static string[] Groups(Realm realm, Dice dice) =>
        dice.OneIn(2) ? [] : [Id<SecurityGroup>(realm, dice)];

    private static Target Address(Dice dice) => new() { Id = $"10.{dice.Roll(2)}.{dice.Roll(4)}.{dice.Roll(3) + 5}" };
}
