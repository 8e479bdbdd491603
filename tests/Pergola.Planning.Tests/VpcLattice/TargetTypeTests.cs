using Pergola.Api.VpcLattice;
using Pergola.Planning.Dataplane;
using Pergola.Planning.VpcLattice;
using Target = Pergola.Domain.VpcLattice.Target;
using TargetGroup = Pergola.Domain.VpcLattice.TargetGroup;

namespace Pergola.Planning.Tests.VpcLattice;

/// <summary>What may be a target of each type of group, and what becomes of it.</summary>
public sealed class TargetTypeTests
{
    private const string Function = "arn:aws:lambda:eu-central-1:111122223333:function:orders";
    private const string Balancer =
        "arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/app/orders/0123456789abcdef";

    private readonly LatticeWorld _world = new();

    [Theory]
    [InlineData(Function)]
    [InlineData(Function + ":live")]
    [InlineData(Function + ":7")]
    public void A_function_a_version_and_an_alias_are_believed_and_have_no_port(string arn)
    {
        var group = _world.Outside(TargetGroupType.Lambda);

        var answer = Register(group, arn);

        Assert.Equal(new Api.VpcLattice.Target { Id = arn }, Assert.Single(answer.Successful!));
        Assert.Null(Assert.Single(List(group)).Port);
    }

    [Theory]
    [InlineData("orders", "is not the ARN of a function")]
    [InlineData("arn:aws:lambda:eu-west-1:111122223333:function:orders", "in eu-central-1")]
    [InlineData("arn:aws:lambda:eu-central-1:999999999999:function:orders", "account 111122223333")]
    [InlineData("arn:aws:lambda:eu-central-1:111122223333:layer:orders", "is not the ARN of a function")]
    [InlineData(Balancer, "is not the ARN of a function")]
    public void What_is_no_function_of_this_account_and_region_is_unsuccessful(string id, string reason) =>
        Fails(_world.Outside(TargetGroupType.Lambda), id, reason);

    [Fact]
    public void A_function_with_a_port_is_unsuccessful() =>
        Fails(_world.Outside(TargetGroupType.Lambda), Function, "Functions have no port", port: 80);

    [Theory]
    [InlineData("arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/net/orders/0123456789abcdef")]
    [InlineData("arn:aws:elasticloadbalancing:eu-central-1:999999999999:loadbalancer/app/orders/0123456789abcdef")]
    [InlineData("orders")]
    public void What_is_no_application_load_balancer_of_this_account_is_unsuccessful(string id) =>
        Fails(_world.Outside(TargetGroupType.Alb, vpcId: _world.Vpc()), id, "ARN of an Application Load Balancer");

    [Fact]
    public void A_function_group_has_one_function_even_within_one_request()
    {
        var group = _world.Outside(TargetGroupType.Lambda);

        var answer = Register(group, Function, Function + ":live", Function);

        Assert.Equal([Function, Function], answer.Successful!.Select(target => target.Id));
        Assert.Contains("create another target group", Assert.Single(answer.Unsuccessful!).FailureMessage);
        Fails(group, Function + ":live", "create another target group");
        Assert.Single(List(group));
    }

    [Fact]
    public void A_load_balancer_is_in_two_groups_at_most()
    {
        var vpc = _world.Vpc();
        var groups = new[] { "one", "two", "three" }
            .Select(name => _world.Outside(TargetGroupType.Alb, name, vpc)).ToList();
        Assert.Equal(80, Assert.Single(Register(groups[0], Balancer).Successful!).Port);
        Register(groups[1], Balancer);

        Fails(groups[2], Balancer, $"{groups[0].Id} and {groups[1].Id}");
    }

    [Fact]
    public void An_instance_that_does_not_exist_is_unsuccessful() =>
        Fails(
            _world.Outside(TargetGroupType.Instance, vpcId: _world.Vpc()),
            "i-0123456789abcdef0",
            "instances must be in the target group's VPC");

