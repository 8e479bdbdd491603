using Pergola.Api.VpcLattice;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.VpcLattice;

namespace Pergola.Planning.Tests.VpcLattice;

/// <summary>What AWS fills in or leaves out of an answer, as tests of Terraform's provider check it.</summary>
public sealed class EchoTests
{
    private readonly LatticeWorld _world = new();

    [Fact]
    public void An_instance_group_gets_the_whole_default_health_check_and_no_address_type()
    {
        var config = Create(TargetGroupType.Instance, new TargetGroupConfig
        {
            Port = 80,
            Protocol = TargetGroupProtocol.Http,
            VpcIdentifier = _world.Vpc(),
        })!;

        Assert.Equal(TargetGroupProtocolVersion.Http1, config.ProtocolVersion);
        Assert.Null(config.IpAddressType);
        Assert.Null(config.LambdaEventStructureVersion);
        Assert.Equal(
            new HealthCheckConfig
            {
                Enabled = true,
                Protocol = TargetGroupProtocol.Http,
                ProtocolVersion = HealthCheckProtocolVersion.Http1,
                Path = "/",
                HealthCheckIntervalSeconds = 30,
                HealthCheckTimeoutSeconds = 5,
                HealthyThresholdCount = 5,
                UnhealthyThresholdCount = 2,
                Matcher = new Matcher.HttpCode("200"),
            },
            config.HealthCheck);
    }

    [Fact]
    public void An_ALB_group_has_no_health_check()
    {
        var config = Create(TargetGroupType.Alb, new TargetGroupConfig
        {
            Port = 80,
            Protocol = TargetGroupProtocol.Http,
            VpcIdentifier = _world.Vpc(),
        })!;

        Assert.Equal(TargetGroupProtocolVersion.Http1, config.ProtocolVersion);
        Assert.Null(config.HealthCheck);
    }

    [Fact]
    public void A_Lambda_group_without_configuration_has_none_and_one_with_an_empty_one_gets_version_1()
    {
        Assert.Null(Create(TargetGroupType.Lambda, null));
        Assert.Equal(
            new TargetGroupConfig { LambdaEventStructureVersion = LambdaEventStructureVersion.V1 },
            Create(TargetGroupType.Lambda, new TargetGroupConfig(), "other"));
    }

    [Theory]
    [InlineData(TargetGroupProtocol.Http, TargetGroupProtocolVersion.Http1, true, HealthCheckProtocolVersion.Http1)]
    [InlineData(TargetGroupProtocol.Https, TargetGroupProtocolVersion.Http1, true, HealthCheckProtocolVersion.Http1)]
    [InlineData(TargetGroupProtocol.Http, TargetGroupProtocolVersion.Http2, false, HealthCheckProtocolVersion.Http2)]
    [InlineData(TargetGroupProtocol.Http, TargetGroupProtocolVersion.Grpc, false, HealthCheckProtocolVersion.Http1)]
    [InlineData(TargetGroupProtocol.Tcp, null, false, null)]
    public void Checks_are_on_by_default_only_for_HTTP1(
        string protocol, string? version, bool enabled, string? checkVersion)
    {
        var check = Create(TargetGroupType.Ip, new TargetGroupConfig
        {
            Port = 443,
            Protocol = protocol,
            ProtocolVersion = version,
            VpcIdentifier = _world.Vpc(),
        })!.HealthCheck!;

        Assert.Equal(enabled, check.Enabled);
        Assert.Equal(checkVersion, check.ProtocolVersion);
        Assert.Equal(protocol == TargetGroupProtocol.Tcp ? null : protocol, check.Protocol);
    }

    [Theory]
    [InlineData(TargetGroupProtocol.Tcp, null, "protocol", "protocolVersion")]
    [InlineData(TargetGroupProtocol.Https, TargetGroupProtocolVersion.Grpc, "protocolVersion")]
    public void A_check_that_has_no_default_must_be_given_to_be_on(
        string protocol, string? version, params string[] missing)
    {
        var config = new TargetGroupConfig
        {
            Port = 443,
            Protocol = protocol,
            ProtocolVersion = version,
            VpcIdentifier = _world.Vpc(),
            HealthCheck = new HealthCheckConfig { Enabled = true },
        };
        var request = new CreateTargetGroupRequest { Name = "group", Type = TargetGroupType.Ip, Config = config };

        var error = _world.Refused(CreateTargetGroup.Decide, request);
        Assert.All(missing, name => Assert.Contains($"config.healthCheck.{name} has no default", error.Message));

        var check = config.HealthCheck with
        {
            Protocol = TargetGroupProtocol.Http,
            ProtocolVersion = HealthCheckProtocolVersion.Http2,
        };
        var complete = request with { Config = config with { HealthCheck = check } };
        var made = _world.Do(CreateTargetGroup.Decide, complete).Config!.HealthCheck!;
        Assert.Equal(
            (true, TargetGroupProtocol.Http, HealthCheckProtocolVersion.Http2, "/"),
            (made.Enabled, made.Protocol, made.ProtocolVersion, made.Path));
    }

