using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.VpcLattice;
using Target = Pergola.Domain.VpcLattice.Target;
using TargetGroup = Pergola.Domain.VpcLattice.TargetGroup;

namespace Pergola.Planning.Tests.VpcLattice;

/// <summary>Statuses come from what the node reports, never from whoever asked.</summary>
public sealed class LatticeLoopTests
{
    private readonly LatticeWorld _world = new();

    [Fact]
    public void A_service_and_a_group_become_active_without_any_node()
    {
        var service = _world.Do(CreateService.Decide, new CreateServiceRequest { Name = "orders" }).Id!;

        _world.Apply(_world.Step(null).Changes);

        Assert.Equal(ServiceStatus.Active, _world.Realm.Of<LatticeService>()[service].Status);
        Assert.Empty(_world.Step(null).Changes);
    }

    [Fact]
    public void An_association_of_a_VPC_waits_for_a_report_that_has_seen_it_and_stands()
    {
        var network = _world.Network();
        var vpc = _world.Vpc();
        var before = _world.Satisfied();
        var id = _world.Associate(network, vpc);

        Assert.Empty(_world.Step(null).Changes);
        Assert.Empty(_world.Step(before).Changes);
        Assert.Empty(_world.Step(_world.Satisfied() with { Vpcs = [] }).Changes);
        _world.Apply(_world.Step(_world.Satisfied()).Changes);

        Assert.Equal(
            ServiceNetworkVpcAssociationStatus.Active, _world.Realm.Of<ServiceNetworkVpcAssociation>()[id].Status);
    }

    [Fact]
    public void A_deleted_association_is_there_until_the_node_has_let_go()
    {
        var network = _world.Network();
        var vpc = _world.Vpc();
        var id = _world.Associate(network, vpc);
        _world.Settle();
        var before = _world.Satisfied();
        var delete = new DeleteServiceNetworkVpcAssociationRequest { ServiceNetworkVpcAssociationIdentifier = id };

        Assert.Equal(
            ServiceNetworkVpcAssociationStatus.DeleteInProgress,
            _world.Do(DeleteServiceNetworkVpcAssociation.Decide, delete).Status);
        Assert.Empty(_world.Step(before).Changes);
        _world.Settle();

        Assert.Equal(404, _world.Refused(DeleteServiceNetworkVpcAssociation.Decide, delete).HttpStatus);
        _world.Do(
            DeleteServiceNetwork.Decide, new DeleteServiceNetworkRequest { ServiceNetworkIdentifier = network.Id });
    }

    [Fact]
    public void A_target_is_unused_until_its_group_serves_a_service_in_a_network()
    {
        var group = _world.Group(_world.Vpc());
        _world.Register(group, "10.0.1.7");
        _world.Settle();
        Is(group, TargetStatus.Unused, "TargetGroupNotInUse");

        var service = _world.Service();
        _world.Listener(service.Id, LatticeWorld.Forward(group.Id));
        _world.Settle();
        Is(group, TargetStatus.Unused, "TargetGroupNotInUse");

        _world.Associate(_world.Network(), service);
        _world.Apply(_world.Step(null).Changes);
        Is(group, TargetStatus.Initial, null);

        _world.Settle(TargetHealth.Unhealthy);
        Is(group, TargetStatus.Unhealthy, "HealthCheckFailed");
        _world.Settle();
        Is(group, TargetStatus.Healthy, null);
    }

    [Fact]
    public void A_target_of_a_group_without_checks_is_unavailable()
    {
        var group = InUse(new TargetGroupConfig { HealthCheck = new HealthCheckConfig { Enabled = false } });
        _world.Register(group, "10.0.1.7");

        _world.Settle();

        Is(group, TargetStatus.Unavailable, "HealthCheckNotSupported");
    }

    [Fact]
    public void A_report_older_than_a_registration_says_nothing_about_it()
    {
        var group = InUse();
        _world.Register(group, "10.0.1.7");
        _world.Settle();
        var stale = _world.Satisfied();
        Deregister(group);
        _world.Register(group, "10.0.1.7");

        _world.Apply(_world.Step(stale).Changes);

        Is(group, TargetStatus.Initial, null);
    }

