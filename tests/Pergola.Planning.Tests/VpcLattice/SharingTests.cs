using Pergola.Api.Ram;
using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.Dataplane;
using Pergola.Planning.Ram;
using Pergola.Planning.VpcLattice;
using Invitations = Pergola.Planning.Ram.Invitations;

namespace Pergola.Planning.Tests.VpcLattice;

/// <summary>What two accounts promise each other: who sees, associates, changes and ends what.</summary>
public sealed class SharingTests
{
    private const string Owner = "111122223333";
    private const string Guest = "999988887777";
    private const string Stranger = "444455556666";

    private readonly LatticeWorld _world = new();

    [Fact]
    public void What_is_not_shared_is_not_seen()
    {
        var network = _world.Network();

        IsDenied(_world.RefusedAs(Guest, ReadServiceNetworks.Get, Get(network.Arn)));
        Assert.Empty(_world.DoAs(Guest, ReadServiceNetworks.List, new ListServiceNetworksRequest()).Items);
        IsDenied(RefusedToJoin(Guest, network.Arn, ServiceOf(Guest).Arn));
    }

    [Fact]
    public void A_shared_network_and_service_are_read_by_ARN_and_listed_but_not_by_id()
    {
        var network = _world.Network();
        var service = _world.Service();
        Share(network.Arn, service.Arn);

        Assert.Equal(network.Name, _world.DoAs(Guest, ReadServiceNetworks.Get, Get(network.Arn)).Name);
        Assert.Equal(service.Name, _world.DoAs(
            Guest, ReadServices.Get, new GetServiceRequest { ServiceIdentifier = service.Arn }).Name);
        Assert.Equal(network.Arn, Assert.Single(
            _world.DoAs(Guest, ReadServiceNetworks.List, new ListServiceNetworksRequest()).Items).Arn);
        Assert.Equal(service.Arn, Assert.Single(
            _world.DoAs(Guest, ReadServices.List, new ListServicesRequest()).Items!).Arn);
        RefusalTests.IsNotFound(
            _world.RefusedAs(Guest, ReadServiceNetworks.Get, Get(network.Id)), network.Id, "SERVICE_NETWORK");
        IsDenied(_world.RefusedAs(Stranger, ReadServiceNetworks.Get, Get(network.Arn)));
    }

    [Fact]
    public void A_resource_policy_shares_as_a_share_does()
    {
        var network = _world.Network();
        _world.Do(PutResourcePolicy.Decide, new PutResourcePolicyRequest
        {
            ResourceArn = network.Arn,
            Policy = PolicyTests.Sharing(
                network.Arn,
                "GetServiceNetwork",
                "CreateServiceNetworkServiceAssociation",
                "CreateServiceNetworkVpcAssociation"),
        });

        Assert.Equal(network.Arn, Assert.Single(
            _world.DoAs(Guest, ReadServiceNetworks.List, new ListServiceNetworksRequest()).Items).Arn);
        Join(Guest, network.Arn, ServiceOf(Guest).Arn);
        IsDenied(RefusedToJoin(Stranger, network.Arn, ServiceOf(Stranger).Arn));
    }

    [Fact]
    public void A_guests_service_joins_a_shared_network_and_both_see_it_with_an_ARN_of_their_own()
    {
        var network = _world.Network();
        Share(network.Arn);
        var service = ServiceOf(Guest);

        var made = Join(Guest, network.Arn, service.Id);
        _world.Settle();

        var seenByOwner = Assert.Single(ServicesOf(Owner, network.Id));
        var seenByGuest = Assert.Single(ServicesOf(Guest, network.Arn));
        Assert.Equal((made.Id, made.Id), (seenByOwner.Id, seenByGuest.Id));
        Assert.Equal((Guest, Guest), (seenByOwner.CreatedBy, seenByGuest.CreatedBy));
        Assert.Contains($":{Owner}:", seenByOwner.Arn, StringComparison.Ordinal);
        Assert.Contains($":{Guest}:", seenByGuest.Arn, StringComparison.Ordinal);
        foreach (var account in new[] { Owner, Guest })
        {
            foreach (var identifier in new[] { made.Id!, seenByOwner.Arn!, seenByGuest.Arn! })
            {
                var read = _world.DoAs(account, ReadServiceNetworkServiceAssociations.Get, GetMember(identifier));
                Assert.Equal(ServiceNetworkServiceAssociationStatus.Active, read.Status);
                Assert.Equal((service.Arn, network.Arn), (read.ServiceArn, read.ServiceNetworkArn));
            }
        }
    }

