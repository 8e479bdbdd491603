using System.Collections.Immutable;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Identity;
using Pergola.Planning.Iam;

namespace Pergola.Planning.Tests.Iam;

public sealed class RoleAccessTests
{
    private const string RoleArn = "arn:aws:iam::000000000000:role/infra";
    private const string TargetGroup =
        "arn:aws:vpc-lattice:ap-northeast-1:000000000000:targetgroup/tg-0123456789abcdef0";
    private const string LatticePolicy = "arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForVpcLattice";
    private const string Administrator = "arn:aws:iam::aws:policy/AdministratorAccess";

    private const string TrustEcs = """
        {"Version":"2012-10-17","Statement":[
          {"Effect":"Allow","Principal":{"Service":"ecs.amazonaws.com"},"Action":"sts:AssumeRole"}]}
        """;

    private static readonly Scope s_account = new("000000000000", Scope.GlobalRegion);

    private static readonly Role s_role = new()
    {
        RoleName = "infra",
        RoleId = "AROA",
        Path = "/",
        Arn = RoleArn,
        AssumeRolePolicyDocument = TrustEcs,
        AttachedPolicyArns = [LatticePolicy],
    };

    [Theory]
    [InlineData("vpc-lattice:RegisterTargets", TargetGroup, true)]
    [InlineData("vpc-lattice:DeregisterTargets", TargetGroup, true)]
    [InlineData("vpc-lattice:GetTargetGroup", TargetGroup, true)]
    [InlineData("vpc-lattice:ListTargets", TargetGroup, true)]
    [InlineData("ec2:DescribeSubnets", "*", true)]
    [InlineData("vpc-lattice:DeleteTargetGroup", TargetGroup, false)]
    [InlineData("vpc-lattice:RegisterTargets", "arn:aws:vpc-lattice:eu-west-1:000000000000:service/svc-1", false)]
    public void The_infrastructure_policy_lets_ecs_register_targets_and_nothing_else(
        string action, string resource, bool allowed) =>
        Assert.Equal(allowed, Allows(s_role, action, resource));

    [Fact]
    public void A_role_that_does_not_exist_allows_nothing() =>
        Assert.False(
            RoleAccess.Allows(Realm.Empty, RoleArn, "ecs.amazonaws.com", "vpc-lattice:RegisterTargets", TargetGroup));

    [Fact]
    public void A_role_of_that_name_under_another_path_is_another_role() =>
        Assert.False(Allows(s_role with { Path = "/x/", Arn = "arn:aws:iam::000000000000:role/x/infra" }));

    [Fact]
    public void A_role_that_trusts_another_service_allows_ecs_nothing() =>
        Assert.False(Allows(s_role with
        {
            AssumeRolePolicyDocument = TrustEcs.Replace("ecs.", "ecs-tasks.", StringComparison.Ordinal),
        }));

    [Fact]
    public void A_role_without_policies_allows_nothing() =>
        Assert.False(Allows(s_role with { AttachedPolicyArns = [] }));

    [Fact]
    public void An_inline_policy_allows_as_an_attached_one_does() =>
        Assert.True(Allows(WithInline("Allow", "vpc-lattice:Register*", "*") with { AttachedPolicyArns = [] }));

    [Fact]
    public void A_denial_wins_over_every_permission() =>
        Assert.False(
            Allows(WithInline("Deny", "vpc-lattice:*", TargetGroup) with { AttachedPolicyArns = [Administrator] }));

    [Fact]
    public void A_permissions_boundary_limits_what_policies_allow()
    {
        var bounded = s_role with { PermissionsBoundaryArn = "arn:aws:iam::aws:policy/VPCLatticeReadOnlyAccess" };

        Assert.False(Allows(bounded));
        Assert.True(Allows(bounded, "vpc-lattice:GetTargetGroup", TargetGroup));
    }

    [Theory]
    [InlineData("""{"StringEquals":{"aws:SourceAccount":"000000000000"}}""", true)]
    [InlineData("""{"StringEquals":{"aws:SourceAccount":"111111111111"}}""", false)]
    [InlineData("""{"StringLike":{"AWS:sourceaccount":"0000*"}}""", true)]
    [InlineData("""{"ArnLike":{"aws:SourceArn":"arn:aws:ecs:*:000000000000:*"}}""", false)]
    [InlineData("""{"IpAddress":{"aws:SourceAccount":"10.0.0.0/8"}}""", false)]
    public void A_trust_policy_holds_only_when_its_conditions_do(string condition, bool allowed) =>
        Assert.Equal(allowed, Allows(s_role with
        {
            AssumeRolePolicyDocument = TrustEcs.Replace(
                "\"Action\"", $"\"Condition\":{condition},\"Action\"", StringComparison.Ordinal),
        }));

    private static bool Allows(
        Role role, string action = "vpc-lattice:RegisterTargets", string resource = TargetGroup) => RoleAccess.Allows(
        Snapshot.Empty.Apply([new Change.Put(s_account, role)]).In(s_account),
        RoleArn, "ecs.amazonaws.com", action, resource);

    private static Role WithInline(string effect, string action, string resource) => s_role with
    {
        InlinePolicies = ImmutableSortedDictionary<string, string>.Empty.Add(
            "inline",
            $$"""{"Statement":[{"Effect":"{{effect}}","Action":"{{action}}","Resource":"{{resource}}"}]}"""),
    };
}
