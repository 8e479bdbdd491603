using System.Net;
using Pergola.Api.VpcLattice;
using Pergola.Domain.Network;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.Dataplane;
using Pergola.Planning.Ec2;
using Pergola.Planning.Fabric;
using Pergola.Planning.Tests.VpcLattice.Resources;
using Pergola.Planning.VpcLattice;
using NetworkInterface = Pergola.Domain.Network.NetworkInterface;
using Shape = Pergola.Api.Ec2;
using VpcEndpoint = Pergola.Domain.Network.VpcEndpoint;
using VpcEndpointState = Pergola.Domain.Network.VpcEndpointState;

namespace Pergola.Planning.Tests.VpcLattice.Endpoints;

/// <summary>How endpoints live, what they lead to, and under which names and addresses.</summary>
public sealed class EndpointTests
{
    private readonly LatticeWorld _world = new();
    private readonly string _vpc;
    private readonly ResourceGateway _gateway;
    private readonly ServiceNetwork _network;

    public EndpointTests()
    {
        _vpc = _world.Vpc();
        _gateway = _world.Gateway(_world.Vpc());
        _network = _world.Network();
    }

    [Fact]
    public void It_is_available_once_the_node_has_seen_it_and_gone_with_its_interfaces_once_the_node_has_let_go()
    {
        var id = _world.Do(
            CreateVpcEndpoint.Decide, _world.ToNetwork(_vpc, _network)).VpcEndpoint!.VpcEndpointId!;
        var tooOld = _world.Satisfied() with { Revision = _world.Snapshot.Revision - 1 };
        Assert.Empty(_world.Step(tooOld).Changes);
        Assert.Equal(VpcEndpointState.Pending, Read(id).State);
        _world.Settle();
        Assert.Equal(VpcEndpointState.Available, Read(id).State);
        var carrier = _world.Realm.Of<NetworkInterface>()[Assert.Single(Read(id).NetworkInterfaceIds!)];
        Assert.True(carrier is { RequesterManaged: true, InUse: true, InterfaceType: "vpc_endpoint" });

        var beforeDeletion = _world.Satisfied();
        _world.Do(DeleteVpcEndpoints.Decide, new Shape.DeleteVpcEndpointsRequest { VpcEndpointIds = [id] });
        Assert.Equal(VpcEndpointState.Deleting, Read(id).State);
        Assert.Empty(Entry().Endpoints);
        Assert.Empty(_world.Step(beforeDeletion).Changes);
        _world.Settle();

        Assert.Equal(0, _world.Realm.Of<VpcEndpoint>().Count);
        Assert.Null(_world.Realm.Of<NetworkInterface>().Find(carrier.NetworkInterfaceId));
    }

    [Fact]
    public void Absent_endpoints_are_told_and_the_others_are_deleted()
    {
        var endpoint = _world.Endpoint(_world.ToNetwork(_vpc, _network));

        var answer = _world.Do(DeleteVpcEndpoints.Decide, new Shape.DeleteVpcEndpointsRequest
        {
            VpcEndpointIds = ["vpce-0", endpoint.VpcEndpointId],
        });

        var unsuccessful = Assert.Single(answer.Unsuccessful!);
        Assert.Equal(("vpce-0", "InvalidVpcEndpointId.NotFound"), (unsuccessful.ResourceId, unsuccessful.Error!.Code));
        Assert.Equal(VpcEndpointState.Deleting, Read(endpoint.VpcEndpointId).State);
    }

    [Fact]
    public void Its_addresses_are_no_targets()
    {
        _world.Associate(_network, _world.Single(_gateway));
        var endpoint = _world.Endpoint(_world.ToNetwork(_vpc, _network));

        var answer = _world.Do(RegisterTargets.Decide, new RegisterTargetsRequest
        {
            TargetGroupIdentifier = _world.Group(_vpc).Id,
            Targets = [new() { Id = "10.0.1.4" }, new() { Id = "10.0.1.5" }, new() { Id = "10.0.1.6" }],
        });

        Assert.Equal("10.0.1.6", Assert.Single(answer.Successful!).Id);
        Assert.All(answer.Unsuccessful!, each => Assert.Contains(
            endpoint.VpcEndpointId, each.FailureMessage!, StringComparison.Ordinal));
    }

    [Fact]
    public void The_same_token_gives_the_same_endpoint()
    {
        var request = _world.ToNetwork(_vpc, _network) with { ClientToken = "once" };

        Assert.Equal(
            _world.Do(CreateVpcEndpoint.Decide, request).VpcEndpoint!.VpcEndpointId,
            _world.Do(CreateVpcEndpoint.Decide, request).VpcEndpoint!.VpcEndpointId);
    }

