using Pergola.Api.VpcLattice;
using Pergola.Domain.Network;
using Pergola.Planning.Access;
using Pergola.Planning.Dataplane;
using Pergola.Planning.Tests.VpcLattice;
using Pergola.Planning.VpcLattice;

namespace Pergola.Planning.Tests.Dataplane;

/// <summary>Situations, and the table that each of them makes.</summary>
public sealed class DataplaneCompilerTests
{
    private readonly LatticeWorld _world = new();

    [Fact]
    public void A_client_VPC_reaches_a_service_whose_targets_are_in_another()
    {
        var client = _world.Vpc("10.1.0.0/16", "10.1.1.0/24");
        var server = _world.Vpc();
        var network = _world.Network();
        var service = _world.Service("orders", "Orders.example.com");
        var group = _world.Group(server);
        var canary = _world.Group(server, "canary", new TargetGroupConfig
        {
            Protocol = TargetGroupProtocol.Http,
            ProtocolVersion = TargetGroupProtocolVersion.Http2,
        });
        var listener = _world.Listener(service.Id, LatticeWorld.Forward(group.Id));
        _world.Rule(listener, 20, LatticeWorld.Forward(group.Id, canary.Id), new HttpMatch
        {
            Method = "GET",
            PathMatch = new PathMatch { Match = new PathMatchType.Prefix("/api"), CaseSensitive = true },
            HeaderMatches = [new HeaderMatch { Name = "X-Beta", Match = new HeaderMatchType.Exact("1") }],
        });
        _world.Rule(listener, 10, LatticeWorld.Fixed(404), new HttpMatch
        {
            PathMatch = new PathMatch { Match = new PathMatchType.Exact("/secret") },
        });
        _world.Register(group, "10.0.1.7");
        _world.Register(group, "10.0.1.8", 9090);
        _world.Associate(network, service);
        _world.Associate(network, client);
        _world.Settle();

        Is($"""
            vpc arn:aws:ec2:eu-central-1:111122223333:vpc/{client}
              resolver 10.1.0.2 169.254.169.253
              network {network.Arn}
              port 80 Http
              host {service.DomainName} -> {service.Id}
              host orders.example.com -> {service.Id}
              name {service.DomainName} = {LatticeAddress.Of(service.Id)}
            vpc arn:aws:ec2:eu-central-1:111122223333:vpc/{server}
              resolver 10.0.0.2 169.254.169.253
              network none
            service {service.Id} idle 00:01:00
              listener 80 Http
                10: path Exact '/secret' => answer 404
                20: GET and path Prefix '/api' in that case and X-Beta Exact '1' => 100 x {group.Id}, 100 x {canary.Id}
                default => 100 x {group.Id}
            group {group.Id} Http Http1 in {server} used
              check Http Http1 / every 30 s, timeout 5 s, 5 up, 2 down, expects 200
              target 10.0.1.7:8080 Ready
              target 10.0.1.8:9090 Ready
            group {canary.Id} Http Http2 in {server} used
              check off

            """);
    }

    [Fact]
    public void An_association_that_is_being_deleted_gives_nothing_any_more()
    {
        var vpc = _world.Vpc();
        var network = _world.Network();
        var service = _world.Service();
        _world.Listener(service.Id, LatticeWorld.Fixed(404));
        var member = _world.Associate(network, service);
        _world.Associate(network, vpc);
        _world.Settle();
        _world.Do(
            DeleteServiceNetworkServiceAssociation.Decide,
            new DeleteServiceNetworkServiceAssociationRequest { ServiceNetworkServiceAssociationIdentifier = member });

        Is($"""
            vpc arn:aws:ec2:eu-central-1:111122223333:vpc/{vpc}
              resolver 10.0.0.2 169.254.169.253
              network {network.Arn}

            """);
    }

    [Fact]
    public void AWS_IAM_without_an_auth_policy_denies_everything_but_only_through_that_network()
    {
        var closed = _world.Network("closed");
        _world.Do(UpdateServiceNetwork.Decide, new UpdateServiceNetworkRequest
        {
            ServiceNetworkIdentifier = closed.Id,
            AuthType = AuthType.AwsIam,
        });
        var open = _world.Network("open");
        var service = _world.Service();
        _world.Listener(service.Id, LatticeWorld.Fixed(404));
        _world.Associate(closed, service);
        _world.Associate(open, service);
        _world.Associate(closed, _world.Vpc());
        _world.Associate(open, _world.Vpc());

        Assert.Equal([false, true], LetsIn());

        _world.Settle();
        _world.Do(UpdateService.Decide, new UpdateServiceRequest
        {
            ServiceIdentifier = service.Id,
            AuthType = AuthType.AwsIam,
        });
        Assert.Equal([false, false], LetsIn());

        PutPolicy(service.Id);
        Assert.Equal([false, true], LetsIn());

        PutPolicy(closed.Id);
        Assert.Equal([true, true], LetsIn());
    }

