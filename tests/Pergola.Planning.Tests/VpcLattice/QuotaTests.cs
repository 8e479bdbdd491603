using System.Collections.Immutable;
using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Planning.VpcLattice;

namespace Pergola.Planning.Tests.VpcLattice;

/// <summary>Every quota: how it is set, that it holds, and how its refusal looks.</summary>
public sealed class QuotaTests
{
    private readonly LatticeWorld _world = new();

    public static TheoryData<string> Names => [.. QuotaSettings.Defaults.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_quota_of_one_lets_one_be_made_and_refuses_the_second(string name)
    {
        var vpc = _world.Vpc();
        var network = _world.Network();
        var service = _world.Service();
        var listener = _world.Listener(service.Id, LatticeWorld.Fixed(404));
        var groups = new[] { _world.Group(vpc, "one"), _world.Group(vpc, "two") };
        Assert.True(QuotaSettings.TryRead([$"{name}=1"], out var quotas, out _));

        var (code, within) = name switch
        {
            "service-networks-per-region" => ("L-9CAD07FB", null),
            "services-per-region" => ("L-620C821E", null),
            "target-groups-per-region" => ("L-BB11C6B9", null),
            "listeners-per-service" => ("L-D64E952E", service.Id),
            "rules-per-listener" => ("L-CF78395E", listener.Id),
            "target-groups-per-service" => ("L-3DEC3B9F", service.Id),
            "targets-per-target-group" => ("L-D71303F3", groups[0].Id),
            "service-associations-per-service-network" => ("L-75D4A19E", network.Id),
            "vpc-associations-per-service-network" => ("L-EF6E2D62", network.Id),
            _ => throw new ArgumentException($"No test makes a second of {name}."),
        };
        Action first = name switch
        {
            "rules-per-listener" => () => _world.Rule(listener, 1, LatticeWorld.Fixed(404)),
            "target-groups-per-service" => () => _world.Rule(listener, 1, LatticeWorld.Forward(groups[0].Id)),
            "targets-per-target-group" => () => _world.Register(groups[0], "10.0.1.7"),
            "service-associations-per-service-network" => () => _world.Associate(network, service),
            "vpc-associations-per-service-network" => () => _world.Associate(network, vpc),
            _ => () => { },
        };
        first();
        _world.Quotas = quotas!;
        var error = name switch
        {
            "service-networks-per-region" =>
                _world.Refused(CreateServiceNetwork.Decide, new CreateServiceNetworkRequest { Name = "second" }),
            "services-per-region" =>
                _world.Refused(CreateService.Decide, new CreateServiceRequest { Name = "second" }),
            "target-groups-per-region" => _world.Refused(
                CreateTargetGroup.Decide,
                new CreateTargetGroupRequest { Name = "second", Type = TargetGroupType.Lambda }),
            "listeners-per-service" => _world.Refused(CreateListener.Decide, new CreateListenerRequest
            {
                ServiceIdentifier = service.Id,
                Name = "second",
                Protocol = ListenerProtocol.Https,
                DefaultAction = LatticeWorld.Fixed(404),
            }),
            "rules-per-listener" => Rule(listener, LatticeWorld.Fixed(404)),
            "target-groups-per-service" => Rule(listener, LatticeWorld.Forward(groups[1].Id)),
            "targets-per-target-group" => _world.Refused(RegisterTargets.Decide, new RegisterTargetsRequest
            {
                TargetGroupIdentifier = groups[0].Id,
                Targets = [new Target { Id = "10.0.1.8" }],
            }),
            "service-associations-per-service-network" => Associate(network.Id),
            _ => _world.Refused(
                CreateServiceNetworkVpcAssociation.Decide,
                new CreateServiceNetworkVpcAssociationRequest
                {
                    ServiceNetworkIdentifier = network.Id,
                    VpcIdentifier = _world.Vpc(),
                }),
        };

        Assert.Equal(("ServiceQuotaExceededException", 402), (error.Code, error.HttpStatus));
        Assert.Equal(("vpc-lattice", code), (Member(error, "serviceCode"), Member(error, "quotaCode")));
        Assert.Equal(within, Member(error, "resourceId"));
        Assert.NotNull(Member(error, "resourceType"));
        Assert.Contains("the limit is 1", error.Message, StringComparison.Ordinal);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_target_that_is_registered_already_needs_no_new_place()
    {
        var group = _world.Group(_world.Vpc());
        _world.Register(group, "10.0.1.7");
        _world.Quotas = new Quotas(ImmutableSortedDictionary<string, int>.Empty.Add("L-D71303F3", 1));

        _world.Register(group, "10.0.1.7");
    }

    [Fact]
    public void A_group_counts_once_for_a_service_however_many_rules_forward_to_it()
    {
        var listener = _world.Listener(_world.Service().Id, LatticeWorld.Fixed(404));
        var group = _world.Group(_world.Vpc());
        _world.Quotas = new Quotas(ImmutableSortedDictionary<string, int>.Empty.Add("L-3DEC3B9F", 1));

        _world.Rule(listener, 1, LatticeWorld.Forward(group.Id));
        _world.Rule(listener, 2, LatticeWorld.Forward(group.Id));
    }

    [Fact]
    public void A_rule_that_lets_go_of_one_group_may_take_another()
    {
        var vpc = _world.Vpc();
        var listener = _world.Listener(_world.Service().Id, LatticeWorld.Fixed(404));
        var rule = _world.Rule(listener, 1, LatticeWorld.Forward(_world.Group(vpc, "one").Id));
        var other = _world.Group(vpc, "two");
        _world.Quotas = new Quotas(ImmutableSortedDictionary<string, int>.Empty.Add("L-3DEC3B9F", 1));

        _world.Do(UpdateRule.Decide, new UpdateRuleRequest
        {
            ServiceIdentifier = listener.ServiceId,
            ListenerIdentifier = listener.Id,
            RuleIdentifier = rule.Id,
            Action = LatticeWorld.Forward(other.Id),
        });
    }

    [Fact]
    public void Quotas_are_set_by_name_or_by_code_and_others_stay_as_AWS_has_them()
    {
        Assert.True(QuotaSettings.TryRead(["rules-per-listener=100", "L-D64E952E=7"], out var quotas, out _));

        Assert.Equal(
            [100, 7, 500], new[] { LatticeQuota.Rules, LatticeQuota.Listeners, LatticeQuota.TargetGroups }
                .Select(quota => quotas!.Of(quota.Code, quota.Default)));
    }

    [Fact]
    public void All_mistakes_in_quotas_are_told_at_once()
    {
        Assert.False(QuotaSettings.TryRead(
            ["rules=100", "rules-per-listener=many", "rules-per-listener"], out _, out var mistakes));

        Assert.Contains("There is no quota 'rules'; there are listeners-per-service", mistakes);
        Assert.Contains("The limit 'many' of rules-per-listener", mistakes);
        Assert.Contains("'rules-per-listener' is not NAME=LIMIT", mistakes);
    }

    private ApiError Rule(Pergola.Domain.VpcLattice.Listener listener, RuleAction action) =>
        _world.Refused(CreateRule.Decide, new CreateRuleRequest
        {
            ServiceIdentifier = listener.ServiceId,
            ListenerIdentifier = listener.Id,
            Name = "second",
            Priority = 2,
            Match = new RuleMatch.HttpMatch(new HttpMatch()),
            Action = action,
        });

    private ApiError Associate(string network)
    {
        var service = _world.Service("second");
        return _world.Refused(
            CreateServiceNetworkServiceAssociation.Decide,
            new CreateServiceNetworkServiceAssociationRequest
            {
                ServiceIdentifier = service.Id,
                ServiceNetworkIdentifier = network,
            });
    }

    private static object? Member(ApiError error, string name) =>
        error.Members.FirstOrDefault(member => member.Key == name).Value;
}
