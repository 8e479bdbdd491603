using System.Collections.Immutable;
using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Planning.VpcLattice;

namespace Pergola.Planning.Tests.VpcLattice;

/// <summary>Every quota: how it is set, that it holds, and how its refusal looks.</summary>
public sealed class QuotaTests
{
    private readonly LatticeWorld _world = new();

    public static TheoryData<string> Names => [.. QuotaCase.All.Select(quota => quota.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_quota_of_two_lets_two_be_made_and_refuses_the_third(string name)
    {
        var quota = QuotaCase.All.Single(quota => quota.Name == name);
        var (within, makeOne) = quota.Prepare(_world);
        Assert.True(QuotaSettings.TryRead([$"{name}=2"], out var quotas, out _));
        _world.Quotas = quotas!;

        Assert.Null(makeOne(1));
        Assert.Null(makeOne(2));
        var error = makeOne(3)!;

        if (quota.IsOfEc2)
        {
            Assert.Equal(("VpcEndpointLimitExceeded", 400), (error.Code, error.HttpStatus));
            Assert.Contains(within!, error.Message, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(("ServiceQuotaExceededException", 402), (error.Code, error.HttpStatus));
            Assert.Equal(("vpc-lattice", quota.Code), (Member(error, "serviceCode"), Member(error, "quotaCode")));
            Assert.Equal(within, Member(error, "resourceId"));
            Assert.NotNull(Member(error, "resourceType"));
        }

        Assert.Contains("the limit is 2", error.Message, StringComparison.Ordinal);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_quota_that_can_be_set_is_tried() => Assert.Equal(
        QuotaSettings.Defaults.Keys, QuotaCase.All.Select(quota => quota.Name).Order(StringComparer.Ordinal));

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
    public void Groups_of_a_batch_are_counted_when_all_of_it_is_done_and_the_last_one_too_many_fails()
    {
        var vpc = _world.Vpc();
        var listener = _world.Listener(_world.Service().Id, LatticeWorld.Fixed(404));
        var groups = Enumerable.Range(0, 5).Select(number => _world.Group(vpc, $"group-{number}").Id).ToList();
        var first = _world.Rule(listener, 1, LatticeWorld.Forward(groups[0]));
        var second = _world.Rule(listener, 2, LatticeWorld.Forward(groups[1]));
        _world.Quotas = new Quotas(ImmutableSortedDictionary<string, int>.Empty.Add("L-3DEC3B9F", 2));

        var swapped = Batch((first.Id, [groups[2]]), (second.Id, [groups[3]]));
        Assert.Equal([first.Id, second.Id], swapped.Successful!.Select(each => each.Id));
        var excessive = Batch((first.Id, [groups[0]]), (second.Id, [groups[1], groups[4]]));

        Assert.Equal(first.Id, Assert.Single(excessive.Successful!).Id);
        var failure = Assert.Single(excessive.Unsuccessful!);
        Assert.Equal((second.Id, "ServiceQuotaExceededException"), (failure.RuleIdentifier, failure.FailureCode));

        BatchUpdateRuleResponse Batch(params (string Rule, string[] Groups)[] updates) =>
            _world.Do(BatchUpdateRule.Decide, new BatchUpdateRuleRequest
            {
                ServiceIdentifier = listener.ServiceId,
                ListenerIdentifier = listener.Id,
                Rules = [.. updates.Select(update => new RuleUpdate
                {
                    RuleIdentifier = update.Rule, Action = LatticeWorld.Forward(update.Groups),
                })],
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

        Assert.Contains("There is no quota 'rules'; there are child-configurations-per-group", mistakes);
        Assert.Contains("The limit 'many' of rules-per-listener", mistakes);
        Assert.Contains("'rules-per-listener' is not NAME=LIMIT", mistakes);
    }

    private static object? Member(ApiError error, string name) =>
        error.Members.FirstOrDefault(member => member.Key == name).Value;
}
