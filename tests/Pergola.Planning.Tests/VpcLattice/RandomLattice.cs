using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.VpcLattice;

namespace Pergola.Planning.Tests.VpcLattice;

/// <summary>Random requests to a world, many of which are refused; each answer and each refusal is told.</summary>
internal sealed class RandomLattice(
    LatticeWorld world, SeededEntropy dice, Action<object> accepted, Action<string, ApiError>? refused = null)
{
    private readonly string[] _vpcs = [world.Vpc(), world.Vpc()];

    private string Name => $"name-{Roll(4)}";

    public void Act()
    {
        Action action = Roll(5) switch
        {
            0 => Settle,
            1 => MakeBasis,
            2 => Update,
            3 => Rules,
            _ => Associate,
        };
        action();
    }

    private void Settle()
    {
        world.Now = world.Now.AddSeconds(1);
        world.Apply(world.Step(Roll(3) == 0 ? null : world.Satisfied()).Changes);
    }

    private void MakeBasis()
    {
        Action action = Roll(4) switch
        {
            0 => () => Try(CreateService.Decide, new CreateServiceRequest
            {
                Name = Name,
                CustomDomainName = Roll(2) == 0 ? null : $"{Name}.example.com",
                IdleTimeoutSeconds = Roll(2) == 0 ? null : 60 + Roll(100),
            }),
            1 => () => Try(CreateServiceNetwork.Decide, new CreateServiceNetworkRequest { Name = Name }),
            2 => () => Try(CreateTargetGroup.Decide, Group()),
            _ => () => Try(CreateListener.Decide, new CreateListenerRequest
            {
                ServiceIdentifier = Any<LatticeService>()?.Id ?? "none",
                Name = Name,
                Protocol = Roll(4) == 0 ? ListenerProtocol.TlsPassthrough : ListenerProtocol.Http,
                Port = 80 + Roll(3),
                DefaultAction = Action(),
            }),
        };
        action();
    }

    private void Update()
    {
        var listener = Any<Pergola.Domain.VpcLattice.Listener>();
        Action action = Roll(5) switch
        {
            0 => () => Try(UpdateService.Decide, new UpdateServiceRequest
            {
                ServiceIdentifier = Any<LatticeService>()?.Arn ?? "none",
                AuthType = Roll(2) == 0 ? AuthType.AwsIam : null,
                IdleTimeoutSeconds = Roll(2) == 0 ? null : 60 + Roll(100),
            }),
            1 => () => Try(UpdateServiceNetwork.Decide, new UpdateServiceNetworkRequest
            {
                ServiceNetworkIdentifier = Any<ServiceNetwork>()?.Arn ?? "none",
                AuthType = Roll(2) == 0 ? AuthType.AwsIam : AuthType.None,
            }),
            2 => () => Try(UpdateTargetGroup.Decide, new UpdateTargetGroupRequest
            {
                TargetGroupIdentifier = Any<Pergola.Domain.VpcLattice.TargetGroup>()?.Id ?? "none",
                HealthCheck = new HealthCheckConfig { Enabled = Roll(2) == 0, HealthyThresholdCount = Roll(5) },
            }),
            3 => () => Try(UpdateListener.Decide, new UpdateListenerRequest
            {
                ServiceIdentifier = listener?.ServiceId ?? "none",
                ListenerIdentifier = listener?.Arn ?? "none",
                DefaultAction = Action(),
            }),
            _ => () => Try(DeleteListener.Decide, new DeleteListenerRequest
            {
                ServiceIdentifier = listener?.ServiceId ?? "none",
                ListenerIdentifier = Roll(4) == 0 ? listener?.Id ?? "none" : "none",
            }),
        };
        action();
    }

    private void Rules()
    {
        var rule = Any<ListenerRule>();
        var (service, listener) = (rule?.ServiceId ?? "none", rule?.ListenerId ?? "none");
        Action action = Roll(4) switch
        {
            0 => () => Try(CreateRule.Decide, new CreateRuleRequest
            {
                ServiceIdentifier = service,
                ListenerIdentifier = listener,
                Name = Name,
                Priority = 1 + Roll(5),
                Match = Match(),
                Action = Action(),
            }),
            1 => () => Try(UpdateRule.Decide, new UpdateRuleRequest
            {
                ServiceIdentifier = service,
                ListenerIdentifier = listener,
                RuleIdentifier = rule?.Arn ?? "none",
                Priority = Roll(2) == 0 ? null : 1 + Roll(5),
                Match = Roll(2) == 0 ? null : Match(),
                Action = Roll(2) == 0 ? null : Action(),
            }),
            2 => () => Try(BatchUpdateRule.Decide, new BatchUpdateRuleRequest
            {
                ServiceIdentifier = service,
                ListenerIdentifier = listener,
                Rules = [.. world.Realm.Of<ListenerRule>().Under(listener).Select(each => new RuleUpdate
                {
                    RuleIdentifier = each.Id,
                    Priority = 1 + Roll(5),
                })],
            }),
            _ => () => Try(DeleteRule.Decide, new DeleteRuleRequest
            {
                ServiceIdentifier = service,
                ListenerIdentifier = listener,
                RuleIdentifier = Roll(3) == 0 ? rule?.Id ?? "none" : "none",
            }),
        };
        action();
    }

    private void Associate()
    {
        var vpc = _vpcs[Roll(2)];
        Action action = Roll(5) switch
        {
            0 => () => Try(
                CreateServiceNetworkServiceAssociation.Decide,
                new CreateServiceNetworkServiceAssociationRequest
                {
                    ServiceIdentifier = Any<LatticeService>()?.Id ?? "none",
                    ServiceNetworkIdentifier = Any<ServiceNetwork>()?.Arn ?? "none",
                }),
            1 => () => Try(CreateServiceNetworkVpcAssociation.Decide, new CreateServiceNetworkVpcAssociationRequest
            {
                ServiceNetworkIdentifier = Any<ServiceNetwork>()?.Id ?? "none",
                VpcIdentifier = vpc,
                PrivateDnsEnabled = Roll(2) == 0,
                SecurityGroupIds = Roll(2) == 0 ? null : [world.SecurityGroup(vpc)],
            }),
            2 => () => Try(UpdateServiceNetworkVpcAssociation.Decide, new UpdateServiceNetworkVpcAssociationRequest
            {
                ServiceNetworkVpcAssociationIdentifier = Any<ServiceNetworkVpcAssociation>()?.Arn ?? "none",
                SecurityGroupIds = [world.SecurityGroup(vpc)],
            }),
            3 => () => Try(
                DeleteServiceNetworkVpcAssociation.Decide,
                new DeleteServiceNetworkVpcAssociationRequest
                {
                    ServiceNetworkVpcAssociationIdentifier = Any<ServiceNetworkVpcAssociation>()?.Id ?? "none",
                }),
            _ => () => Try(
                DeleteServiceNetworkServiceAssociation.Decide,
                new DeleteServiceNetworkServiceAssociationRequest
                {
                    ServiceNetworkServiceAssociationIdentifier = Any<ServiceNetworkServiceAssociation>()?.Id ?? "none",
                }),
        };
        action();
    }

    private CreateTargetGroupRequest Group() => Roll(4) == 0
        ? new CreateTargetGroupRequest { Name = Name, Type = TargetGroupType.Lambda }
        : new CreateTargetGroupRequest
        {
            Name = Name,
            Type = TargetGroupType.Ip,
            Config = new TargetGroupConfig
            {
                Port = 80,
                Protocol = Roll(3) == 0 ? TargetGroupProtocol.Tcp : TargetGroupProtocol.Http,
                VpcIdentifier = _vpcs[Roll(2)],
            },
        };

    private RuleAction Action() => Roll(3) == 0
        ? LatticeWorld.Fixed(Roll(2) == 0 ? 404 : 500)
        : LatticeWorld.Forward([
            .. Enumerable.Range(0, 1 + Roll(2)).Select(_ => Any<Pergola.Domain.VpcLattice.TargetGroup>()?.Id ?? "none"),
        ]);

    private RuleMatch.HttpMatch Match() => new(new HttpMatch
    {
        Method = Roll(2) == 0 ? null : "GET",
        PathMatch = Roll(2) == 0 ? null : new PathMatch { Match = new PathMatchType.Prefix($"/{Roll(9)}") },
    });

    private void Try<TRequest, TResponse>(
        Func<TRequest, Snapshot, Given, Decision<TResponse>> decide, TRequest request)
        where TResponse : notnull
    {
        switch (decide(request, world.Snapshot, world.Given))
        {
            case Decision<TResponse>.Accept answer:
                world.Apply(answer.Changes);
                accepted(answer.Response);
                break;
            case Decision<TResponse>.Reject reject:
                refused?.Invoke(typeof(TRequest).Name[..^"Request".Length], reject.Error);
                break;
        }
    }

    private T? Any<T>()
        where T : Resource => world.Realm.Of<T>().All.ToList() is { Count: > 0 } list ? list[Roll(list.Count)] : null;

    private int Roll(int sides)
    {
        Span<byte> value = stackalloc byte[1];
        dice.Fill(value);
        return value[0] % sides;
    }
}
