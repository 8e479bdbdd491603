using Pergola.Api.Iam;
using Pergola.Core;
using Pergola.Planning.Iam;
using static Pergola.Planning.Tests.Iam.IamWorld;

namespace Pergola.Planning.Tests.Iam;

public sealed class IamRefusalTests
{
    private const string ServiceRole = "AWSServiceRoleForECS";

    private static readonly
        Dictionary<string, (string Code, int Status, Func<Account, ApiError> Attempt)> s_refusals = new()
    {
        ["a role that is there"] = ("EntityAlreadyExists", 409, account => account.WithRole().Refused(
            CreateRole.Decide, new CreateRoleRequest { RoleName = "infra", AssumeRolePolicyDocument = Trust })),
        ["a role without a trust policy"] = ("MalformedPolicyDocument", 400, account => account.Refused(
            CreateRole.Decide, new CreateRoleRequest { RoleName = "infra", AssumeRolePolicyDocument = "{}" })),
        ["a role with a long trust policy"] = ("LimitExceeded", 409, account => account.Refused(
            CreateRole.Decide,
            new CreateRoleRequest
            {
                RoleName = "infra",
                AssumeRolePolicyDocument = Trust.Replace(
                    "\"Effect\"", $"\"Sid\":\"{new string('x', 2048)}\",\"Effect\"", StringComparison.Ordinal),
            })),
        ["a role with a boundary that is not there"] = ("NoSuchEntity", 404, account => account.Refused(
            CreateRole.Decide,
            new CreateRoleRequest
            {
                RoleName = "r", AssumeRolePolicyDocument = Trust, PermissionsBoundary = MyPolicy,
            })),
        ["a role with a tag of AWS"] = ("InvalidInput", 400, account => account.Refused(
            CreateRole.Decide,
            new CreateRoleRequest
            {
                RoleName = "infra",
                AssumeRolePolicyDocument = Trust,
                Tags = [new Tag { Key = "aws:x", Value = "" }],
            })),
        ["reading a role that is not there"] = ("NoSuchEntity", 404, account => account.Refused(
            ReadRole.Get, new GetRoleRequest { RoleName = "infra" })),
        ["roles after a strange marker"] = ("ValidationError", 400, account => account.Refused(
            ReadRole.List, new ListRolesRequest { Marker = "!" })),
        ["deleting a role that is not there"] = ("NoSuchEntity", 404, account => account.Refused(
            DeleteRole.Decide, new DeleteRoleRequest { RoleName = "infra" })),
        ["deleting a role with attached policies"] = ("DeleteConflict", 409, account => account
            .WithRole().WithAttached(LatticePolicy)
            .Refused(DeleteRole.Decide, new DeleteRoleRequest { RoleName = "infra" })),
        ["deleting a role with inline policies"] = ("DeleteConflict", 409, account => account.WithRole().WithInline()
            .Refused(DeleteRole.Decide, new DeleteRoleRequest { RoleName = "infra" })),
        ["deleting a role in an instance profile"] = ("DeleteConflict", 409, account => account
            .WithRole().WithProfile(withRole: true)
            .Refused(DeleteRole.Decide, new DeleteRoleRequest { RoleName = "infra" })),
        ["deleting a service's role"] = ("UnmodifiableEntity", 400, account => account.WithServiceLinkedRole()
            .Refused(DeleteRole.Decide, new DeleteRoleRequest { RoleName = ServiceRole })),
        ["attaching to a role that is not there"] = ("NoSuchEntity", 404, account => account.Refused(
            AttachedPolicies.Attach, new AttachRolePolicyRequest { RoleName = "infra", PolicyArn = LatticePolicy })),
        ["attaching a policy that is not there"] = ("NoSuchEntity", 404, account => account.WithRole().Refused(
            AttachedPolicies.Attach, new AttachRolePolicyRequest { RoleName = "infra", PolicyArn = MyPolicy })),
        ["attaching AWS's policy under a wrong path"] = ("NoSuchEntity", 404, account => account.WithRole().Refused(
            AttachedPolicies.Attach,
            new AttachRolePolicyRequest
            {
                RoleName = "infra",
                PolicyArn = LatticePolicy.Replace("policy/", "policy/service-role/", StringComparison.Ordinal),
            })),
        ["attaching a service's own policy"] = ("PolicyNotAttachable", 400, account => account.WithRole().Refused(
            AttachedPolicies.Attach,
            new AttachRolePolicyRequest
            {
                RoleName = "infra",
                PolicyArn = "arn:aws:iam::aws:policy/aws-service-role/AmazonECSServiceRolePolicy",
            })),
        ["attaching to a service's role"] =
            ("UnmodifiableEntity", 400, account => account.WithServiceLinkedRole().Refused(
            AttachedPolicies.Attach,
            new AttachRolePolicyRequest { RoleName = ServiceRole, PolicyArn = LatticePolicy })),
        ["attaching an eleventh policy"] = ("LimitExceeded", 409, AttachElevenPolicies),
        ["detaching what is not attached"] = ("NoSuchEntity", 404, account => account.WithRole().Refused(
            AttachedPolicies.Detach, new DetachRolePolicyRequest { RoleName = "infra", PolicyArn = LatticePolicy })),
        ["an inline policy with a principal"] = ("MalformedPolicyDocument", 400, account => account.WithRole().Refused(
            InlinePolicies.Put,
            new PutRolePolicyRequest { RoleName = "infra", PolicyName = "inline", PolicyDocument = Trust })),
        ["reading an inline policy that is not there"] = ("NoSuchEntity", 404, account => account.WithRole().Refused(
            InlinePolicies.Get, new GetRolePolicyRequest { RoleName = "infra", PolicyName = "inline" })),
        ["deleting an inline policy that is not there"] = ("NoSuchEntity", 404, account => account.WithRole().Refused(
            InlinePolicies.Delete, new DeleteRolePolicyRequest { RoleName = "infra", PolicyName = "inline" })),
        ["deleting a boundary that is not there"] = ("NoSuchEntity", 404, account => account.WithRole().Refused(
            UpdateRole.Unbound, new DeleteRolePermissionsBoundaryRequest { RoleName = "infra" })),
        ["a policy that is there"] = ("EntityAlreadyExists", 409, account => account.WithPolicy().Refused(
            CreatePolicy.Decide, new CreatePolicyRequest { PolicyName = "mine", PolicyDocument = Document })),
        ["a policy that is no JSON"] = ("MalformedPolicyDocument", 400, account => account.Refused(
            CreatePolicy.Decide, new CreatePolicyRequest { PolicyName = "mine", PolicyDocument = "policy" })),
        ["reading a policy that is not there"] = ("NoSuchEntity", 404, account => account.Refused(
            ReadPolicy.Get, new GetPolicyRequest { PolicyArn = MyPolicy })),
        ["deleting a policy that is attached"] = ("DeleteConflict", 409, account => account
            .WithPolicy().WithRole().WithAttached(MyPolicy)
            .Refused(DeletePolicy.Decide, new DeletePolicyRequest { PolicyArn = MyPolicy })),
        ["deleting a policy with two versions"] = ("DeleteConflict", 409, account => account.WithPolicy(versions: 2)
            .Refused(DeletePolicy.Decide, new DeletePolicyRequest { PolicyArn = MyPolicy })),
        ["deleting a policy of AWS"] = ("InvalidInput", 400, account => account.Refused(
            DeletePolicy.Decide, new DeletePolicyRequest { PolicyArn = LatticePolicy })),
        ["a sixth version"] = ("LimitExceeded", 409, account => account.WithPolicy(versions: 5).Refused(
            PolicyVersions.Create, new CreatePolicyVersionRequest { PolicyArn = MyPolicy, PolicyDocument = Document })),
        ["deleting the default version"] = ("DeleteConflict", 409, account => account.WithPolicy(versions: 2).Refused(
            PolicyVersions.Delete, new DeletePolicyVersionRequest { PolicyArn = MyPolicy, VersionId = "v1" })),
        ["reading a version that is not there"] = ("NoSuchEntity", 404, account => account.WithPolicy().Refused(
            PolicyVersions.Get, new GetPolicyVersionRequest { PolicyArn = MyPolicy, VersionId = "v2" })),
        ["making a missing version the default"] = ("NoSuchEntity", 404, account => account.WithPolicy().Refused(
            PolicyVersions.SetDefault, new SetDefaultPolicyVersionRequest { PolicyArn = MyPolicy, VersionId = "v2" })),
        ["an instance profile that is there"] = ("EntityAlreadyExists", 409, account => account.WithProfile().Refused(
            CreateInstanceProfile.Decide, new CreateInstanceProfileRequest { InstanceProfileName = "profile" })),
        ["a second role in an instance profile"] = ("LimitExceeded", 409, account => account
            .WithRole().WithRole("other").WithProfile(withRole: true).Refused(
                ModifyInstanceProfile.AddRole,
                new AddRoleToInstanceProfileRequest { InstanceProfileName = "profile", RoleName = "other" })),
        ["a missing role in an instance profile"] = ("NoSuchEntity", 404, account => account.WithProfile().Refused(
            ModifyInstanceProfile.AddRole,
            new AddRoleToInstanceProfileRequest { InstanceProfileName = "profile", RoleName = "infra" })),
        ["deleting an instance profile with a role"] = ("DeleteConflict", 409, account => account
            .WithRole().WithProfile(withRole: true).Refused(
                ModifyInstanceProfile.Delete, new DeleteInstanceProfileRequest { InstanceProfileName = "profile" })),
        ["instance profiles of a missing role"] = ("NoSuchEntity", 404, account => account.Refused(
            ReadInstanceProfile.ListForRole, new ListInstanceProfilesForRoleRequest { RoleName = "infra" })),
        ["a role for an unknown service"] = ("InvalidInput", 400, account => account.Refused(
            ServiceLinkedRoles.Create, new CreateServiceLinkedRoleRequest { AWSServiceName = "tea.amazonaws.com" })),
        ["a service's role that is there"] = ("InvalidInput", 400, account => account.WithServiceLinkedRole().Refused(
            ServiceLinkedRoles.Create, new CreateServiceLinkedRoleRequest { AWSServiceName = "ecs.amazonaws.com" })),
        ["deleting an ordinary role as a service's"] = ("InvalidInput", 400, account => account.WithRole().Refused(
            ServiceLinkedRoles.Delete, new DeleteServiceLinkedRoleRequest { RoleName = "infra" })),
        ["a deletion task that is not ours"] = ("NoSuchEntity", 404, account => account.Refused(
            ServiceLinkedRoles.DeletionStatus,
            new GetServiceLinkedRoleDeletionStatusRequest { DeletionTaskId = "task/of/nobody" })),
        ["a user by name"] = ("NoSuchEntity", 404, account => account.Refused(
            AccountDecisions.GetUser, new GetUserRequest { UserName = "ada" })),
    };

    public static TheoryData<string> Refusals => [.. s_refusals.Keys];

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Iam_refuses(string what)
    {
        var (code, status, attempt) = s_refusals[what];
        var error = attempt(new Account());

        Assert.Equal(code, error.Code);
        Assert.Equal(status, error.HttpStatus);
        Assert.NotEmpty(error.Message);
    }

    private static ApiError AttachElevenPolicies(Account account)
    {
        account.WithRole();
        var arns = AwsManagedPolicies.All.Where(policy => policy.Path != "/aws-service-role/")
            .Select(policy => policy.Arn);
        foreach (var arn in arns.Take(10))
        {
            account.WithAttached(arn);
        }

        return account.Refused(AttachedPolicies.Attach, new AttachRolePolicyRequest
        {
            RoleName = "infra",
            PolicyArn = arns.ElementAt(10),
        });
    }
}
