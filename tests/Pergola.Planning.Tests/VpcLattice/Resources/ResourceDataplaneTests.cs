using System.Net;
using Pergola.Api.VpcLattice;
using Pergola.Domain.VpcLattice;
using Pergola.Machine.Network;
using Pergola.Planning.Dataplane;
using Pergola.Planning.Fabric;
using Pergola.Planning.VpcLattice;

namespace Pergola.Planning.Tests.VpcLattice.Resources;

/// <summary>What a node is told of resources: names, entry addresses, ports, and the way out of the gateway.</summary>
public sealed class ResourceDataplaneTests
{
    private readonly LatticeWorld _world = new();
    private readonly ResourceGateway _gateway;
    private readonly ServiceNetwork _network;
    private readonly string _client;

    public ResourceDataplaneTests()
    {
        _gateway = _world.Gateway(_world.Vpc());
        _network = _world.Network();
        _client = _world.Vpc();
    }

    [Fact]
    public void An_associated_VPC_resolves_a_resource_to_an_address_of_its_own_and_reaches_it_through_the_gateway()
    {
        _world.Associate(_network, _client);
        var id = _world.Associate(_network, _world.Single(_gateway));

        var entry = Entry(_client);

        var resource = Assert.Single(entry.Resources);
        Assert.True(WellKnown.LatticeResources.Contains(resource.Address));
        Assert.Equal([resource.Address], Resolve(_client, _world.Association(id).DomainName));
        Assert.Equal([new PortRangeEntry(5432, 5432)], resource.Ports);
        Assert.Equal(
            (_gateway.VpcId, IPAddress.Parse("10.0.1.4"), "10.0.1.9"),
            (resource.GatewayVpcId, resource.Source, resource.Host));
        Assert.Empty(Entry(_gateway.VpcId).Resources);
    }

    [Fact]
    public void Only_the_ports_of_resources_lead_anywhere()
    {
        _world.Associate(_network, _client);
        _world.Associate(_network, _world.Single(_gateway));

        var resource = Assert.Single(Entry(_client).Resources);

        Assert.Equal(
            [new ResourceEntranceSpec(resource.Address, 5432, 5432)], Fabric(_client).Lattice!.Resources);
        Assert.Equal(
            [new ResourceGatewaySpec(_gateway.Id, [IPAddress.Parse("10.0.1.4")], [])],
            Fabric(_gateway.VpcId).ResourceGateways);
    }

    [Fact]
    public void A_group_leads_to_its_children_each_at_an_address_of_its_own()
    {
        _world.Associate(_network, _client);
        var family = _world.Group(_gateway);
        _world.Child(family, "one");
        _world.Associate(_network, family);
        _world.Child(family, "two");

        Assert.Equal(2, Entry(_client).Resources.Select(resource => resource.Address).Distinct().Count());
    }

    [Fact]
    public void What_leaves_is_no_longer_reachable_before_it_is_gone()
    {
        _world.Associate(_network, _client);
        var id = _world.Associate(_network, _world.Single(_gateway));
        _world.Settle();

        _world.Do(
            DeleteServiceNetworkResourceAssociation.Decide,
            new DeleteServiceNetworkResourceAssociationRequest { ServiceNetworkResourceAssociationIdentifier = id });

        Assert.Empty(Entry(_client).Resources);
        Assert.Empty(Resolve(_client, _world.Association(id).DomainName));
    }

    [Theory]
    [InlineData(true, true, PrivateDnsPreference.AllDomains, null, true)]
    [InlineData(false, true, PrivateDnsPreference.AllDomains, null, false)]
    [InlineData(true, false, PrivateDnsPreference.AllDomains, null, false)]
    [InlineData(true, true, null, null, false)]
    [InlineData(true, true, PrivateDnsPreference.SpecifiedDomainsOnly, "db.example.com", true)]
    [InlineData(true, true, PrivateDnsPreference.SpecifiedDomainsOnly, "*.example.com", true)]
    [InlineData(true, true, PrivateDnsPreference.SpecifiedDomainsOnly, "example.com", false)]
    [InlineData(true, true, PrivateDnsPreference.VerifiedDomainsAndSpecifiedDomains, "*.example.org", false)]
    public void A_name_of_the_resources_own_is_resolved_where_both_associations_let_it(
        bool resourceSide, bool vpcSide, string? preference, string? specified, bool isResolved)
    {
        var single = _world.Single(_gateway, domain: "db.example.com");
        _world.Associate(_network, single, privateDns: resourceSide);
        _world.Do(CreateServiceNetworkVpcAssociation.Decide, new CreateServiceNetworkVpcAssociationRequest
        {
            ServiceNetworkIdentifier = _network.Id,
            VpcIdentifier = _client,
            PrivateDnsEnabled = vpcSide,
            DnsOptions = preference is null ? null : new DnsOptions
            {
                PrivateDnsPreference = preference,
                PrivateDnsSpecifiedDomains = specified is null ? null : [specified],
            },
        });

        Assert.Equal(isResolved, Resolve(_client, "db.example.com").Any());
    }

    [Fact]
    public void A_verified_domain_needs_no_word_of_the_VPC()
    {
        var verification = _world.Do(
            StartDomainVerification.Decide, new StartDomainVerificationRequest { DomainName = "example.com" }).Id;
        var single = _world.Configuration(new CreateResourceConfigurationRequest
        {
            Name = "single",
            Type = ResourceConfigurationType.Single,
            ResourceGatewayIdentifier = _gateway.Id,
            ResourceConfigurationDefinition = ResourceWorld.Address(),
            CustomDomainName = "db.example.com",
            DomainVerificationIdentifier = verification,
        });
        _world.Associate(_network, single, privateDns: true);
        _world.Do(CreateServiceNetworkVpcAssociation.Decide, new CreateServiceNetworkVpcAssociationRequest
        {
            ServiceNetworkIdentifier = _network.Id, VpcIdentifier = _client, PrivateDnsEnabled = true,
        });
        Assert.Empty(Resolve(_client, "db.example.com"));

        var record = _world.Realm.Of<DomainVerification>()[verification];
        _world.Apply(_world.Step(_world.Satisfied() with
        {
            TxtRecords = [new TxtReport(record.TxtRecordName, [record.TxtValue])],
        }).Changes);

        Assert.Single(Resolve(_client, "db.example.com"));
    }

    private VpcEntry Entry(string vpcId) =>
        DataplaneCompiler.Compile(_world.Snapshot).Vpcs.Single(vpc => vpc.VpcId == vpcId);

    private VpcSpec Fabric(string vpcId) =>
        FabricCompiler.Compile(_world.Snapshot).Vpcs.Single(vpc => vpc.VpcId == vpcId);

    private IEnumerable<IPAddress> Resolve(string vpcId, string name) =>
        Entry(vpcId).Names.Where(entry => entry.Name == name).SelectMany(entry => entry.Addresses);
}