    [Fact]
    public void A_draining_target_ends_when_nothing_is_in_flight()
    {
        var group = InUse();
        _world.Register(group, "10.0.1.7");
        _world.Settle();
        Deregister(group);

        var busy = _world.Step(_world.Satisfied(inFlight: 1));
        _world.Apply(busy.Changes);
        Is(group, TargetStatus.Draining, null);
        Assert.Equal(_world.Now.AddSeconds(60), busy.NextDue);

        _world.Apply(_world.Step(_world.Satisfied(inFlight: 0)).Changes);
        Assert.Empty(_world.Realm.Of<Target>().Under(group.Id));
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData(300, 300)]
    [InlineData(0, 0)]
    public void The_clock_shortens_AWSs_draining_and_never_an_operators(int? asked, int seconds)
    {
        var group = InUse();
        _world.Register(group, "10.0.1.7");
        var target = _world.TargetOf(group);
        var pace = Pace.Fast with { Draining = asked is { } chosen ? TimeSpan.FromSeconds(chosen) : null };

        _world.Apply(TargetRegistration.Deregister(
            LatticeWorld.Scope, _world.Realm, group.Id, target.TargetId, target.Port, _world.Now, pace));

        Assert.Equal(_world.Now.AddSeconds(seconds), _world.TargetOf(group).DrainUntil);
    }

    [Theory]
    [InlineData(59, 1)]
    [InlineData(60, 0)]
    public void A_draining_target_that_stays_busy_goes_after_a_minute(int seconds, int left)
    {
        var group = InUse();
        _world.Register(group, "10.0.1.7");
        _world.Settle();
        Deregister(group);
        _world.Now = _world.Now.AddSeconds(seconds);

        _world.Apply(_world.Step(_world.Satisfied(inFlight: 3)).Changes);

        Assert.Equal(left, _world.Realm.Of<Target>().Under(group.Id).Count());
    }

    [Fact]
    public void A_target_that_ECS_drains_does_not_hinder_the_deletion_of_its_group_but_a_live_one_does()
    {
        var group = _world.Group(_world.Vpc());
        _world.Apply(TargetRegistration.Register(
            LatticeWorld.Scope, _world.Realm, group, "10.0.1.7", 8080, "arn:aws:ecs:r:a:task/c/1", _world.Now));
        var delete = new DeleteTargetGroupRequest { TargetGroupIdentifier = group.Id };
        Assert.Equal(409, _world.Refused(DeleteTargetGroup.Decide, delete).HttpStatus);

        Deregister(group);
        Assert.Equal(TargetGroupStatus.DeleteInProgress, _world.Do(DeleteTargetGroup.Decide, delete).Status);
        _world.Settle();

        Assert.Empty(_world.Realm.Of<TargetGroup>().All);
        Assert.Empty(_world.Realm.Of<Target>().All);
    }

    [Fact]
    public void Deleting_a_service_frees_its_groups_in_the_same_commit()
    {
        var group = _world.Group(_world.Vpc());
        var service = _world.Service();
        _world.Listener(service.Id, LatticeWorld.Forward(group.Id));

        _world.Do(DeleteService.Decide, new DeleteServiceRequest { ServiceIdentifier = service.Id });

        _world.Do(DeleteTargetGroup.Decide, new DeleteTargetGroupRequest { TargetGroupIdentifier = group.Id });
        _world.Settle();
        Assert.Empty(_world.Realm.Of<LatticeService>().All);
        Assert.Empty(_world.Realm.Of<ListenerRule>().All);
    }

    private TargetGroup InUse(TargetGroupConfig? config = null)
    {
        var group = _world.Group(_world.Vpc(), config: config);
        var service = _world.Service();
        _world.Listener(service.Id, LatticeWorld.Forward(group.Id));
        _world.Associate(_world.Network(), service);
        _world.Settle();
        return group;
    }

    private void Deregister(TargetGroup group) => _world.Apply(TargetRegistration.Deregister(
        LatticeWorld.Scope, _world.Realm, group.Id, "10.0.1.7", 8080, _world.Now, Pace.Aws));

    private void Is(TargetGroup group, string status, string? reason)
    {
        var target = _world.TargetOf(group);
        Assert.Equal((status, reason), (target.Status, target.ReasonCode));
    }
}
