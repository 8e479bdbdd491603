using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Planning.VpcLattice;

namespace Pergola.Planning.Tests.VpcLattice;

/// <summary>Every refusal: its code, the resource it names, and the words that clients look for.</summary>
public sealed class RefusalTests
{
    private readonly LatticeWorld _world = new();

    [Fact]
    public void A_name_that_is_taken_is_a_conflict_with_the_one_that_has_it()
    {
        var vpc = _world.Vpc();
        var network = _world.Network();
        var service = _world.Service();
        var group = _world.Group(vpc);

        IsConflict(
            _world.Refused(CreateServiceNetwork.Decide, new CreateServiceNetworkRequest { Name = network.Name }),
            network.Id,
            "SERVICE_NETWORK",
            "already exists");
        IsConflict(
            _world.Refused(CreateService.Decide, new CreateServiceRequest { Name = service.Name }),
            service.Id,
            "SERVICE",
            "already exists");
        IsConflict(
            _world.Refused(CreateTargetGroup.Decide, GroupRequest(vpc)), group.Id, "TARGET_GROUP", "already exists");
    }

    [Fact]
    public void What_does_not_exist_is_not_found_by_id_nor_by_ARN()
    {
        IsNotFound(
            _world.Refused(ReadServices.Get, new GetServiceRequest { ServiceIdentifier = "svc-0123456789abcdef0" }),
            "svc-0123456789abcdef0",
            "SERVICE");
        var network = _world.Network();
        var elsewhere = network.Arn.Replace("eu-central-1", "eu-west-1", StringComparison.Ordinal);
        IsNotFound(
            _world.Refused(
                ReadServiceNetworks.Get, new GetServiceNetworkRequest { ServiceNetworkIdentifier = elsewhere }),
            elsewhere,
            "SERVICE_NETWORK");
    }

    [Fact]
    public void A_listener_or_rule_under_another_parent_is_not_found()
    {
        var listener = _world.Listener(_world.Service("one").Id, LatticeWorld.Fixed(404));
        var other = _world.Service("two");
        var neighbour = _world.Listener(other.Id, LatticeWorld.Fixed(404));

        IsNotFound(
            _world.Refused(ReadListeners.Get, new GetListenerRequest
            {
                ServiceIdentifier = other.Id,
                ListenerIdentifier = listener.Arn,
            }),
            listener.Arn,
            "LISTENER");
        IsNotFound(
            _world.Refused(ReadRules.Get, new GetRuleRequest
            {
                ServiceIdentifier = other.Id,
                ListenerIdentifier = neighbour.Id,
                RuleIdentifier = listener.DefaultRuleId,
            }),
            listener.DefaultRuleId,
            "RULE");
    }

    [Theory]
    [InlineData(200)]
    [InlineData(403)]
    [InlineData(503)]
    public void A_fixed_response_other_than_404_and_500_is_refused(int status)
    {
        var error = _world.Refused(CreateListener.Decide, new CreateListenerRequest
        {
            ServiceIdentifier = _world.Service().Id,
            Name = "http",
            Protocol = ListenerProtocol.Http,
            DefaultAction = LatticeWorld.Fixed(status),
        });

        IsValidation(error, "defaultAction.fixedResponse.statusCode");
    }

    [Fact]
    public void A_group_that_is_not_active_yet_can_be_neither_used_nor_filled_nor_deleted()
    {
        var vpc = _world.Vpc();
        var service = _world.Service();
        var id = _world.Do(CreateTargetGroup.Decide, GroupRequest(vpc)).Id!;
        var message = $"Invalid resource status for this operation, resource id {id}, status: CREATE_IN_PROGRESS.";

        IsConflict(
            _world.Refused(CreateListener.Decide, new CreateListenerRequest
            {
                ServiceIdentifier = service.Id,
                Name = "http",
                Protocol = ListenerProtocol.Http,
                DefaultAction = LatticeWorld.Forward(id),
            }),
            id,
            "TARGET_GROUP",
            message);
        IsConflict(
            _world.Refused(RegisterTargets.Decide, new RegisterTargetsRequest
            {
                TargetGroupIdentifier = id,
                Targets = [new Api.VpcLattice.Target { Id = "10.0.1.7" }],
            }),
            id,
            "TARGET_GROUP",
            message);
        IsConflict(
            _world.Refused(DeleteTargetGroup.Decide, new DeleteTargetGroupRequest { TargetGroupIdentifier = id }),
            id,
            "TARGET_GROUP",
            message);
    }

    [Fact]
    public void A_group_serves_one_service_only()
    {
        var group = _world.Group(_world.Vpc());
        var one = _world.Service("one");
        _world.Listener(one.Id, LatticeWorld.Forward(group.Id));

        IsConflict(
            _world.Refused(CreateListener.Decide, new CreateListenerRequest
            {
                ServiceIdentifier = _world.Service("two").Id,
                Name = "http",
                Protocol = ListenerProtocol.Http,
                DefaultAction = LatticeWorld.Forward(group.Arn),
            }),
            group.Id,
            "TARGET_GROUP",
            one.Id);
    }

