using Pergola.Api.Iam;
using Pergola.Planning.Iam;
using static Pergola.Planning.Tests.Iam.IamWorld;

namespace Pergola.Planning.Tests.Iam;

public sealed class IamTests
{
    private readonly Account _account = new();

    [Fact]
    public void A_role_reads_back_as_it_was_created_with_its_document_percent_encoded()
    {
        var created = _account.Do(CreateRole.Decide, new CreateRoleRequest
        {
            RoleName = "infra",
            Path = "/team/",
            AssumeRolePolicyDocument = Trust,
            Description = "for ECS",
            Tags = [new Tag { Key = "Name", Value = "x" }],
        }).Role;
        var read = _account.Do(ReadRole.Get, new GetRoleRequest { RoleName = "infra" }).Role;

        Assert.Equal("arn:aws:iam::000000000000:role/team/infra", read.Arn);
        Assert.Matches("^AROA[A-Z2-7]{17}$", read.RoleId);
        Assert.Equal(Trust, Uri.UnescapeDataString(read.AssumeRolePolicyDocument!));
        Assert.DoesNotContain("+", read.AssumeRolePolicyDocument!, StringComparison.Ordinal);
        Assert.Equal(3600, read.MaxSessionDuration);
        Assert.Equal(created.AssumeRolePolicyDocument, read.AssumeRolePolicyDocument);
        Assert.Equal("Name", Assert.Single(read.Tags!).Key);
    }

    [Theory]
    [InlineData("/", "AmazonECSInfrastructureRolePolicyForVpcLattice")]
    [InlineData("/", "AmazonECSInfrastructureRolePolicyForLoadBalancers")]
    [InlineData("/service-role/", "AmazonECSInfrastructureRolePolicyForServiceConnectTransportLayerSecurity")]
    [InlineData("/service-role/", "AmazonECSInfrastructureRolePolicyForVolumes")]
    [InlineData("/service-role/", "AmazonECSTaskExecutionRolePolicy")]
    [InlineData("/service-role/", "AWSLambdaBasicExecutionRole")]
    [InlineData("/", "AmazonSSMManagedInstanceCore")]
    [InlineData("/", "AdministratorAccess")]
    [InlineData("/", "VPCLatticeServicesInvokeAccess")]
    public void A_policy_of_AWS_can_be_attached_listed_read_and_detached(string path, string name)
    {
        var arn = $"arn:aws:iam::aws:policy{path}{name}";
        _account.WithRole().WithAttached(arn).WithAttached(arn);

        var attached = _account.Do(AttachedPolicies.List, new ListAttachedRolePoliciesRequest { RoleName = "infra" });
        Assert.Equal((name, arn), attached.AttachedPolicies!.Select(one => (one.PolicyName, one.PolicyArn)).Single());
        Assert.Equal(1, _account.Do(ReadPolicy.Get, new GetPolicyRequest { PolicyArn = arn }).Policy!.AttachmentCount);
        _account.Do(AttachedPolicies.Detach, new DetachRolePolicyRequest { RoleName = "infra", PolicyArn = arn });
        _account.Do(DeleteRole.Decide, new DeleteRoleRequest { RoleName = "infra" });
    }

    [Fact]
    public void Every_policy_of_AWS_is_a_valid_document_and_has_an_id_of_its_own()
    {
        Assert.All(AwsManagedPolicies.All, policy => Assert.Null(PolicyCheck.Managed(policy.DefaultVersion.Document)));
        Assert.Distinct(AwsManagedPolicies.All.Select(policy => policy.PolicyId));
    }

    [Fact]
    public void Roles_come_in_pages_that_together_are_all_of_them_and_say_whether_there_is_more()
    {
        foreach (var name in (string[])["c", "a", "b", "e", "d"])
        {
            _account.WithRole(name);
        }

        var names = new List<string>();
        string? marker = null;
        var truncated = true;
        while (truncated)
        {
            var page = _account.Do(ReadRole.List, new ListRolesRequest { MaxItems = 2, Marker = marker });
            names.AddRange(page.Roles.Select(role => role.RoleName));
            (marker, truncated) = (page.Marker, page.IsTruncated!.Value);
            Assert.Equal(truncated, marker is not null);
        }

        Assert.Equal(["c", "a", "b", "e", "d"], names);
    }

