using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.VpcLattice;
using Status = Pergola.Api.VpcLattice.ServiceNetworkResourceAssociationStatus;

namespace Pergola.Planning.Tests.VpcLattice.Resources;

/// <summary>How resources come into service networks, groups with their children, and how they leave.</summary>
public sealed class ResourceAssociationTests
{
    private readonly LatticeWorld _world = new();
    private readonly ResourceGateway _gateway;
    private readonly ServiceNetwork _network;

    public ResourceAssociationTests()
    {
        _gateway = _world.Gateway(_world.Vpc());
        _network = _world.Network();
    }

    [Fact]
    public void An_association_is_active_once_the_gateway_and_every_VPC_of_the_network_stand()
    {
        var client = _world.Vpc();
        _world.Associate(_network, client);
        _world.Settle();
        var before = _world.Satisfied();
        var id = _world.Associate(_network, _world.Single(_gateway));
        var now = _world.Satisfied();

        Assert.Empty(_world.Step(before).Changes);
        Assert.Empty(_world.Step(now with { Vpcs = [_gateway.VpcId] }).Changes);
        Assert.Empty(_world.Step(now with { Vpcs = [client] }).Changes);
        _world.Apply(_world.Step(now).Changes);

        Assert.Equal(Status.Active, _world.Association(id).Status);
    }

    [Fact]
    public void Its_name_is_generated_and_a_name_of_the_resources_own_shows_only_with_private_DNS()
    {
        var single = _world.Single(_gateway, domain: "db.example.com");
        var other = _world.Network("other");

        var open = Get(_world.Associate(_network, single));
        var named = Get(_world.Associate(other, single, privateDns: true));

        Assert.Matches(
            @"^snra-[0-9a-f]{17}\.rcfg-[0-9a-f]{17}\.[0-9a-f]+\.vpc-lattice-rsc\.eu-central-1\.on\.aws$",
            open.DnsEntry!.DomainName);
        Assert.NotEqual(open.DnsEntry.DomainName, named.DnsEntry!.DomainName);
        Assert.Equal((false, null), (open.PrivateDnsEnabled, open.PrivateDnsEntry));
        Assert.Equal((true, "db.example.com"), (named.PrivateDnsEnabled, named.PrivateDnsEntry!.DomainName));
    }

    [Fact]
    public void A_childs_own_name_counts_only_below_its_groups_domain()
    {
        var family = _world.Group(_gateway, domain: "example.com");
        var inside = _world.Child(family, "inside", "db.example.com");
        var outside = _world.Child(family, "outside", "db.example.org");
        _world.Associate(_network, family, privateDns: true);

        Assert.Equal("db.example.com", Get(OnlyOf(inside).Id).PrivateDnsEntry!.DomainName);
        Assert.Null(Get(OnlyOf(outside).Id).PrivateDnsEntry);
    }

    [Fact]
    public void A_group_brings_its_children_and_is_active_when_they_are()
    {
        var family = _world.Group(_gateway);
        var child = _world.Child(family);
        var id = _world.Associate(_network, family);

        _world.Apply(_world.Step(_world.Satisfied()).Changes);

        Assert.Equal(Status.Active, OnlyOf(child).Status);
        Assert.Equal(Status.CreateInProgress, _world.Association(id).Status);
        _world.Settle();
        Assert.Equal(Status.Active, _world.Association(id).Status);
    }

    [Fact]
    public void A_new_child_makes_its_groups_association_partial_until_it_is_there()
    {
        var family = _world.Group(_gateway);
        var id = _world.Associate(_network, family);
        _world.Settle();

        var child = _world.Child(family);

        Assert.Equal(Status.Partial, _world.Association(id).Status);
        Assert.Equal(Status.CreateInProgress, OnlyOf(child).Status);
        _world.Settle();
        Assert.Equal(Status.Active, _world.Association(id).Status);
        Assert.Equal(Status.Active, OnlyOf(child).Status);
    }