    [Fact]
    public void What_lives_outside_is_unused_then_unavailable_and_never_dialled()
    {
        var group = _world.Outside(TargetGroupType.Lambda);
        Register(group, Function);
        _world.Settle();
        Assert.Equal(
            (TargetStatus.Unused, "TargetGroupNotInUse"), (List(group)[0].Status, List(group)[0].ReasonCode));

        Use(group);
        _world.Settle();

        Assert.Equal(
            (TargetStatus.Unavailable, "HealthCheckNotSupported"), (List(group)[0].Status, List(group)[0].ReasonCode));
        Assert.Empty(Assert.Single(DataplaneCompiler.Compile(_world.Snapshot).TargetGroups).Targets);
    }

    [Fact]
    public void What_is_never_dialled_drains_as_soon_as_a_node_has_seen_it()
    {
        var group = _world.Outside(TargetGroupType.Lambda);
        Register(group, Function);
        Use(group);
        _world.Settle();

        _world.Do(DeregisterTargets.Decide, new DeregisterTargetsRequest
        {
            TargetGroupIdentifier = group.Id,
            Targets = [new Api.VpcLattice.Target { Id = Function }],
        });
        Assert.Equal(TargetStatus.Draining, List(group)[0].Status);
        _world.Settle();

        Assert.Empty(_world.Realm.Of<Target>().All);
    }

    [Fact]
    public void A_function_can_be_registered_again_while_it_drains()
    {
        var group = _world.Outside(TargetGroupType.Lambda);
        Register(group, Function);
        _world.Settle();
        _world.Do(DeregisterTargets.Decide, new DeregisterTargetsRequest
        {
            TargetGroupIdentifier = group.Id,
            Targets = [new Api.VpcLattice.Target { Id = Function }],
        });

        Assert.Empty(Register(group, Function).Unsuccessful!);

        Assert.Equal(TargetStatus.Initial, Assert.Single(List(group)).Status);
    }

    [Fact]
    public void What_is_not_registered_cannot_be_deregistered_but_the_rest_can()
    {
        var group = _world.Group(_world.Vpc());
        _world.Register(group, "10.0.1.7");

        var answer = _world.Do(DeregisterTargets.Decide, new DeregisterTargetsRequest
        {
            TargetGroupIdentifier = group.Id,
            Targets =
            [
                new Api.VpcLattice.Target { Id = "10.0.1.7", Port = 81 },
                new Api.VpcLattice.Target { Id = "10.0.1.7" },
            ],
        });

        Assert.Equal(8080, Assert.Single(answer.Successful!).Port);
        var failure = Assert.Single(answer.Unsuccessful!);
        Assert.Equal((81, "TargetNotFound"), (failure.Port, failure.FailureCode));
    }

    [Fact]
    public void A_target_of_an_IPV6_group_has_such_an_address_and_it_lies_in_a_subnet()
    {
        var group = _world.Group(_world.Vpc(), config: new TargetGroupConfig { IpAddressType = IpAddressType.Ipv6 });

        Fails(group, "10.0.1.7", "address type IPV6");
        Fails(group, "fd00::1", "lies in no subnet");
    }

    private void Fails(TargetGroup group, string id, string reason, int? port = null)
    {
        var answer = _world.Do(RegisterTargets.Decide, new RegisterTargetsRequest
        {
            TargetGroupIdentifier = group.Id,
            Targets = [new Api.VpcLattice.Target { Id = id, Port = port }],
        });

        Assert.Empty(answer.Successful!);
        var failure = Assert.Single(answer.Unsuccessful!);
        Assert.Equal((id, "UnsupportedTarget"), (failure.Id, failure.FailureCode));
        Assert.Contains(reason, failure.FailureMessage, StringComparison.Ordinal);
    }

    private RegisterTargetsResponse Register(TargetGroup group, params string[] ids) =>
        _world.Do(RegisterTargets.Decide, new RegisterTargetsRequest
        {
            TargetGroupIdentifier = group.Id,
            Targets = [.. ids.Select(id => new Api.VpcLattice.Target { Id = id })],
        });

    private IReadOnlyList<TargetSummary> List(TargetGroup group) => _world.Do(
        ListTargets.Decide, new ListTargetsRequest { TargetGroupIdentifier = group.Id }).Items!;

    private void Use(TargetGroup group)
    {
        var service = _world.Service();
        _world.Listener(service.Id, LatticeWorld.Forward(group.Id));
        _world.Associate(_world.Network(), service);
    }
}