    [Fact]
    public void A_network_is_reached_by_its_services_own_names_and_by_those_that_the_endpoint_gives()
    {
        var service = _world.Service(domain: "orders.example.com");
        _world.Listener(service.Id, LatticeWorld.Fixed(404), port: 8080);
        var endpoint = _world.Endpoint(_world.ToNetwork(_vpc, _network));
        var association = _world.Associate(_network, service);
        _world.Settle();
        var name = $"{endpoint.VpcEndpointId}-{association}.7d67968.vpc-lattice-svcs.eu-central-1.on.aws";

        var entry = Assert.Single(Entry().Endpoints);

        Assert.Equal([new PortEntry(8080, Planning.Dataplane.ListenerProtocol.Http)], entry.Ports);
        Assert.Equal(
            [service.DomainName, "orders.example.com", name], entry.Hosts.Select(host => host.Host));
        Assert.Equal([IPAddress.Parse("10.0.1.4")], entry.Addresses);
        Assert.Equal(entry.Addresses, Resolve(name));
        Assert.Empty(Resolve(service.DomainName));
        Assert.Empty(Entry().Hosts);
        var shown = Assert.Single(Associations());
        Assert.Equal((name, service.Arn, "Accessible"),
            (shown.DnsEntry!.DnsName, shown.AssociatedResourceArn, shown.AssociatedResourceAccessibility));
    }

    [Fact]
    public void Each_resource_of_a_network_has_an_address_of_the_endpoints_interface_for_as_long_as_it_is_there()
    {
        var first = _world.Associate(_network, _world.Single(_gateway, "first"));
        var endpoint = _world.Endpoint(_world.ToNetwork(_vpc, _network));
        _world.Associate(_network, _world.Single(_gateway, "second"));
        _world.Settle();
        Assert.Equal(["10.0.1.5", "10.0.1.6"], Carrier(endpoint).SecondaryAddresses);
        Assert.Equal(["10.0.1.5", "10.0.1.6"], Entry().Resources.Select(each => each.Address.ToString()));
        Assert.Equal(["10.0.1.5", "10.0.1.6"], Spec().Endpoints[0].Resources.Select(each => each.Address.ToString()));
        Assert.StartsWith(
            $"{endpoint.VpcEndpointId}-{first}.", Associations()[0].DnsEntry!.DnsName, StringComparison.Ordinal);

        _world.Do(
            DeleteServiceNetworkResourceAssociation.Decide,
            new DeleteServiceNetworkResourceAssociationRequest { ServiceNetworkResourceAssociationIdentifier = first });
        Assert.Equal("10.0.1.6", Assert.Single(Entry().Resources).Address.ToString());
        _world.Settle();

        Assert.Equal(["10.0.1.6"], Carrier(endpoint).SecondaryAddresses);
    }

    [Fact]
    public void A_single_resource_has_the_interfaces_own_address_and_a_groups_children_each_one_of_theirs()
    {
        var single = _world.Single(_gateway);
        var alone = _world.Endpoint(_world.ToResource(_vpc, single));
        var group = _world.Group(_gateway);
        _world.Child(group, "one");
        var together = _world.Endpoint(_world.ToResource(_vpc, group));
        _world.Child(group, "two");
        _world.Settle();

        Assert.Empty(Carrier(alone).SecondaryAddresses);
        Assert.Equal(2, Carrier(together).SecondaryAddresses.Length);
        Assert.Equal(
            [IPAddress.Parse(Carrier(alone).PrivateIpAddress)],
            Resolve($"{alone.VpcEndpointId}.{single.Id}.4232ccc.vpc-lattice-rsc.eu-central-1.on.aws"));
        Assert.Equal(
            [null, group.Arn, group.Arn], Associations().Select(each => each.ResourceConfigurationGroupArn));
    }

    [Fact]
    public void A_resource_waits_for_an_address_while_the_subnet_has_none()
    {
        var vpc = _world.Vpc("10.1.0.0/16", "10.1.1.0/28");
        var subnet = _world.Realm.Of<Subnet>().Under(vpc).Single();
        var endpoint = _world.Endpoint(_world.ToNetwork(vpc, _network));
        var free = InterfaceAllocation.FreeAddresses(_world.Realm, subnet);
        var associations = Enumerable.Range(0, free + 1)
            .Select(number => _world.Associate(_network, _world.Single(_gateway, $"single-{number}"))).ToList();
        _world.Settle();
        Assert.Equal(0, InterfaceAllocation.FreeAddresses(_world.Realm, subnet));
        Assert.Equal(
            "InsufficientFreeAddressesInSubnet", Assert.Single(
                Associations(), each => each.AssociatedResourceAccessibility == "Inaccessible").FailureCode);

        _world.Do(
            DeleteServiceNetworkResourceAssociation.Decide,
            new DeleteServiceNetworkResourceAssociationRequest
            {
                ServiceNetworkResourceAssociationIdentifier = associations[0],
            });
        _world.Settle();

        Assert.Equal(free, _world.Realm.Of<VpcEndpoint>()[endpoint.VpcEndpointId].Resources.Length);
        Assert.All(Associations(), each => Assert.Equal("Accessible", each.AssociatedResourceAccessibility));
    }