    [Fact]
    public void Zero_and_empty_members_of_a_health_check_mean_their_defaults()
    {
        var group = _world.Group(_world.Vpc());

        var check = _world.Do(UpdateTargetGroup.Decide, new UpdateTargetGroupRequest
        {
            TargetGroupIdentifier = group.Id,
            HealthCheck = new HealthCheckConfig
            {
                Path = "",
                Port = 0,
                HealthCheckIntervalSeconds = 0,
                HealthyThresholdCount = 3,
                Matcher = new Matcher.HttpCode(""),
            },
        }).Config!.HealthCheck!;

        Assert.Equal(group.Config!.HealthCheck! with { HealthyThresholdCount = 3 }, check);
    }

    [Theory]
    [InlineData(new[] { -1 }, new[] { 100 })]
    [InlineData(new[] { 7 }, new[] { 7 })]
    [InlineData(new[] { -1, -1 }, new[] { 100, 100 })]
    [InlineData(new[] { 0, -1 }, new[] { 0, 1 })]
    public void Weights_that_are_missing_are_filled_in(int[] given, int[] expected)
    {
        var vpc = _world.Vpc();
        var groups = given.Select((_, index) => _world.Group(vpc, $"group-{index}")).ToList();
        var action = new RuleAction.Forward(new ForwardAction
        {
            TargetGroups = [.. given.Select((weight, index) => new WeightedTargetGroup
            {
                TargetGroupIdentifier = groups[index].Arn,
                Weight = weight < 0 ? null : weight,
            })],
        });

        var listener = _world.Listener(_world.Service().Id, action);

        var stored = Assert.IsType<RuleAction.Forward>(_world.Realm.Of<ListenerRule>()[listener.DefaultRuleId].Action);
        Assert.Equal(expected, stored.Value.TargetGroups.Select(group => group.Weight!.Value));
        Assert.Equal(
            groups.Select(group => group.Id), stored.Value.TargetGroups.Select(group => group.TargetGroupIdentifier));
    }

    [Fact]
    public void A_match_comes_back_with_its_case_flags_and_an_empty_list_of_headers()
    {
        var listener = _world.Listener(_world.Service().Id, LatticeWorld.Fixed(404));
        var rule = _world.Rule(listener, 10, LatticeWorld.Fixed(500), new HttpMatch
        {
            Method = "",
            PathMatch = new PathMatch { Match = new PathMatchType.Prefix("/api") },
        });

        var match = Assert.IsType<RuleMatch.HttpMatch>(rule.Match).Value;
        Assert.Null(match.Method);
        Assert.False(match.PathMatch!.CaseSensitive);
        Assert.Empty(match.HeaderMatches!);
    }

    [Fact]
    public void A_service_has_its_final_name_from_its_first_answer_on()
    {
        var made = _world.Do(CreateService.Decide, new CreateServiceRequest { Name = "orders" });

        Assert.Equal(ServiceStatus.CreateInProgress, made.Status);
        Assert.Equal(
            $"orders-{made.Id!["svc-".Length..]}.7d67968.vpc-lattice-svcs.eu-central-1.on.aws",
            made.DnsEntry!.DomainName);
        Assert.Equal(21, made.DnsEntry.HostedZoneId!.Length);
        Assert.Equal(60, made.IdleTimeoutSeconds);
    }

    [Theory]
    [InlineData(ListenerProtocol.Http, 80)]
    [InlineData(ListenerProtocol.Https, 443)]
    public void A_listener_without_a_port_gets_its_protocols(string protocol, int port)
    {
        var made = _world.Do(CreateListener.Decide, new CreateListenerRequest
        {
            ServiceIdentifier = _world.Service().Arn,
            Name = "listener",
            Protocol = protocol,
            DefaultAction = LatticeWorld.Fixed(404),
        });

        Assert.Equal(port, made.Port);
        Assert.Equal($"{made.ServiceArn}/listener/{made.Id}", made.Arn);
    }

    [Fact]
    public void A_network_that_nobody_uses_counts_zero_associations()
    {
        var read = _world.Do(ReadServiceNetworks.Get, new GetServiceNetworkRequest
        {
            ServiceNetworkIdentifier = _world.Network().Arn,
        });

        Assert.Equal(0, read.NumberOfAssociatedServices);
        Assert.Equal(0, read.NumberOfAssociatedVPCs);
        Assert.True(read.SharingConfig!.Enabled);
    }

    private TargetGroupConfig? Create(string type, TargetGroupConfig? config, string name = "group") => _world.Do(
        CreateTargetGroup.Decide, new CreateTargetGroupRequest { Name = name, Type = type, Config = config }).Config;
}