    [Fact]
    public void A_third_listener_exceeds_the_quota()
    {
        var service = _world.Service();
        _world.Listener(service.Id, LatticeWorld.Fixed(404), "one", 80);
        _world.Listener(service.Id, LatticeWorld.Fixed(404), "two", 81);

        var error = _world.Refused(CreateListener.Decide, new CreateListenerRequest
        {
            ServiceIdentifier = service.Id,
            Name = "three",
            Protocol = ListenerProtocol.Http,
            Port = 82,
            DefaultAction = LatticeWorld.Fixed(404),
        });

        Assert.Equal(("ServiceQuotaExceededException", 402), (error.Code, error.HttpStatus));
        Assert.Equal("L-D64E952E", Member(error, "quotaCode"));
        Assert.Equal("vpc-lattice", Member(error, "serviceCode"));
        Assert.Equal("LISTENER", Member(error, "resourceType"));
    }

    [Fact]
    public void A_VPC_has_one_network()
    {
        var vpc = _world.Vpc();
        var first = _world.Associate(_world.Network("one"), vpc);

        IsConflict(
            _world.Refused(CreateServiceNetworkVpcAssociation.Decide, new CreateServiceNetworkVpcAssociationRequest
            {
                ServiceNetworkIdentifier = _world.Network("two").Id,
                VpcIdentifier = vpc,
            }),
            first,
            "SERVICE_NETWORK_VPC_ASSOCIATION",
            "VPC has already been associated to a service network.");
    }

    [Fact]
    public void Security_groups_of_an_association_are_of_its_VPC()
    {
        var network = _world.Network();
        var vpc = _world.Vpc();
        var stranger = _world.SecurityGroup(_world.Vpc());

        IsValidation(
            _world.Refused(CreateServiceNetworkVpcAssociation.Decide, new CreateServiceNetworkVpcAssociationRequest
            {
                ServiceNetworkIdentifier = network.Id,
                VpcIdentifier = vpc,
                SecurityGroupIds = [_world.SecurityGroup(vpc), stranger],
            }),
            "securityGroupIds");
    }

    [Fact]
    public void A_pair_is_associated_once_even_while_it_is_being_deleted()
    {
        var network = _world.Network();
        var service = _world.Service();
        var id = _world.Associate(network, service);
        _world.Settle();
        _world.Do(
            DeleteServiceNetworkServiceAssociation.Decide,
            new DeleteServiceNetworkServiceAssociationRequest { ServiceNetworkServiceAssociationIdentifier = id });

        IsConflict(
            _world.Refused(
                CreateServiceNetworkServiceAssociation.Decide,
                new CreateServiceNetworkServiceAssociationRequest
                {
                    ServiceIdentifier = service.Id,
                    ServiceNetworkIdentifier = network.Id,
                }),
            id,
            "SERVICE_NETWORK_SERVICE_ASSOCIATION",
            "Association already exists");
    }

    [Fact]
    public void Deleting_names_what_stands_in_the_way()
    {
        var vpc = _world.Vpc();
        var network = _world.Network();
        var service = _world.Service();
        var group = _world.Group(vpc);
        var listener = _world.Listener(service.Id, LatticeWorld.Forward(group.Id));
        var member = _world.Associate(network, service);
        var client = _world.Associate(network, vpc);

        IsConflict(
            _world.Refused(
                DeleteServiceNetwork.Decide, new DeleteServiceNetworkRequest { ServiceNetworkIdentifier = network.Id }),
            network.Id,
            "SERVICE_NETWORK",
            $"ServiceNetwork {network.Id} has VPC(s) associated: {client}");
        IsConflict(
            _world.Refused(DeleteService.Decide, new DeleteServiceRequest { ServiceIdentifier = service.Id }),
            service.Id,
            "SERVICE",
            $"has one or more associated service networks: {member}");
        IsConflict(
            _world.Refused(DeleteTargetGroup.Decide, new DeleteTargetGroupRequest { TargetGroupIdentifier = group.Id }),
            group.Id,
            "TARGET_GROUP",
            listener.Id);
    }

    [Fact]
    public void A_refused_deletion_names_everything_that_stands_in_the_way_of_every_sort()
    {
        var network = _world.Network();
        var clients = new[] { _world.Associate(network, _world.Vpc()), _world.Associate(network, _world.Vpc()) };
        var members = new[] { "one", "two" }
            .Select(name => _world.Associate(network, _world.Service(name))).ToList();
        var group = _world.Group(_world.Vpc());
        var listener = _world.Listener(_world.Service("three").Id, LatticeWorld.Forward(group.Id));
        var rule = _world.Rule(listener, 1, LatticeWorld.Forward(group.Id));
        _world.Register(group, "10.0.1.7");

        IsConflict(
            _world.Refused(
                DeleteServiceNetwork.Decide, new DeleteServiceNetworkRequest { ServiceNetworkIdentifier = network.Id }),
            network.Id,
            "SERVICE_NETWORK",
            $"ServiceNetwork {network.Id} has VPC(s) associated: {string.Join(", ", clients)}. "
            + $"ServiceNetwork {network.Id} has service(s) associated: {string.Join(", ", members)}");
        IsConflict(
            _world.Refused(DeleteTargetGroup.Decide, new DeleteTargetGroupRequest { TargetGroupIdentifier = group.Id }),
            group.Id,
            "TARGET_GROUP",
            $"Target group {group.Id} is in use by: {listener.Id} of service {listener.ServiceId}, "
            + $"{rule.Id} of service {listener.ServiceId}. "
            + $"Target group {group.Id} has registered targets: 10.0.1.7:8080 (INITIAL)");
    }