    [Fact]
    public void A_VPC_without_DNS_support_answers_nothing_but_still_reaches_its_services()
    {
        var vpc = _world.Vpc();
        _world.Put(_world.Realm.Of<Vpc>()[vpc] with { EnableDnsSupport = false });
        var network = _world.Network();
        var service = _world.Service();
        _world.Associate(network, service);
        _world.Associate(network, vpc);

        var entry = Assert.Single(DataplaneCompiler.Compile(_world.Snapshot).Vpcs);

        Assert.Empty(entry.ResolverAddresses);
        Assert.Empty(entry.Names);
        Assert.Equal(service.DomainName, Assert.Single(entry.Hosts).Host);
    }

    [Fact]
    public void Interfaces_have_names_in_their_own_VPC()
    {
        var vpc = _world.Vpc();
        _world.Vpc();
        _world.Put(new NetworkInterface
        {
            NetworkInterfaceId = "eni-0123456789abcdef0",
            VpcId = vpc,
            SubnetId = "subnet-0123456789abcdef0",
            PrivateIpAddress = "10.0.1.5",
            MacAddress = "02:00:00:00:00:01",
            SecurityGroupIds = [],
            Owner = "host",
        });

        var table = DataplaneCompiler.Compile(_world.Snapshot);

        var name = Assert.Single(table.Vpcs[0].Names);
        Assert.Equal("ip-10-0-1-5.eu-central-1.compute.internal", name.Name);
        Assert.Equal("10.0.1.5", Assert.Single(name.Addresses).ToString());
        Assert.Empty(table.Vpcs[1].Names);
    }

    [Theory]
    [InlineData(TargetHealth.Healthy, TargetUse.Ready)]
    [InlineData(TargetHealth.Initial, TargetUse.Initial)]
    [InlineData(TargetHealth.Unhealthy, TargetUse.Unhealthy)]
    public void A_target_gets_what_its_health_allows(TargetHealth health, TargetUse use)
    {
        var group = _world.Group(_world.Vpc());
        var service = _world.Service();
        _world.Listener(service.Id, LatticeWorld.Forward(group.Id));
        _world.Associate(_world.Network(), service);
        _world.Register(group, "10.0.1.7");
        _world.Settle(health);

        Assert.Equal(use, Assert.Single(CompiledTargets()).Use);

        _world.Do(DeregisterTargets.Decide, new DeregisterTargetsRequest
        {
            TargetGroupIdentifier = group.Id,
            Targets = [new Target { Id = "10.0.1.7" }],
        });
        Assert.Equal(TargetUse.Draining, Assert.Single(CompiledTargets()).Use);
    }

    [Fact]
    public void A_group_of_a_function_names_it_until_it_is_deregistered()
    {
        var function = $"arn:aws:lambda:{LatticeWorld.Scope.Region}:{LatticeWorld.Scope.Account}:function:hello";
        var group = _world.Outside(TargetGroupType.Lambda);
        Assert.Null(Compiled().Function);

        _world.Do(RegisterTargets.Decide, new RegisterTargetsRequest
        {
            TargetGroupIdentifier = group.Id, Targets = [new Target { Id = function }],
        });
        Assert.Equal(new FunctionEntry(function, FunctionEventVersion.V1), Compiled().Function);
        Assert.Empty(Compiled().Targets);

        _world.Do(DeregisterTargets.Decide, new DeregisterTargetsRequest
        {
            TargetGroupIdentifier = group.Id, Targets = [new Target { Id = function }],
        });
        Assert.Null(Compiled().Function);

        TargetGroupEntry Compiled() => Assert.Single(DataplaneCompiler.Compile(_world.Snapshot).TargetGroups);
    }

    [Fact]
    public void Equal_snapshots_make_equal_tables_and_entry_addresses_stay_in_the_range()
    {
        var services = Enumerable.Range(0, 50).Select(number => _world.Service($"service-{number}")).ToList();

        Assert.Equal(DataplaneCompiler.Compile(_world.Snapshot), DataplaneCompiler.Compile(_world.Snapshot));
        Assert.All(services, service =>
        {
            var bytes = LatticeAddress.Of(service.Id).GetAddressBytes();
            Assert.Equal([169, 254, 171], bytes[..3]);
            Assert.InRange(bytes[3], 2, 254);
        });
    }

    private void PutPolicy(string resource) => _world.Do(PutAuthPolicy.Decide, new PutAuthPolicyRequest
    {
        ResourceIdentifier = resource,
        Policy = VpcLattice.PolicyTests.AllowAll,
    });

    // Whether each VPC is let in to the service that it sees first.
    private IEnumerable<bool> LetsIn()
    {
        var table = DataplaneCompiler.Compile(_world.Snapshot);
        return table.Vpcs.Select(vpc => new AccessGuard(
                table.Services.Single(service => service.ServiceId == vpc.Hosts[0].ServiceId).Access, "arn:svc")
            .Judge(
                new AccessRequest(
                    "GET", "/", [], new AccessDoor(vpc.VpcArn, vpc.ServiceNetworkArn!, 80, false),
                    System.Net.IPAddress.Loopback, DateTimeOffset.UnixEpoch),
                new AccessKeys(table.Sessions, null)).Refusal is null);
    }

    private Core.ValueList<TargetEntry> CompiledTargets() =>
        Assert.Single(DataplaneCompiler.Compile(_world.Snapshot).TargetGroups).Targets;

    private void Is(string expected) =>
        Assert.Equal(expected, DataplaneText.Print(DataplaneCompiler.Compile(_world.Snapshot)));
}
