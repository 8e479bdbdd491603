using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.VpcLattice;

namespace Pergola.Planning.Tests.VpcLattice.Resources;

/// <summary>Which configurations there can be, and what the API says of them.</summary>
public sealed class ResourceConfigurationTests
{
    private readonly LatticeWorld _world = new();
    private readonly ResourceGateway _gateway;

    public ResourceConfigurationTests() => _gateway = _world.Gateway(_world.Vpc());

    [Fact]
    public void A_single_resource_is_active_at_once_with_everything_it_was_given()
    {
        var made = _world.Do(CreateResourceConfiguration.Decide, Request() with
        {
            PortRanges = ["5432", "8000-8100"],
            CustomDomainName = "db.example.com",
        });

        Assert.Equal(ResourceConfigurationStatus.Active, made.Status);
        var found = Get(made.Id!);
        Assert.Equal(["5432", "8000-8100"], found.PortRanges!);
        Assert.Equal(ProtocolType.Tcp, found.Protocol);
        Assert.Equal("db.example.com", found.CustomDomainName);
        Assert.Equal(_gateway.Id, found.ResourceGatewayId);
        Assert.Equal(ResourceWorld.Address(), found.ResourceConfigurationDefinition);
        Assert.False(found.AmazonManaged);
        Assert.Null(found.DomainVerificationStatus);
    }

    [Fact]
    public void A_domain_name_without_a_type_of_address_is_resolved_to_IPv4()
    {
        var made = _world.Configuration(
            Request() with { ResourceConfigurationDefinition = ResourceWorld.Name("db.example.com") });

        var dns = Assert.IsType<ResourceConfigurationDefinition.DnsResource>(made.Definition);
        Assert.Equal(ResourceConfigurationIpAddressType.Ipv4, dns.Value.IpAddressType);
    }

    [Fact]
    public void A_resource_without_ports_has_its_groups_or_else_all()
    {
        var family = _world.Configuration(Request(ResourceConfigurationType.Group) with
        {
            ResourceConfigurationDefinition = null,
            PortRanges = ["443"],
        });

        var single = _world.Configuration(Request() with { Name = "other", PortRanges = null });

        Assert.Equal(["443"], _world.Child(family).PortRanges);
        Assert.Equal(["1-65535"], single.PortRanges);
        Assert.Equal(["1-65535"], _world.Child(_world.Group(_gateway, "bare"), "bare-child").PortRanges);
    }

    [Fact]
    public void A_child_has_the_gateway_and_the_permission_of_its_group()
    {
        var child = Get(_world.Child(_world.Group(_gateway)).Id);

        Assert.Equal(_gateway.Id, child.ResourceGatewayId);
        Assert.True(child.AllowAssociationToShareableServiceNetwork);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("90-80")]
    [InlineData("1-99999")]
    public void Ports_lie_between_1_and_65535_in_ascending_order(string range) =>
        Faults.Has("portRanges", Refuse(Request() with { PortRanges = [range] }));

