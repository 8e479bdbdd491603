using Pergola.Api.Ram;
using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Planning.Ram;
using Pergola.Planning.Tests.VpcLattice;
using Pergola.Planning.VpcLattice;
using ResourceShareInvitation = Pergola.Api.Ram.ResourceShareInvitation;

namespace Pergola.Planning.Tests.Ram;

/// <summary>What resource shares promise to their owner and to the accounts in them.</summary>
public sealed class RamTests
{
    private const string Guest = "999988887777";

    private readonly LatticeWorld _world = new();

    [Fact]
    public void A_share_is_active_at_once_and_read_back_with_its_tags()
    {
        var made = Share(tags: [new Tag { Key = "team", Value = "shop" }]);

        var read = Assert.Single(Owned(made.ResourceShareArn!));
        Assert.Equal(ResourceShareStatus.Active, read.Status);
        Assert.Equal(("shares", LatticeWorld.Scope.Account), (read.Name, read.OwningAccountId));
        Assert.Equal("shop", Assert.Single(read.Tags!).Value);
        Assert.Matches(
            "^arn:aws:ram:eu-central-1:111122223333:resource-share/[0-9a-f-]{36}$", made.ResourceShareArn);
    }

    [Fact]
    public void An_account_sees_a_share_only_after_it_accepted_the_invitation()
    {
        var network = _world.Network();
        var share = Share(resources: [network.Arn], principals: [Guest]).ResourceShareArn!;
        Assert.Equal(ResourceShareAssociationStatus.Associating, PrincipalStatus(share));
        IsUnknown(RefusedToSee(Guest, share));

        Accept(Assert.Single(Invitations()));

        Assert.Equal(ResourceShareAssociationStatus.Associated, PrincipalStatus(share));
        Assert.Equal(network.Arn, Assert.Single(SharedWith(Guest, share)).Arn);
        Assert.Equal(ResourceShareInvitationStatus.Accepted, Assert.Single(Invitations()).Status);
        Assert.Null(Assert.Single(_world.DoAs(Guest, GetResourceShares.Decide, Others(share)).ResourceShares!).Tags);
    }

    [Fact]
    public void A_rejected_invitation_gives_nothing_and_can_be_followed_by_another()
    {
        var share = Share(principals: [Guest]).ResourceShareArn!;
        var arn = Assert.Single(Invitations()).ResourceShareInvitationArn!;
        var request = new RejectResourceShareInvitationRequest { ResourceShareInvitationArn = arn };
        _world.DoAs(Guest, Planning.Ram.Invitations.Reject, request);

        Assert.Equal(ResourceShareAssociationStatus.Failed, PrincipalStatus(share));
        Assert.Equal(
            "ResourceShareInvitationAlreadyRejectedException",
            _world.RefusedAs(Guest, Planning.Ram.Invitations.Reject, request).Code);
        IsUnknown(RefusedToSee(Guest, share));

        Associate(share, principals: [Guest]);
        Accept(Invitations().Single(each => each.Status == ResourceShareInvitationStatus.Pending));
        Assert.Equal(ResourceShareAssociationStatus.Associated, PrincipalStatus(share));
    }

    [Fact]
    public void An_invitation_is_answered_by_the_invited_account_only_and_once()
    {
        Share(principals: [Guest]);
        var invitation = Assert.Single(Invitations());
        var request = new AcceptResourceShareInvitationRequest
        {
            ResourceShareInvitationArn = invitation.ResourceShareInvitationArn!,
        };

        Assert.Equal(
            "ResourceShareInvitationArnNotFoundException",
            _world.Refused(Planning.Ram.Invitations.Accept, request).Code);
        Accept(invitation);
        Assert.Equal(
            "ResourceShareInvitationAlreadyAcceptedException",
            _world.RefusedAs(Guest, Planning.Ram.Invitations.Accept, request).Code);
    }

    [Fact]
    public void A_resource_or_account_that_is_taken_out_is_gone()
    {
        var network = _world.Network();
        var share = Share(resources: [network.Arn], principals: [Guest]).ResourceShareArn!;
        Accept(Assert.Single(Invitations()));

        Disassociate(LatticeWorld.Scope.Account, share, resources: [network.Arn]);
        Assert.Empty(SharedWith(Guest, share));

        Disassociate(LatticeWorld.Scope.Account, share, principals: [Guest]);
        IsUnknown(RefusedToSee(Guest, share));
        Assert.Empty(Invitations());
    }

