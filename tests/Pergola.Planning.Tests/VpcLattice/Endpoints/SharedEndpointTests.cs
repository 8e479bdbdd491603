using Pergola.Api.Ram;
using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.Dataplane;
using Pergola.Planning.Ec2;
using Pergola.Planning.Ram;
using Pergola.Planning.Tests.VpcLattice.Resources;
using Pergola.Planning.VpcLattice;
using Invitations = Pergola.Planning.Ram.Invitations;
using Shape = Pergola.Api.Ec2;
using VpcEndpoint = Pergola.Domain.Network.VpcEndpoint;
using VpcEndpointKind = Pergola.Domain.Network.VpcEndpointKind;

namespace Pergola.Planning.Tests.VpcLattice.Endpoints;

/// <summary>What two accounts promise each other about endpoints to what one shares with the other.</summary>
public sealed class SharedEndpointTests
{
    private const string Guest = "999988887777";

    private readonly LatticeWorld _world = new();
    private readonly ResourceConfiguration _single;
    private readonly ServiceNetwork _network;

    public SharedEndpointTests()
    {
        _single = _world.Single(_world.Gateway(_world.Vpc()));
        _network = _world.Network();
        _world.Apply(
        [
            new Change.Put(GuestScope, new Vpc { VpcId = "vpc-9", CidrBlock = "10.9.0.0/16", Available = true }),
            new Change.Put(GuestScope, new Subnet
            {
                SubnetId = "subnet-9",
                VpcId = "vpc-9",
                CidrBlock = "10.9.1.0/24",
                AvailabilityZone = "eu-central-1a",
            }),
        ]);
    }

    private static Core.Scope GuestScope => LatticeWorld.Scope with { Account = Guest };

    [Fact]
    public void A_guest_makes_endpoints_to_what_is_shared_and_to_nothing_else()
    {
        Assert.Equal("InvalidParameterValue", _world.RefusedAs(Guest, CreateVpcEndpoint.Decide, ToResource()).Code);
        Assert.Equal("InvalidParameterValue", _world.RefusedAs(Guest, CreateVpcEndpoint.Decide, ToNetwork()).Code);
        Share(_single.Arn, _network.Arn);

        _world.DoAs(Guest, CreateVpcEndpoint.Decide, ToResource());
        _world.DoAs(Guest, CreateVpcEndpoint.Decide, ToNetwork());
        _world.Settle();

        var guests = _world.Snapshot.In(GuestScope).Of<VpcEndpoint>();
        Assert.All(guests.All, endpoint => Assert.Equal(VpcEndpointState.Available, endpoint.State));
        Assert.Single(DataplaneCompiler.Compile(_world.Snapshot).Vpcs.Single(vpc => vpc.VpcId == "vpc-9").Resources);
    }

    [Fact]
    public void A_guests_endpoint_reaches_the_services_of_the_owners_network()
    {
        var service = _world.Service();
        _world.Listener(service.Id, LatticeWorld.Fixed(404));
        _world.Associate(_network, service);
        Share(_network.Arn);
        _world.DoAs(Guest, CreateVpcEndpoint.Decide, ToNetwork());
        _world.Settle();

        var entry = DataplaneCompiler.Compile(_world.Snapshot).Vpcs.Single(vpc => vpc.VpcId == "vpc-9");

        Assert.Contains(Assert.Single(entry.Endpoints).Hosts, host => host.Host == service.DomainName);
    }

    [Fact]
    public void The_owner_sees_a_guests_endpoints_and_keeps_what_they_lead_to()
    {
        Share(_single.Arn, _network.Arn);
        var toResource = _world.DoAs(Guest, CreateVpcEndpoint.Decide, ToResource()).VpcEndpoint!.VpcEndpointId;
        var toNetwork = _world.DoAs(Guest, CreateVpcEndpoint.Decide, ToNetwork()).VpcEndpoint!.VpcEndpointId;
        _world.Settle();

        var resource = Assert.Single(_world.Do(
            ResourceEndpointAssociations.List,
            new ListResourceEndpointAssociationsRequest { ResourceConfigurationIdentifier = _single.Id }).Items!);
        Assert.Equal((toResource, Guest, Guest), (
            resource.VpcEndpointId, resource.VpcEndpointOwner, resource.CreatedBy));
        var network = Assert.Single(_world.Do(
            ListServiceNetworkVpcEndpointAssociations.Decide,
            new ListServiceNetworkVpcEndpointAssociationsRequest { ServiceNetworkIdentifier = _network.Id }).Items!);
        Assert.Equal((toNetwork, Guest), (network.VpcEndpointId, network.VpcEndpointOwnerId));
        Assert.Contains(toResource!, _world.Refused(
            DeleteResourceConfiguration.Decide,
            new DeleteResourceConfigurationRequest { ResourceConfigurationIdentifier = _single.Id }).Message);
        Assert.Contains(toNetwork!, _world.Refused(
            DeleteServiceNetwork.Decide,
            new DeleteServiceNetworkRequest { ServiceNetworkIdentifier = _network.Id }).Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Either_side_may_end_the_association_and_a_third_may_not(bool byOwner)
    {
        Share(_single.Arn);
        _world.DoAs(Guest, CreateVpcEndpoint.Decide, ToResource());
        _world.Settle();
        var association = Assert.Single(_world.Realm.Of<ResourceEndpointAssociation>().All);
        var request = new DeleteResourceEndpointAssociationRequest
        {
            ResourceEndpointAssociationIdentifier = association.Arn,
        };

        Assert.Equal("AccessDeniedException", _world.RefusedAs(
            "123456789012", ResourceEndpointAssociations.Delete, request).Code);
        _world.DoAs(byOwner ? LatticeWorld.Scope.Account : Guest, ResourceEndpointAssociations.Delete, request);
        _world.Settle();

        Assert.Equal(0, _world.Realm.Of<ResourceEndpointAssociation>().Count);
        Assert.Equal(1, _world.Snapshot.In(GuestScope).Of<VpcEndpoint>().Count);
    }

    [Fact]
    public void Unsharing_leaves_endpoints_and_forbids_new_ones()
    {
        Share(_single.Arn);
        _world.DoAs(Guest, CreateVpcEndpoint.Decide, ToResource());
        _world.Settle();
        var share = Assert.Single(_world.Realm.Of<Domain.Ram.Share>().All);
        _world.Do(DeleteResourceShare.Decide, new DeleteResourceShareRequest { ResourceShareArn = share.ShareArn });
        _world.Settle();

        Assert.Single(DataplaneCompiler.Compile(_world.Snapshot).Vpcs.Single(vpc => vpc.VpcId == "vpc-9").Resources);
        Assert.Equal("InvalidParameterValue", _world.RefusedAs(Guest, CreateVpcEndpoint.Decide, ToResource()).Code);
    }

    private Shape.CreateVpcEndpointRequest ToResource() => new()
    {
        VpcEndpointType = VpcEndpointKind.Resource,
        VpcId = "vpc-9",
        SubnetIds = ["subnet-9"],
        ResourceConfigurationArn = _single.Arn,
    };

    private Shape.CreateVpcEndpointRequest ToNetwork() => new()
    {
        VpcEndpointType = VpcEndpointKind.ServiceNetwork,
        VpcId = "vpc-9",
        SubnetIds = ["subnet-9"],
        ServiceNetworkArn = _network.Arn,
    };

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
}