    [Fact]
    public void The_owner_of_a_network_may_put_a_shared_service_into_it()
    {
        var service = _world.Service();
        Share(service.Arn);
        var network = _world.DoAs(
            Guest, CreateServiceNetwork.Decide, new CreateServiceNetworkRequest { Name = "theirs" });

        Join(Guest, network.Id!, service.Arn);

        Assert.Contains(
            "associated service networks",
            _world.Refused(
                DeleteService.Decide, new DeleteServiceRequest { ServiceIdentifier = service.Id }).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Two_things_that_are_merely_shared_are_never_associated()
    {
        var network = _world.Network();
        var service = _world.Service();
        Share(network.Arn, service.Arn);

        IsDenied(RefusedToJoin(Guest, network.Arn, service.Arn));
    }

    [Theory]
    [InlineData(Owner)]
    [InlineData(Guest)]
    public void Either_side_may_end_an_association_and_it_ends_for_both(string account)
    {
        var network = _world.Network();
        Share(network.Arn);
        var made = Join(Guest, network.Arn, ServiceOf(Guest).Arn);
        _world.Settle();

        Leave(account, made.Id!);

        Assert.All(
            ServicesOf(Owner, network.Id).Concat(ServicesOf(Guest, network.Arn)),
            member => Assert.Equal(ServiceNetworkServiceAssociationStatus.DeleteInProgress, member.Status));
        _world.Settle();
        Assert.Empty(ServicesOf(Owner, network.Id).Concat(ServicesOf(Guest, network.Arn)));
    }

    [Fact]
    public void A_guest_sees_all_that_is_in_a_shared_network_but_ends_only_its_own()
    {
        var network = _world.Network();
        var service = _world.Service();
        Share(network.Arn);
        var association = _world.Associate(network, service);
        _world.Settle();

        var seen = Assert.Single(ServicesOf(Guest, network.Arn));
        Assert.Equal(association, seen.Id);
        Assert.Equal(service.Name, _world.DoAs(
            Guest, ReadServiceNetworkServiceAssociations.Get, GetMember(seen.Arn!)).ServiceName);
        IsDenied(_world.RefusedAs(Guest, DeleteServiceNetworkServiceAssociation.Decide, DeleteMember(seen.Arn!)));
        IsDenied(_world.RefusedAs(Stranger, ReadServiceNetworkServiceAssociations.Get, GetMember(seen.Arn!)));
    }

    [Fact]
    public void Unsharing_keeps_associations_and_forbids_new_ones()
    {
        var network = _world.Network();
        var share = Share(network.Arn);
        var made = Join(Guest, network.Arn, ServiceOf(Guest).Arn);
        _world.Settle();

        _world.Do(DeleteResourceShare.Decide, new DeleteResourceShareRequest { ResourceShareArn = share });

        Assert.Equal(ServiceNetworkServiceAssociationStatus.Active, _world.DoAs(
            Guest, ReadServiceNetworkServiceAssociations.Get, GetMember(made.Id!)).Status);
        Assert.Single(ServicesOf(Guest, network.Arn));
        IsDenied(_world.RefusedAs(Guest, ReadServiceNetworks.Get, Get(network.Arn)));
        IsDenied(RefusedToJoin(Guest, network.Arn, ServiceOf(Guest, "second").Arn));
        Leave(Guest, made.Id!);
        _world.Settle();
        Assert.Empty(ServicesOf(Owner, network.Id));
    }

    [Fact]
    public void A_guests_VPC_joins_a_shared_network_and_only_the_guest_may_change_its_groups()
    {
        var network = _world.Network();
        Share(network.Arn);
        var (vpc, group) = VpcOf(Guest);
        var made = _world.DoAs(Guest, CreateServiceNetworkVpcAssociation.Decide, Attach(network.Arn, vpc));
        _world.Settle();
        var update = new UpdateServiceNetworkVpcAssociationRequest
        {
            ServiceNetworkVpcAssociationIdentifier = made.Id!,
            SecurityGroupIds = [group],
        };

        IsDenied(_world.Refused(UpdateServiceNetworkVpcAssociation.Decide, update));
        _world.DoAs(Guest, UpdateServiceNetworkVpcAssociation.Decide, update);

        foreach (var account in new[] { Owner, Guest })
        {
            var read = _world.DoAs(
                account,
                ReadServiceNetworkVpcAssociations.Get,
                new GetServiceNetworkVpcAssociationRequest { ServiceNetworkVpcAssociationIdentifier = made.Id! });
            Assert.Equal([group], read.SecurityGroupIds);
            Assert.Equal(network.Arn, read.ServiceNetworkArn);
        }

        Assert.Contains(made.Id!, _world.Refused(
            DeleteServiceNetwork.Decide,
            new DeleteServiceNetworkRequest { ServiceNetworkIdentifier = network.Id }).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_VPC_of_another_account_is_not_there()
    {
        var (vpc, _) = VpcOf(Guest);

        RefusalTests.IsNotFound(
            _world.Refused(CreateServiceNetworkVpcAssociation.Decide, Attach(_world.Network().Id, vpc)), vpc, "VPC");
    }

    [Fact]
    public void Each_side_tags_an_association_for_itself()
    {
        var network = _world.Network();
        Share(network.Arn);
        var made = _world.DoAs(Guest, CreateServiceNetworkServiceAssociation.Decide, Joining(
            network.Arn, ServiceOf(Guest).Arn) with { Tags = new Dictionary<string, string> { ["team"] = "guest" } });
        var owners = Assert.Single(ServicesOf(Owner, network.Id)).Arn!;

        Assert.Empty(_world.Do(
            TagOperations.List, new ListTagsForResourceRequest { ResourceArn = owners }).Tags!);
        RefusalTests.IsNotFound(
            _world.Refused(TagOperations.List, new ListTagsForResourceRequest { ResourceArn = made.Arn! }),
            made.Arn!,
            "SERVICE_NETWORK_SERVICE_ASSOCIATION");
    }

    [Fact]
    public void A_custom_domain_is_unique_in_a_network_whoever_brings_it()
    {
        var network = _world.Network();
        Share(network.Arn);
        var first = _world.Service("one", domain: "shop.example");
        _world.Associate(network, first);
        var second = ServiceOf(Guest, "two", "shop.example");

        RefusalTests.IsConflict(
            RefusedToJoin(Guest, network.Arn, second.Arn), first.Id, "SERVICE", "shop.example");
    }

    [Fact]
    public void A_guests_VPC_reaches_the_owners_service_and_the_owners_VPC_the_guests()
    {
        var network = _world.Network();
        Share(network.Arn);
        var owners = _world.Service();
        _world.Listener(owners.Id, LatticeWorld.Fixed(404), port: 8080);
        _world.Associate(network, owners);
        var guests = ServiceOf(Guest);
        Join(Guest, network.Arn, guests.Arn);
        var (vpc, _) = VpcOf(Guest);
        _world.DoAs(Guest, CreateServiceNetworkVpcAssociation.Decide, Attach(network.Arn, vpc));
        var ownersVpc = _world.Vpc();
        _world.Associate(network, ownersVpc);

        var table = DataplaneCompiler.Compile(_world.Snapshot);

        Assert.Equal(
            new[] { owners.Id, guests.Id }.Order(StringComparer.Ordinal),
            table.Services.Select(entry => entry.ServiceId).Order(StringComparer.Ordinal));
        foreach (var id in new[] { vpc, ownersVpc })
        {
            var entry = table.Vpcs.Single(each => each.VpcId == id);
            Assert.Equal(network.Arn, entry.ServiceNetworkArn);
            Assert.Equal([owners.DomainName, guests.DomainName], entry.Hosts.Select(host => host.Host));
            Assert.Equal([8080], entry.Ports.Select(port => port.Port));
        }
    }

    private string Share(params string[] resources)
    {
        var share = _world.Do(CreateResourceShare.Decide, new CreateResourceShareRequest
        {
            Name = "shared",
            ResourceArns = resources,
            Principals = [Guest],
        }).ResourceShare!.ResourceShareArn!;
        var invitation = Assert.Single(_world.DoAs(
            Guest, Invitations.Get, new GetResourceShareInvitationsRequest()).ResourceShareInvitations!);
        _world.DoAs(Guest, Invitations.Accept, new AcceptResourceShareInvitationRequest
        {
            ResourceShareInvitationArn = invitation.ResourceShareInvitationArn!,
        });
        return share;
    }

    private LatticeService ServiceOf(string account, string name = "theirs", string? domain = null)
    {
        var request = new CreateServiceRequest { Name = name, CustomDomainName = domain };
        var id = _world.DoAs(account, CreateService.Decide, request).Id!;
        _world.Settle();
        return RealmOf(account).Of<LatticeService>()[id];
    }

    private (string Vpc, string Group) VpcOf(string account)
    {
        var scope = LatticeWorld.Scope with { Account = account };
        var vpc = new Vpc { VpcId = "vpc-0a1b2c3d4e5f60718", CidrBlock = "10.9.0.0/16", Available = true };
        var group = new SecurityGroup
        {
            GroupId = "sg-0a1b2c3d4e5f60718",
            VpcId = vpc.VpcId,
            GroupName = "guests",
            Description = "guests",
        };
        _world.Apply([new Change.Put(scope, vpc), new Change.Put(scope, group)]);
        return (vpc.VpcId, group.GroupId);
    }

    private Realm RealmOf(string account) => _world.Snapshot.In(LatticeWorld.Scope with { Account = account });

    private CreateServiceNetworkServiceAssociationResponse Join(string account, string network, string service) =>
        _world.DoAs(account, CreateServiceNetworkServiceAssociation.Decide, Joining(network, service));

    private ApiError RefusedToJoin(string account, string network, string service) =>
        _world.RefusedAs(account, CreateServiceNetworkServiceAssociation.Decide, Joining(network, service));

    private void Leave(string account, string association) =>
        _world.DoAs(account, DeleteServiceNetworkServiceAssociation.Decide, DeleteMember(association));

    private IReadOnlyList<ServiceNetworkServiceAssociationSummary> ServicesOf(string account, string network) =>
        _world.DoAs(
            account,
            ReadServiceNetworkServiceAssociations.List,
            new ListServiceNetworkServiceAssociationsRequest { ServiceNetworkIdentifier = network }).Items;

    private static CreateServiceNetworkServiceAssociationRequest Joining(string network, string service) => new()
    {
        ServiceNetworkIdentifier = network,
        ServiceIdentifier = service,
    };

    private static CreateServiceNetworkVpcAssociationRequest Attach(string network, string vpc) => new()
    {
        ServiceNetworkIdentifier = network,
        VpcIdentifier = vpc,
    };

    private static GetServiceNetworkRequest Get(string network) => new() { ServiceNetworkIdentifier = network };

    private static GetServiceNetworkServiceAssociationRequest GetMember(string association) =>
        new() { ServiceNetworkServiceAssociationIdentifier = association };

    private static DeleteServiceNetworkServiceAssociationRequest DeleteMember(string association) =>
        new() { ServiceNetworkServiceAssociationIdentifier = association };

    private static void IsDenied(ApiError error) =>
        Assert.Equal(("AccessDeniedException", 403), (error.Code, error.HttpStatus));
}