    [Fact]
    public void An_account_can_leave_a_share_but_take_nothing_else_out()
    {
        var network = _world.Network();
        var share = Share(resources: [network.Arn], principals: [Guest]).ResourceShareArn!;
        Accept(Assert.Single(Invitations()));

        Assert.Equal("OperationNotPermittedException", _world.RefusedAs(
            Guest,
            DisassociateResourceShare.Decide,
            new DisassociateResourceShareRequest { ResourceShareArn = share, ResourceArns = [network.Arn] }).Code);
        Disassociate(Guest, share, principals: [Guest]);

        IsUnknown(RefusedToSee(Guest, share));
        Assert.Empty(Principals(share));
    }

    [Fact]
    public void A_deleted_share_leaves_nothing()
    {
        var share = Share(resources: [_world.Network().Arn], principals: [Guest]).ResourceShareArn!;

        _world.Do(DeleteResourceShare.Decide, new DeleteResourceShareRequest { ResourceShareArn = share });

        IsUnknown(_world.Refused(GetResourceShares.Decide, Self(share)));
        Assert.DoesNotContain(_world.Realm.All, each => each is not Pergola.Domain.VpcLattice.ServiceNetwork);
    }

    [Fact]
    public void A_deleted_resource_leaves_its_shares()
    {
        var network = _world.Network();
        var share = Share(resources: [network.Arn]).ResourceShareArn!;

        _world.Do(
            DeleteServiceNetwork.Decide, new DeleteServiceNetworkRequest { ServiceNetworkIdentifier = network.Id });

        Assert.Empty(Associations(share, ResourceShareAssociationType.Resource));
    }

    [Theory]
    [InlineData("no-arn", "MalformedArnException")]
    [InlineData("arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-1", "InvalidParameterException")]
    [InlineData(
        "arn:aws:vpc-lattice:eu-central-1:111122223333:targetgroup/tg-0123456789abcdef0", "InvalidParameterException")]
    [InlineData(
        "arn:aws:vpc-lattice:eu-central-1:999988887777:service/svc-0123456789abcdef0",
        "OperationNotPermittedException")]
    [InlineData(
        "arn:aws:vpc-lattice:eu-central-1:111122223333:service/svc-0123456789abcdef0", "UnknownResourceException")]
    public void Only_what_the_owner_has_can_be_shared(string arn, string code) => Assert.Equal(
        code,
        _world.Refused(
            CreateResourceShare.Decide, new CreateResourceShareRequest { Name = "s", ResourceArns = [arn] }).Code);

    [Fact]
    public void A_network_made_unshareable_is_not_shared()
    {
        var network = _world.Do(CreateServiceNetwork.Decide, new CreateServiceNetworkRequest
        {
            Name = "private",
            SharingConfig = new SharingConfig { Enabled = false },
        });

        Assert.Equal("OperationNotPermittedException", _world.Refused(
            CreateResourceShare.Decide,
            new CreateResourceShareRequest { Name = "s", ResourceArns = [network.Arn!] }).Code);
    }

    [Theory]
    [InlineData("111122223333", "InvalidParameterException")]
    [InlineData("arn:aws:iam::999988887777:role/reader", "InvalidParameterException")]
    [InlineData("arn:aws:organizations::111122223333:organization/o-1", "OperationNotPermittedException")]
    public void Only_other_accounts_can_be_shared_with(string principal, string code) => Assert.Equal(
        code,
        _world.Refused(
            CreateResourceShare.Decide, new CreateResourceShareRequest { Name = "s", Principals = [principal] }).Code);