    [Fact]
    public void Each_port_is_given_once() =>
        Faults.Has("portRanges", Refuse(Request() with { PortRanges = ["80-90", "90"] }));

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("169.254.1.1")]
    [InlineData("fd00::1")]
    [InlineData("10.1")]
    public void An_address_must_be_a_private_one(string address) => Faults.Has(
        "resourceConfigurationDefinition.ipResource.ipAddress",
        Refuse(Request() with { ResourceConfigurationDefinition = ResourceWorld.Address(address) }));

    [Theory]
    [InlineData("localhost")]
    [InlineData("-a.example.com")]
    [InlineData("a..example.com")]
    public void A_domain_name_must_be_one(string name)
    {
        Faults.Has(
            "resourceConfigurationDefinition.dnsResource.domainName",
            Refuse(Request() with { ResourceConfigurationDefinition = ResourceWorld.Name(name) }));
        Faults.Has("customDomainName", Refuse(Request() with { CustomDomainName = name }));
    }

    [Theory]
    [InlineData(ResourceConfigurationType.Single, "groupDomain")]
    [InlineData(ResourceConfigurationType.Single, "resourceConfigurationGroupIdentifier")]
    [InlineData(ResourceConfigurationType.Group, "resourceConfigurationDefinition")]
    [InlineData(ResourceConfigurationType.Group, "customDomainName")]
    [InlineData(ResourceConfigurationType.Group, "resourceConfigurationGroupIdentifier")]
    [InlineData(ResourceConfigurationType.Child, "protocol")]
    [InlineData(ResourceConfigurationType.Child, "groupDomain")]
    [InlineData(ResourceConfigurationType.Child, "allowAssociationToShareableServiceNetwork")]
    [InlineData(ResourceConfigurationType.Arn, "portRanges")]
    [InlineData(ResourceConfigurationType.Arn, "protocol")]
    [InlineData(ResourceConfigurationType.Arn, "customDomainName")]
    [InlineData(ResourceConfigurationType.Arn, "groupDomain")]
    [InlineData(ResourceConfigurationType.Arn, "resourceConfigurationDefinition")]
    public void A_field_that_does_not_go_with_the_type_is_a_fault(string type, string field) => Faults.Has(
        field,
        Refuse(Request(type) with
        {
            Protocol = ProtocolType.Tcp,
            GroupDomain = "example.com",
            CustomDomainName = "db.example.com",
            ResourceConfigurationGroupIdentifier = "rcfg-0123456789abcdef0",
            AllowAssociationToShareableServiceNetwork = true,
        }));

    [Theory]
    [InlineData(ResourceConfigurationType.Single, "resourceGatewayIdentifier")]
    [InlineData(ResourceConfigurationType.Group, "resourceGatewayIdentifier")]
    [InlineData(ResourceConfigurationType.Arn, "resourceGatewayIdentifier")]
    [InlineData(ResourceConfigurationType.Child, "resourceConfigurationGroupIdentifier")]
    [InlineData(ResourceConfigurationType.Single, "resourceConfigurationDefinition")]
    [InlineData(ResourceConfigurationType.Child, "resourceConfigurationDefinition")]
    public void A_field_that_the_type_needs_is_missed_along_with_every_other_fault(string type, string field)
    {
        var error = Refuse(new CreateResourceConfigurationRequest
        {
            Name = "bare", Type = type, PortRanges = ["0"],
        });

        Faults.Has(field, error);
        Faults.Has("portRanges", error);
    }

    [Fact]
    public void The_parent_of_a_child_must_be_a_group_with_the_same_gateway()
    {
        var single = _world.Single(_gateway);
        var other = _world.Gateway(_world.Vpc("10.9.0.0/16", "10.9.1.0/24"), "other");
        var family = _world.Group(_gateway);
        var child = Request(ResourceConfigurationType.Child) with { ResourceGatewayIdentifier = null };

        Faults.Has(
            "resourceConfigurationGroupIdentifier",
            Refuse(child with { ResourceConfigurationGroupIdentifier = single.Id }));
        Faults.Has(
            "resourceGatewayIdentifier",
            Refuse(child with
            {
                ResourceConfigurationGroupIdentifier = family.Id,
                ResourceGatewayIdentifier = other.Id,
            }));
        Assert.Equal(404, Refuse(child with { ResourceConfigurationGroupIdentifier = "rcfg-00000000000000000" })
            .HttpStatus);
    }

    [Fact]
    public void A_gateway_that_is_not_active_takes_no_configurations()
    {
        var request = _world.GatewayRequest(_world.Vpc("10.9.0.0/16", "10.9.1.0/24"), "late");
        var id = _world.Do(CreateResourceGateway.Decide, request).Id!;

        var error = Refuse(Request() with { ResourceGatewayIdentifier = id });

        Assert.Equal(409, error.HttpStatus);
        Assert.Contains("CREATE_IN_PROGRESS", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_place_ports_and_permission_change_and_the_node_must_follow()
    {
        var single = _world.Single(_gateway);
        var before = _world.Satisfied();

        var updated = _world.Do(UpdateResourceConfiguration.Decide, new UpdateResourceConfigurationRequest
        {
            ResourceConfigurationIdentifier = single.Arn,
            PortRanges = ["5433"],
            AllowAssociationToShareableServiceNetwork = false,
        });

        Assert.Equal(ResourceConfigurationStatus.UpdateInProgress, updated.Status);
        Assert.Equal(single.Definition, updated.ResourceConfigurationDefinition);
        Assert.Empty(_world.Step(before).Changes);
        _world.Settle();
        var found = Get(single.Id);
        Assert.Equal(
            (ResourceConfigurationStatus.Active, false),
            (found.Status, found.AllowAssociationToShareableServiceNetwork));
        Assert.Equal(["5433"], found.PortRanges!);
    }

    [Fact]
    public void An_update_obeys_the_rules_of_the_type()
    {
        var family = _world.Group(_gateway);
        var update = new UpdateResourceConfigurationRequest { ResourceConfigurationIdentifier = family.Id };

        Faults.Has("resourceConfigurationDefinition", _world.Refused(
            UpdateResourceConfiguration.Decide,
            update with { ResourceConfigurationDefinition = ResourceWorld.Address() }));
        Faults.Has("allowAssociationToShareableServiceNetwork", _world.Refused(
            UpdateResourceConfiguration.Decide,
            update with
            {
                ResourceConfigurationIdentifier = _world.Child(family).Id,
                AllowAssociationToShareableServiceNetwork = false,
            }));
    }

    [Fact]
    public void A_group_with_children_stays_and_names_them()
    {
        var family = _world.Group(_gateway);
        var child = _world.Child(family);
        var delete = new DeleteResourceConfigurationRequest { ResourceConfigurationIdentifier = family.Id };

        var error = _world.Refused(DeleteResourceConfiguration.Decide, delete);

        Assert.Equal(409, error.HttpStatus);
        Assert.Contains(child.Id, error.Message, StringComparison.Ordinal);
        Delete(child);
        _world.Settle();
        _world.Do(DeleteResourceConfiguration.Decide, delete);
        _world.Settle();
        Assert.Empty(_world.Realm.Of<ResourceConfiguration>().All);
    }

    [Fact]
    public void Lists_are_filtered_by_gateway_and_by_group()
    {
        var single = _world.Single(_gateway);
        var family = _world.Group(_gateway);
        var child = _world.Child(family);

        Assert.Equal([single.Id, family.Id, child.Id], List(new() { ResourceGatewayIdentifier = _gateway.Arn }));
        Assert.Equal([child.Id], List(new() { ResourceConfigurationGroupIdentifier = family.Id }));
        Assert.Empty(List(new() { ResourceGatewayIdentifier = "rgw-0123456789abcdef0" }));
    }

    private CreateResourceConfigurationRequest Request(string type = ResourceConfigurationType.Single) => new()
    {
        Name = "configuration",
        Type = type,
        ResourceGatewayIdentifier = _gateway.Id,
        ResourceConfigurationDefinition = ResourceWorld.Address(),
        PortRanges = ["5432"],
    };

    private GetResourceConfigurationResponse Get(string id) => _world.Do(
        ReadResourceConfigurations.Get, new GetResourceConfigurationRequest { ResourceConfigurationIdentifier = id });

    private IEnumerable<string> List(ListResourceConfigurationsRequest request) =>
        _world.Do(ReadResourceConfigurations.List, request).Items!.Select(each => each.Id!);

    private void Delete(ResourceConfiguration configuration) => _world.Do(
        DeleteResourceConfiguration.Decide,
        new DeleteResourceConfigurationRequest { ResourceConfigurationIdentifier = configuration.Id });

    private ApiError Refuse(CreateResourceConfigurationRequest request) =>
        _world.Refused(CreateResourceConfiguration.Decide, request);
}
