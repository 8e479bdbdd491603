using Pergola.Api.Ram;
using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.Dataplane;
using Pergola.Planning.Ram;
using Pergola.Planning.VpcLattice;
using Invitations = Pergola.Planning.Ram.Invitations;

namespace Pergola.Planning.Tests.VpcLattice.Resources;

/// <summary>What two accounts promise each other about resource configurations.</summary>
public sealed class SharedResourceTests
{
    private const string Owner = "111122223333";
    private const string Guest = "999988887777";

    private readonly LatticeWorld _world = new();

    [Fact]
    public void A_shared_configuration_is_read_listed_and_associated_by_ARN()
    {
        var configuration = _world.Single(_world.Gateway(_world.Vpc()));
        var network = NetworkOfGuest();
        Assert.Equal("AccessDeniedException", _world.RefusedAs(
            Guest, CreateServiceNetworkResourceAssociation.Decide, Joining(network, configuration)).Code);
        Share(configuration.Arn);

        var made = _world.DoAs(
            Guest, CreateServiceNetworkResourceAssociation.Decide, Joining(network, configuration));
        _world.Settle();

        Assert.Equal(configuration.Name, _world.DoAs(
            Guest,
            ReadResourceConfigurations.Get,
            new GetResourceConfigurationRequest { ResourceConfigurationIdentifier = configuration.Arn }).Name);
        Assert.Equal(configuration.Arn, Assert.Single(_world.DoAs(
            Guest, ReadResourceConfigurations.List, new ListResourceConfigurationsRequest()).Items!).Arn);
        foreach (var account in new[] { Owner, Guest })
        {
            var read = Read(account, made.Id!);
            Assert.Equal(ServiceNetworkResourceAssociationStatus.Active, read.Status);
            Assert.Equal((configuration.Arn, network.Arn), (read.ResourceConfigurationArn, read.ServiceNetworkArn));
            Assert.Contains($":{account}:", read.Arn, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(Owner)]
    [InlineData(Guest)]
    public void Either_side_may_end_the_association_of_a_group_and_its_childrens_end_with_it(string account)
    {
        var group = _world.Group(_world.Gateway(_world.Vpc()));
        _world.Child(group, "first");
        Share(group.Arn);
        var made = _world.DoAs(
            Guest, CreateServiceNetworkResourceAssociation.Decide, Joining(NetworkOfGuest(), group));
        _world.Settle();
        _world.Child(group, "second");
        _world.Settle();
        Assert.Equal(3, RealmOf(Owner).Of<ServiceNetworkResourceAssociation>().Count);
        Assert.Equal(3, RealmOf(Guest).Of<ServiceNetworkResourceAssociation>().Count);
        Assert.Equal(ServiceNetworkResourceAssociationStatus.Active, Read(Guest, made.Id!).Status);

        _world.DoAs(
            account,
            DeleteServiceNetworkResourceAssociation.Decide,
            new DeleteServiceNetworkResourceAssociationRequest
            {
                ServiceNetworkResourceAssociationIdentifier = made.Arn!,
            });
        _world.Settle();

        Assert.Equal(0, RealmOf(Owner).Of<ServiceNetworkResourceAssociation>().Count);
        Assert.Equal(0, RealmOf(Guest).Of<ServiceNetworkResourceAssociation>().Count);
    }

    [Fact]
    public void A_guests_VPC_reaches_the_owners_resource_through_the_owners_gateway()
    {
        var vpc = _world.Vpc();
        var configuration = _world.Single(_world.Gateway(vpc));
        Share(configuration.Arn);
        var network = NetworkOfGuest();
        var guestsVpc = new Vpc { VpcId = "vpc-0a1b2c3d4e5f60718", CidrBlock = "10.9.0.0/16", Available = true };
        _world.Apply([new Change.Put(LatticeWorld.Scope with { Account = Guest }, guestsVpc)]);
        _world.DoAs(
            Guest,
            CreateServiceNetworkVpcAssociation.Decide,
            new CreateServiceNetworkVpcAssociationRequest
            {
                ServiceNetworkIdentifier = network.Id,
                VpcIdentifier = guestsVpc.VpcId,
            });
        _world.DoAs(Guest, CreateServiceNetworkResourceAssociation.Decide, Joining(network, configuration));

        var entry = DataplaneCompiler.Compile(_world.Snapshot).Vpcs.Single(each => each.VpcId == guestsVpc.VpcId);

        Assert.Equal(vpc, Assert.Single(entry.Resources).GatewayVpcId);
    }

    [Fact]
    public void Two_ends_that_are_merely_shared_are_never_associated()
    {
        var configuration = _world.Single(_world.Gateway(_world.Vpc()));
        var network = _world.Network();
        Share(configuration.Arn, network.Arn);

        Assert.Equal("AccessDeniedException", _world.RefusedAs(
            Guest, CreateServiceNetworkResourceAssociation.Decide, Joining(network, configuration)).Code);
    }

    private void Share(params string[] resources)
    {
        _world.Do(CreateResourceShare.Decide, new CreateResourceShareRequest
        {
            Name = "shared",
            ResourceArns = resources,
            Principals = [Guest],
        });
        var invitation = Assert.Single(_world.DoAs(
            Guest, Invitations.Get, new GetResourceShareInvitationsRequest()).ResourceShareInvitations!);
        _world.DoAs(Guest, Invitations.Accept, new AcceptResourceShareInvitationRequest
        {
            ResourceShareInvitationArn = invitation.ResourceShareInvitationArn!,
        });
    }

    private ServiceNetwork NetworkOfGuest()
    {
        var id = _world.DoAs(
            Guest, CreateServiceNetwork.Decide, new CreateServiceNetworkRequest { Name = "theirs" }).Id!;
        return RealmOf(Guest).Of<ServiceNetwork>()[id];
    }

    private Realm RealmOf(string account) => _world.Snapshot.In(LatticeWorld.Scope with { Account = account });

    private GetServiceNetworkResourceAssociationResponse Read(string account, string association) => _world.DoAs(
        account,
        ReadServiceNetworkResourceAssociations.Get,
        new GetServiceNetworkResourceAssociationRequest { ServiceNetworkResourceAssociationIdentifier = association });

    private static CreateServiceNetworkResourceAssociationRequest Joining(
        ServiceNetwork network, ResourceConfiguration configuration) => new()
        {
            ServiceNetworkIdentifier = network.Arn,
            ResourceConfigurationIdentifier = configuration.Arn,
        };
}