    [Fact]
    public void A_share_without_external_principals_takes_no_account_and_cannot_become_one_with_accounts_in_it()
    {
        var closed = _world.Do(CreateResourceShare.Decide, new CreateResourceShareRequest
        {
            Name = "closed",
            AllowExternalPrincipals = false,
        }).ResourceShare!.ResourceShareArn!;
        var open = Share(principals: [Guest]).ResourceShareArn!;

        Assert.Equal("OperationNotPermittedException", _world.Refused(
            AssociateResourceShare.Decide,
            new AssociateResourceShareRequest { ResourceShareArn = closed, Principals = [Guest] }).Code);
        Assert.Contains(
            Guest,
            _world.Refused(
                UpdateResourceShare.Decide,
                new UpdateResourceShareRequest { ResourceShareArn = open, AllowExternalPrincipals = false }).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Associating_twice_changes_nothing()
    {
        var network = _world.Network();
        var share = Share(resources: [network.Arn], principals: [Guest]).ResourceShareArn!;
        Accept(Assert.Single(Invitations()));

        Associate(share, resources: [network.Arn], principals: [Guest]);

        Assert.Equal(ResourceShareAssociationStatus.Associated, PrincipalStatus(share));
        Assert.Single(Invitations());
        Assert.Single(Associations(share, ResourceShareAssociationType.Resource));
    }

    [Fact]
    public void A_share_has_the_chosen_permissions_and_the_default_of_every_other_type_in_it()
    {
        var chosen = ManagedPermission.All[1].Arn;
        var share = _world.Do(CreateResourceShare.Decide, new CreateResourceShareRequest
        {
            Name = "s",
            ResourceArns = [_world.Network().Arn],
            PermissionArns = [chosen],
        }).ResourceShare!.ResourceShareArn!;

        var permissions = _world.Do(
            ReadPermissions.ListOfShare, new ListResourceSharePermissionsRequest { ResourceShareArn = share });

        Assert.Equal(
            [ManagedPermission.All[0].Arn, chosen], permissions.Permissions!.Select(permission => permission.Arn));
        Assert.Contains("vpc-lattice:GetService", _world.Do(
            ReadPermissions.Get, new GetPermissionRequest { PermissionArn = chosen }).Permission!.Permission!,
            StringComparison.Ordinal);
        IsUnknown(_world.Refused(
            CreateResourceShare.Decide,
            new CreateResourceShareRequest { Name = "s", PermissionArns = ["arn:aws:ram::aws:permission/None"] }));
    }

    [Fact]
    public void A_repeated_create_with_its_token_makes_one_share_and_another_request_with_it_is_refused()
    {
        var request = new CreateResourceShareRequest { Name = "s", ClientToken = "once" };
        var first = _world.Do(CreateResourceShare.Decide, request).ResourceShare!;

        Assert.Equal(
            first.ResourceShareArn, _world.Do(CreateResourceShare.Decide, request).ResourceShare!.ResourceShareArn);
        Assert.Equal(
            "IdempotentParameterMismatchException",
            _world.Refused(CreateResourceShare.Decide, request with { Name = "other" }).Code);
    }

    [Fact]
    public void Lists_page_in_creation_order_and_filter_by_name_and_tag()
    {
        for (var each = 0; each < 3; each++)
        {
            Share($"s{each}", tags: [new Tag { Key = "n", Value = $"{each}" }]);
        }

        var request = new GetResourceSharesRequest { ResourceOwner = ResourceOwner.Self, MaxResults = 2 };
        var first = _world.Do(GetResourceShares.Decide, request);
        var second = _world.Do(GetResourceShares.Decide, request with { NextToken = first.NextToken });

        Assert.Equal(["s0", "s1", "s2"], first.ResourceShares!.Concat(second.ResourceShares!).Select(s => s.Name));
        Assert.Null(second.NextToken);
        Assert.Equal("s2", Assert.Single(_world.Do(GetResourceShares.Decide, request with
        {
            TagFilters = [new TagFilter { TagKey = "n", TagValues = ["2"] }],
        }).ResourceShares!).Name);
        Assert.Equal("s1", Assert.Single(
            _world.Do(GetResourceShares.Decide, request with { Name = "s1" }).ResourceShares!).Name);
        Assert.Equal("InvalidNextTokenException", _world.Refused(
            GetResourceShares.Decide, request with { NextToken = "nonsense" }).Code);
    }

    [Fact]
    public void The_principal_of_anothers_share_is_its_owner()
    {
        var share = Share(principals: [Guest]).ResourceShareArn!;
        Accept(Assert.Single(Invitations()));

        Assert.Equal([Guest], Principals(share));
        Assert.Equal(LatticeWorld.Scope.Account, Assert.Single(_world.DoAs(
            Guest,
            ListMembers.Principals,
            new ListPrincipalsRequest { ResourceOwner = ResourceOwner.OtherAccounts }).Principals!).Id);
    }

    [Fact]
    public void Tags_can_be_added_and_removed_and_aws_tags_are_refused()
    {
        var share = Share().ResourceShareArn!;
        _world.Do(RamTags.Tag, Tagging(share, "a", "b"));
        _world.Do(RamTags.Untag, new Api.Ram.UntagResourceRequest { ResourceShareArn = share, TagKeys = ["a"] });

        Assert.Equal("b", Assert.Single(Assert.Single(Owned(share)).Tags!).Key);
        Assert.Equal("InvalidParameterException", _world.Refused(RamTags.Tag, Tagging(share, "aws:x")).Code);
        Assert.Equal("TagLimitExceededException", _world.Refused(
            RamTags.Tag, Tagging(share, [.. Enumerable.Range(0, 50).Select(each => $"k{each}")])).Code);
    }

    private static Pergola.Api.Ram.TagResourceRequest Tagging(string share, params string[] keys) => new()
    {
        ResourceShareArn = share,
        Tags = [.. keys.Select(key => new Tag { Key = key, Value = "v" })],
    };

    private ResourceShare Share(
        string name = "shares", string[]? resources = null, string[]? principals = null, Tag[]? tags = null) =>
        _world.Do(CreateResourceShare.Decide, new CreateResourceShareRequest
        {
            Name = name,
            ResourceArns = resources,
            Principals = principals,
            Tags = tags,
        }).ResourceShare!;

    private void Associate(string share, string[]? resources = null, string[]? principals = null) => _world.Do(
        AssociateResourceShare.Decide,
        new AssociateResourceShareRequest
        {
            ResourceShareArn = share,
            ResourceArns = resources,
            Principals = principals,
        });

    private void Disassociate(
        string account, string share, string[]? resources = null, string[]? principals = null) => _world.DoAs(
        account,
        DisassociateResourceShare.Decide,
        new DisassociateResourceShareRequest
        {
            ResourceShareArn = share,
            ResourceArns = resources,
            Principals = principals,
        });

    private IReadOnlyList<ResourceShareInvitation> Invitations() => _world.DoAs(
        Guest, Planning.Ram.Invitations.Get, new GetResourceShareInvitationsRequest()).ResourceShareInvitations!;

    private void Accept(ResourceShareInvitation invitation) => _world.DoAs(
        Guest,
        Planning.Ram.Invitations.Accept,
        new AcceptResourceShareInvitationRequest
        {
            ResourceShareInvitationArn = invitation.ResourceShareInvitationArn!,
        });

    private IReadOnlyList<ResourceShareAssociation> Associations(string share, string type) => _world.Do(
        GetResourceShareAssociations.Decide,
        new GetResourceShareAssociationsRequest { AssociationType = type, ResourceShareArns = [share] })
        .ResourceShareAssociations!;

    private string? PrincipalStatus(string share) =>
        Assert.Single(Associations(share, ResourceShareAssociationType.Principal)).Status;

    private string?[] Principals(string share) =>
    [
        .. _world.Do(
            ListMembers.Principals,
            new ListPrincipalsRequest { ResourceOwner = ResourceOwner.Self, ResourceShareArns = [share] })
            .Principals!.Select(principal => principal.Id),
    ];

    private IReadOnlyList<Pergola.Api.Ram.Resource> SharedWith(string account, string share) => _world.DoAs(
        account,
        ListMembers.Resources,
        new ListResourcesRequest { ResourceOwner = ResourceOwner.OtherAccounts, ResourceShareArns = [share] })
        .Resources!;

    private IReadOnlyList<ResourceShare> Owned(string share) =>
        _world.Do(GetResourceShares.Decide, Self(share)).ResourceShares!;

    private ApiError RefusedToSee(string account, string share) =>
        _world.RefusedAs(account, GetResourceShares.Decide, Others(share));

    private static GetResourceSharesRequest Self(string share) => new()
    {
        ResourceOwner = ResourceOwner.Self,
        ResourceShareArns = [share],
    };

    private static GetResourceSharesRequest Others(string share) =>
        Self(share) with { ResourceOwner = ResourceOwner.OtherAccounts };

    private static void IsUnknown(ApiError error) =>
        Assert.Equal(("UnknownResourceException", 400), (error.Code, error.HttpStatus));
}