    [Fact]
    public void A_default_rule_is_neither_updated_nor_deleted_as_a_rule()
    {
        var listener = _world.Listener(_world.Service().Id, LatticeWorld.Fixed(404));

        IsValidation(
            _world.Refused(UpdateRule.Decide, new UpdateRuleRequest
            {
                ServiceIdentifier = listener.ServiceId,
                ListenerIdentifier = listener.Id,
                RuleIdentifier = listener.DefaultRuleId,
                Priority = 3,
            }),
            "ruleIdentifier");
        IsConflict(
            _world.Refused(DeleteRule.Decide, new DeleteRuleRequest
            {
                ServiceIdentifier = listener.ServiceId,
                ListenerIdentifier = listener.Id,
                RuleIdentifier = listener.DefaultRuleId,
            }),
            listener.DefaultRuleId,
            "RULE",
            "default rule");
    }

    [Fact]
    public void All_faults_of_a_group_are_told_together()
    {
        var error = _world.Refused(CreateTargetGroup.Decide, new CreateTargetGroupRequest
        {
            Name = "group",
            Type = TargetGroupType.Instance,
            Config = new TargetGroupConfig
            {
                IpAddressType = IpAddressType.Ipv4,
                HealthCheck = new HealthCheckConfig
                {
                    HealthCheckIntervalSeconds = 4,
                    Matcher = new Matcher.HttpCode("200-600"),
                },
            },
        });

        IsValidation(
            error,
            "config.port",
            "config.protocol",
            "config.vpcIdentifier",
            "config.ipAddressType",
            "config.healthCheck.healthCheckIntervalSeconds",
            "config.healthCheck.matcher.httpCode");
    }

    [Theory]
    [InlineData("10.0.9.9", "lies in no subnet")]
    [InlineData("fd00::1", "address type")]
    [InlineData("10.1", "is not an IP address")]
    public void A_target_that_cannot_be_one_fails_alone(string address, string reason)
    {
        var group = _world.Group(_world.Vpc());

        var answer = _world.Do(RegisterTargets.Decide, new RegisterTargetsRequest
        {
            TargetGroupIdentifier = group.Id,
            Targets = [new Api.VpcLattice.Target { Id = address }, new Api.VpcLattice.Target { Id = "10.0.1.7" }],
        });

        var failure = Assert.Single(answer.Unsuccessful!);
        Assert.Equal((address, "UnsupportedTarget"), (failure.Id, failure.FailureCode));
        Assert.Contains(reason, failure.FailureMessage, StringComparison.Ordinal);
        Assert.Equal(new Api.VpcLattice.Target { Id = "10.0.1.7", Port = 8080 }, Assert.Single(answer.Successful!));
    }

    [Fact]
    public void A_list_of_associations_wants_to_know_of_what() => IsValidation(
        _world.Refused(
            ReadServiceNetworkVpcAssociations.List, new ListServiceNetworkVpcAssociationsRequest()),
        "serviceNetworkIdentifier");

    private static CreateTargetGroupRequest GroupRequest(string vpc) => new()
    {
        Name = "group",
        Type = TargetGroupType.Ip,
        Config = new TargetGroupConfig { Port = 80, Protocol = TargetGroupProtocol.Http, VpcIdentifier = vpc },
    };

    internal static void IsConflict(ApiError error, string id, string type, string words)
    {
        Assert.Equal(("ConflictException", 409), (error.Code, error.HttpStatus));
        Assert.Equal((id, type), (Member(error, "resourceId"), Member(error, "resourceType")));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    internal static void IsNotFound(ApiError error, string id, string type)
    {
        Assert.Equal(("ResourceNotFoundException", 404), (error.Code, error.HttpStatus));
        Assert.Equal((id, type), (Member(error, "resourceId"), Member(error, "resourceType")));
    }

    internal static void IsValidation(ApiError error, params string[] fields)
    {
        Assert.Equal(("ValidationException", 400), (error.Code, error.HttpStatus));
        Assert.Equal("fieldValidationFailed", Member(error, "reason"));
        var list = (IEnumerable<IReadOnlyDictionary<string, string>>)Member(error, "fieldList");
        Assert.Equal(fields, list.Select(field => field["name"]));
    }

    private static object Member(ApiError error, string name) =>
        error.Members.Single(member => member.Key == name).Value;
}