    [Fact]
    public void A_child_that_can_never_be_reached_leaves_its_groups_association_partial_until_it_goes()
    {
        var family = _world.Group(_gateway);
        _world.Child(family, "one");
        var lost = _world.Configuration(new CreateResourceConfigurationRequest
        {
            Name = "lost",
            Type = ResourceConfigurationType.Child,
            ResourceConfigurationGroupIdentifier = family.Id,
            ResourceConfigurationDefinition = new ResourceConfigurationDefinition.DnsResource(
                new DnsResource { DomainName = "db.example.com", IpAddressType = "IPV6" }),
        });
        var id = _world.Associate(_network, family);
        _world.Settle();
        Assert.Equal(Status.CreateFailed, OnlyOf(lost).Status);
        Assert.Equal(Status.Partial, _world.Association(id).Status);

        _world.Do(
            DeleteResourceConfiguration.Decide,
            new DeleteResourceConfigurationRequest { ResourceConfigurationIdentifier = lost.Id });
        _world.Settle();

        Assert.Equal(Status.Active, _world.Association(id).Status);
    }

    [Fact]
    public void A_deleted_child_leaves_the_networks_of_its_group_first()
    {
        var family = _world.Group(_gateway);
        var child = _world.Child(family);
        var id = _world.Associate(_network, family);
        _world.Settle();

        _world.Do(
            DeleteResourceConfiguration.Decide,
            new DeleteResourceConfigurationRequest { ResourceConfigurationIdentifier = child.Id });

        Assert.Equal(Status.DeleteInProgress, OnlyOf(child).Status);
        _world.Settle();
        Assert.Null(_world.Realm.Of<ResourceConfiguration>().Find(child.Id));
        Assert.Equal([id], _world.Realm.Of<ServiceNetworkResourceAssociation>().All.Select(each => each.Id));
    }

    [Fact]
    public void The_association_of_a_child_goes_only_with_its_groups()
    {
        var family = _world.Group(_gateway);
        var child = _world.Child(family);
        var id = _world.Associate(_network, family);
        _world.Settle();

        var error = _world.Refused(
            DeleteServiceNetworkResourceAssociation.Decide,
            new DeleteServiceNetworkResourceAssociationRequest
            {
                ServiceNetworkResourceAssociationIdentifier = OnlyOf(child).Id,
            });

        Assert.Equal(409, error.HttpStatus);
        Assert.Contains(id, error.Message, StringComparison.Ordinal);
        Delete(id);
        _world.Settle();
        Assert.Empty(_world.Realm.Of<ServiceNetworkResourceAssociation>().All);
    }

    [Fact]
    public void A_child_cannot_be_associated_by_itself()
    {
        var child = _world.Child(_world.Group(_gateway));

        Faults.Has("resourceConfigurationIdentifier", Refuse(_network, child));
    }