    [Theory]
    [InlineData(true, "ALL_DOMAINS", true)]
    [InlineData(true, null, false)]
    [InlineData(false, "ALL_DOMAINS", false)]
    public void A_resources_own_name_is_resolved_where_the_endpoint_lets_it(bool isOn, string? which, bool isResolved)
    {
        _world.Endpoint(_world.ToResource(_vpc, _world.Single(_gateway, domain: "db.example.com")) with
        {
            PrivateDnsEnabled = isOn,
            DnsOptions = new Shape.DnsOptionsSpecification { PrivateDnsPreference = which },
        });

        Assert.Equal(isResolved, Resolve("db.example.com").Any());
        Assert.Equal(isResolved ? "db.example.com" : null, Associations().Single().PrivateDnsEntry?.DnsName);
    }

    [Fact]
    public void Other_groups_guard_it_once_the_node_has_seen_them()
    {
        var (one, two) = (_world.SecurityGroup(_vpc), _world.SecurityGroup(_vpc));
        var endpoint = _world.Endpoint(_world.ToNetwork(_vpc, _network) with { SecurityGroupIds = [one] });

        _world.Do(ModifyVpcEndpoint.Decide, new Shape.ModifyVpcEndpointRequest
        {
            VpcEndpointId = endpoint.VpcEndpointId,
            AddSecurityGroupIds = [two],
            RemoveSecurityGroupIds = [one],
        });

        Assert.Equal(VpcEndpointState.Pending, Read(endpoint.VpcEndpointId).State);
        _world.Settle();
        Assert.Equal(VpcEndpointState.Available, Read(endpoint.VpcEndpointId).State);
        Assert.Equal([two], Carrier(endpoint).SecurityGroupIds);
        Assert.Equal([two], Spec().Endpoints[0].SecurityGroupIds);
    }

    [Fact]
    public void An_endpoint_to_a_database_that_does_not_run_here_fails_and_says_why()
    {
        var database = _world.Configuration(new CreateResourceConfigurationRequest
        {
            Name = "database",
            Type = ResourceConfigurationType.Arn,
            ResourceGatewayIdentifier = _gateway.Id,
            ResourceConfigurationDefinition = new ResourceConfigurationDefinition.ArnResource(
                new ArnResource { Arn = "arn:aws:rds:eu-central-1:111122223333:db:orders" }),
        });

        var endpoint = _world.Endpoint(_world.ToResource(_vpc, database));

        var read = Read(endpoint.VpcEndpointId);
        Assert.Equal((VpcEndpointState.Failed, "RESOURCE_NOT_FOUND"), (read.State, read.LastError!.Code));
        Assert.Empty(Spec().Endpoints);
    }

    [Fact]
    public void After_the_end_of_its_association_an_endpoint_leads_nowhere_and_the_resource_can_go()
    {
        var single = _world.Single(_gateway);
        var endpoint = _world.Endpoint(_world.ToResource(_vpc, single));
        var association = Assert.Single(_world.Realm.Of<ResourceEndpointAssociation>().All);
        Assert.Single(Entry().Resources);

        _world.Do(ResourceEndpointAssociations.Delete, new DeleteResourceEndpointAssociationRequest
        {
            ResourceEndpointAssociationIdentifier = association.Id,
        });

        Assert.Empty(Entry().Resources);
        _world.Do(DeleteResourceConfiguration.Decide, new DeleteResourceConfigurationRequest
        {
            ResourceConfigurationIdentifier = single.Id,
        });
        _world.Settle();
        Assert.Equal(VpcEndpointState.Available, Read(endpoint.VpcEndpointId).State);
        Assert.Empty(Associations());
    }

    private Shape.VpcEndpoint Read(string id) => Assert.Single(_world.Do(
        DescribeVpcEndpoints.Decide, new Shape.DescribeVpcEndpointsRequest { VpcEndpointIds = [id] }).VpcEndpoints!);

    private IReadOnlyList<Shape.VpcEndpointAssociation> Associations() => _world.Do(
        DescribeVpcEndpointAssociations.Decide,
        new Shape.DescribeVpcEndpointAssociationsRequest()).VpcEndpointAssociations!;

    private NetworkInterface Carrier(VpcEndpoint endpoint) =>
        _world.Realm.Of<NetworkInterface>()[endpoint.NetworkInterfaceIds.Single()];

    private VpcEntry Entry() => DataplaneCompiler.Compile(_world.Snapshot).Vpcs.Single(vpc => vpc.VpcId == _vpc);

    private Machine.Network.VpcSpec Spec() =>
        FabricCompiler.Compile(_world.Snapshot).Vpcs.Single(vpc => vpc.VpcId == _vpc);

    private IEnumerable<IPAddress> Resolve(string name) =>
        Entry().Names.Where(entry => entry.Name == name).SelectMany(entry => entry.Addresses);
}
