using Pergola.Api.Iam;
using Pergola.Planning.Iam;

namespace Pergola.Planning.Tests.Iam;

/// <summary>Short forms of what most tests of IAM begin with.</summary>
internal static class IamWorld
{
    public const string LatticePolicy = "arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForVpcLattice";

    public const string Trust = """
        {"Version":"2012-10-17","Statement":[
          {"Effect":"Allow","Principal":{"Service":"ecs.amazonaws.com"},"Action":"sts:AssumeRole"}]}
        """;

    public const string Document = """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"arn:aws:s3:::b/*"}]}
        """;

    public static Account WithRole(this Account account, string name = "infra")
    {
        account.Do(CreateRole.Decide, new CreateRoleRequest { RoleName = name, AssumeRolePolicyDocument = Trust });
        return account;
    }

    public static Account WithAttached(this Account account, string policyArn)
    {
        account.Do(AttachedPolicies.Attach, new AttachRolePolicyRequest { RoleName = "infra", PolicyArn = policyArn });
        return account;
    }

    public static Account WithInline(this Account account)
    {
        account.Do(InlinePolicies.Put, new PutRolePolicyRequest
        {
            RoleName = "infra",
            PolicyName = "inline",
            PolicyDocument = Document,
        });
        return account;
    }

    public static Account WithPolicy(this Account account, int versions = 1)
    {
        account.Do(CreatePolicy.Decide, new CreatePolicyRequest { PolicyName = "mine", PolicyDocument = Document });
        for (var version = 1; version < versions; version++)
        {
            account.Do(PolicyVersions.Create, new CreatePolicyVersionRequest
            {
                PolicyArn = MyPolicy,
                PolicyDocument = Document,
            });
        }

        return account;
    }

    public static Account WithProfile(this Account account, bool withRole = false)
    {
        account.Do(CreateInstanceProfile.Decide, new CreateInstanceProfileRequest { InstanceProfileName = "profile" });
        if (withRole)
        {
            account.Do(ModifyInstanceProfile.AddRole, new AddRoleToInstanceProfileRequest
            {
                InstanceProfileName = "profile",
                RoleName = "infra",
            });
        }

        return account;
    }

    public static Account WithServiceLinkedRole(this Account account)
    {
        account.Do(
            ServiceLinkedRoles.Create, new CreateServiceLinkedRoleRequest { AWSServiceName = "ecs.amazonaws.com" });
        return account;
    }

    public static string MyPolicy => "arn:aws:iam::000000000000:policy/mine";
}