    [Fact]
    public void There_is_one_association_for_a_pair()
    {
        var single = _world.Single(_gateway);
        var id = _world.Associate(_network, single);

        var error = Refuse(_network, single);

        Assert.Equal(409, error.HttpStatus);
        Assert.Contains("Association already exists", error.Message, StringComparison.Ordinal);
        Assert.Contains(id, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_resource_that_must_not_be_shared_on_stays_out_of_networks_that_may_be_shared()
    {
        var single = _world.Configuration(new CreateResourceConfigurationRequest
        {
            Name = "single",
            Type = ResourceConfigurationType.Single,
            ResourceGatewayIdentifier = _gateway.Id,
            ResourceConfigurationDefinition = ResourceWorld.Address(),
            AllowAssociationToShareableServiceNetwork = false,
        });
        var closed = _world.Do(CreateServiceNetwork.Decide, new CreateServiceNetworkRequest
        {
            Name = "closed",
            SharingConfig = new SharingConfig { Enabled = false },
        }).Id!;

        Faults.Has("serviceNetworkIdentifier", Refuse(_network, single));
        _world.Associate(_world.Realm.Of<ServiceNetwork>()[closed], single);
    }

    [Fact]
    public void A_database_of_RDS_can_be_described_but_its_association_fails_and_says_why()
    {
        var database = _world.Configuration(new CreateResourceConfigurationRequest
        {
            Name = "database",
            Type = ResourceConfigurationType.Arn,
            ResourceGatewayIdentifier = _gateway.Id,
            ResourceConfigurationDefinition = new ResourceConfigurationDefinition.ArnResource(
                new ArnResource { Arn = "arn:aws:rds:eu-central-1:111122223333:db:orders" }),
        });
        var id = _world.Associate(_network, database);

        _world.Settle();

        var found = Get(id);
        Assert.Equal((Status.CreateFailed, true), (found.Status, found.PrivateDnsEnabled));
        Assert.Contains("db:orders", found.FailureReason, StringComparison.Ordinal);
        Delete(id);
        _world.Settle();
        Assert.Empty(_world.Realm.Of<ServiceNetworkResourceAssociation>().All);
    }

    [Fact]
    public void Associations_hold_the_network_and_the_configuration_and_are_named()
    {
        var single = _world.Single(_gateway);
        var id = _world.Associate(_network, single);
        _world.Settle();

        var network = _world.Refused(
            DeleteServiceNetwork.Decide, new DeleteServiceNetworkRequest { ServiceNetworkIdentifier = _network.Id });
        var configuration = _world.Refused(
            DeleteResourceConfiguration.Decide,
            new DeleteResourceConfigurationRequest { ResourceConfigurationIdentifier = single.Id });

        Assert.StartsWith(
            $"ServiceNetwork {_network.Id} has resource(s) associated", network.Message, StringComparison.Ordinal);
        Assert.All([network, configuration], error =>
        {
            Assert.Equal(409, error.HttpStatus);
            Assert.Contains(id, error.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_network_counts_and_lists_what_was_associated_and_children_when_asked()
    {
        var family = _world.Group(_gateway);
        var child = _world.Child(family);
        var one = _world.Associate(_network, family);
        var two = _world.Associate(_network, _world.Single(_gateway));
        var ofChild = OnlyOf(child).Id;

        var summary = Assert.Single(
            _world.Do(ReadServiceNetworks.List, new ListServiceNetworksRequest()).Items!);
        Assert.Equal(2, summary.NumberOfAssociatedResourceConfigurations);
        Assert.Equal([one, two], List(new() { ServiceNetworkIdentifier = _network.Arn }));
        Assert.Equal(
            [one, ofChild, two],
            List(new() { ServiceNetworkIdentifier = _network.Id, IncludeChildren = true }));
        Assert.Equal(
            [one, ofChild], List(new() { ResourceConfigurationIdentifier = family.Id, IncludeChildren = true }));
        Assert.Equal([ofChild], List(new() { ResourceConfigurationIdentifier = child.Id }));
        Faults.Has("serviceNetworkIdentifier", _world.Refused(
            ReadServiceNetworkResourceAssociations.List, new ListServiceNetworkResourceAssociationsRequest()));
    }

    private ServiceNetworkResourceAssociation OnlyOf(ResourceConfiguration configuration) => Assert.Single(
        _world.Realm.Of<ServiceNetworkResourceAssociation>().All,
        each => each.ResourceConfigurationId == configuration.Id);

    private GetServiceNetworkResourceAssociationResponse Get(string id) => _world.Do(
        ReadServiceNetworkResourceAssociations.Get,
        new GetServiceNetworkResourceAssociationRequest { ServiceNetworkResourceAssociationIdentifier = id });

    private IEnumerable<string> List(ListServiceNetworkResourceAssociationsRequest request) =>
        _world.Do(ReadServiceNetworkResourceAssociations.List, request).Items!.Select(each => each.Id!);

    private void Delete(string id) => Assert.Equal(
        Status.DeleteInProgress,
        _world.Do(
            DeleteServiceNetworkResourceAssociation.Decide,
            new DeleteServiceNetworkResourceAssociationRequest
            {
                ServiceNetworkResourceAssociationIdentifier = id,
            }).Status);

    private ApiError Refuse(ServiceNetwork network, ResourceConfiguration configuration) => _world.Refused(
        CreateServiceNetworkResourceAssociation.Decide,
        new CreateServiceNetworkResourceAssociationRequest
        {
            ServiceNetworkIdentifier = network.Id,
            ResourceConfigurationIdentifier = configuration.Id,
        });
}