    [Fact]
    public void A_new_default_version_is_what_the_policy_says_and_numbers_are_not_used_again()
    {
        _account.WithPolicy(versions: 2);
        _account.Do(PolicyVersions.Delete, new DeletePolicyVersionRequest { PolicyArn = MyPolicy, VersionId = "v2" });
        var made = _account.Do(PolicyVersions.Create, new CreatePolicyVersionRequest
        {
            PolicyArn = MyPolicy,
            PolicyDocument = Document,
            SetAsDefault = true,
        }).PolicyVersion!;

        Assert.Equal(("v3", true), (made.VersionId, made.IsDefaultVersion));
        var policy = _account.Do(ReadPolicy.Get, new GetPolicyRequest { PolicyArn = MyPolicy }).Policy!;
        Assert.Equal("v3", policy.DefaultVersionId);
        var list = _account.Do(PolicyVersions.List, new ListPolicyVersionsRequest { PolicyArn = MyPolicy });
        Assert.Equal(["v3", "v1"], list.Versions!.Select(version => version.VersionId));
    }

    [Fact]
    public void An_instance_profile_shows_its_role_and_the_role_its_profile()
    {
        _account.WithRole().WithProfile(withRole: true);

        var profile = _account.Do(
            ReadInstanceProfile.Get, new GetInstanceProfileRequest { InstanceProfileName = "profile" }).InstanceProfile;
        Assert.Equal("infra", Assert.Single(profile.Roles).RoleName);
        var list = _account.Do(
            ReadInstanceProfile.ListForRole, new ListInstanceProfilesForRoleRequest { RoleName = "infra" });
        Assert.Equal("profile", Assert.Single(list.InstanceProfiles).InstanceProfileName);
        Assert.False(list.IsTruncated);
    }

    [Fact]
    public void Those_who_use_a_policy_are_listed_by_how_they_use_it()
    {
        _account.WithPolicy().WithRole().WithAttached(MyPolicy).WithRole("bounded");
        _account.Do(UpdateRole.Bound, new PutRolePermissionsBoundaryRequest
        {
            RoleName = "bounded",
            PermissionsBoundary = MyPolicy,
        });

        Assert.Equal(["infra", "bounded"], Users(null));
        Assert.Equal(["infra"], Users(PolicyUsageType.PermissionsPolicy));
        Assert.Equal(["bounded"], Users(PolicyUsageType.PermissionsBoundary));
    }

    [Fact]
    public void A_services_role_lives_under_its_path_and_its_deletion_succeeds()
    {
        _account.WithServiceLinkedRole();
        var role = _account.Do(ReadRole.Get, new GetRoleRequest { RoleName = "AWSServiceRoleForECS" }).Role;
        Assert.Equal(
            "arn:aws:iam::000000000000:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS", role.Arn);

        var task = _account.Do(
            ServiceLinkedRoles.Delete, new DeleteServiceLinkedRoleRequest { RoleName = role.RoleName }).DeletionTaskId;
        var status = _account.Do(
            ServiceLinkedRoles.DeletionStatus, new GetServiceLinkedRoleDeletionStatusRequest { DeletionTaskId = task });
        Assert.Equal(DeletionTaskStatusType.Succeeded, status.Status);
    }

    [Fact]
    public void Tags_are_put_over_each_other_and_removed_by_key()
    {
        _account.WithRole();
        _account.Do(RoleTags.Tag, new TagRoleRequest
        {
            RoleName = "infra",
            Tags = [new Tag { Key = "a", Value = "1" }, new Tag { Key = "b", Value = "1" }],
        });
        _account.Do(
            RoleTags.Tag, new TagRoleRequest { RoleName = "infra", Tags = [new Tag { Key = "a", Value = "2" }] });
        _account.Do(RoleTags.Untag, new UntagRoleRequest { RoleName = "infra", TagKeys = ["b", "missing"] });

        var tags = _account.Do(RoleTags.List, new ListRoleTagsRequest { RoleName = "infra" }).Tags;
        Assert.Equal(("a", "2"), tags.Select(tag => (tag.Key, tag.Value)).Single());
    }

    [Fact]
    public void Every_operation_that_has_shapes_is_bound_once()
    {
        Assert.Equal(
            IamApi.Model.Operations.Select(operation => operation.Name).Order(StringComparer.Ordinal),
            IamBindings.All.Select(binding => binding.Operation.Name).Order(StringComparer.Ordinal));
    }

    private List<string?> Users(string? usage) => [.. _account.Do(
        ReadPolicy.ListEntities,
        new ListEntitiesForPolicyRequest { PolicyArn = MyPolicy, PolicyUsageFilter = usage })
        .PolicyRoles!.Select(role => role.RoleName)];
}
