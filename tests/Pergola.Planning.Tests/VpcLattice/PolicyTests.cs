using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Planning.VpcLattice;

namespace Pergola.Planning.Tests.VpcLattice;

/// <summary>What auth policies and resource policies promise.</summary>
public sealed class PolicyTests
{
    public const string AllowAll =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}""";

    private readonly LatticeWorld _world = new();

    [Fact]
    public void An_auth_policy_is_answered_compact_and_its_strings_stay_as_they_were()
    {
        var service = _world.Service();
        const string Statement =
            """{"Sid":"two words \\","Effect":"Deny","Principal":"*","Action":"*","Resource":"*/rates"}""";

        var spaced = Statement.Replace(",", " , ", StringComparison.Ordinal);
        var put = Put(service.Arn, $$"""{ "Statement" : [ {{spaced}} ]}""");

        Assert.Equal($$"""{"Statement":[{{Statement}}]}""", put.Policy);
        Assert.Equal(put.Policy, Get(service.Id).Policy);
    }

    [Fact]
    public void A_policy_is_active_while_the_auth_type_is_AWS_IAM()
    {
        var network = _world.Network();
        Assert.Equal(AuthPolicyState.Inactive, Put(network.Id, AllowAll).State);

        _world.Do(UpdateServiceNetwork.Decide, new UpdateServiceNetworkRequest
        {
            ServiceNetworkIdentifier = network.Id,
            AuthType = AuthType.AwsIam,
        });

        Assert.Equal(AuthPolicyState.Active, Get(network.Id).State);
    }

    [Fact]
    public void Putting_again_replaces_the_policy_and_keeps_its_creation()
    {
        var network = _world.Network();
        Put(network.Id, AllowAll);
        var created = Get(network.Id).CreatedAt;
        _world.Now += TimeSpan.FromMinutes(1);

        Put(network.Id, AllowAll.Replace("Allow", "Deny", StringComparison.Ordinal));

        var policy = Get(network.Id);
        Assert.Contains("Deny", policy.Policy, StringComparison.Ordinal);
        Assert.Equal(created, policy.CreatedAt);
        Assert.Equal(_world.Now, policy.LastUpdatedAt);
    }

    [Fact]
    public void Without_a_policy_the_answer_is_empty_and_deleting_is_harmless()
    {
        var network = _world.Network();
        Put(network.Id, AllowAll);

        _world.Do(DeleteAuthPolicy.Decide, new DeleteAuthPolicyRequest { ResourceIdentifier = network.Arn });
        _world.Do(DeleteAuthPolicy.Decide, new DeleteAuthPolicyRequest { ResourceIdentifier = network.Arn });

        Assert.Equal(new GetAuthPolicyResponse(), Get(network.Id));
    }

    [Theory]
    [InlineData("{", "Json")]
    [InlineData("{}", "Statement")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""", "Principal")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"*","Principal":"*"}]}""", "resources")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"s3:Get","Principal":"*","Resource":"*"}]}""", "s3:Get")]
    [InlineData("{\n}", "line breaks")]
    public void A_malformed_auth_policy_is_refused_with_what_is_wrong(string policy, string reason)
    {
        var error = _world.Refused(
            PutAuthPolicy.Decide,
            new PutAuthPolicyRequest { ResourceIdentifier = _world.Network().Id, Policy = policy });

        RefusalTests.IsValidation(error, "policy");
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10_240, true)]
    [InlineData(10_241, false)]
    public void A_policy_may_have_ten_kilobytes(int size, bool fits)
    {
        var request = new PutAuthPolicyRequest
        {
            ResourceIdentifier = _world.Network().Id,
            Policy = AllowAll.PadRight(size),
        };

        if (fits)
        {
            Assert.Equal(AllowAll, _world.Do(PutAuthPolicy.Decide, request).Policy);
        }
        else
        {
            RefusalTests.IsValidation(_world.Refused(PutAuthPolicy.Decide, request), "policy");
        }
    }

    [Fact]
    public void A_policy_of_nothing_is_not_found() => RefusalTests.IsNotFound(
        _world.Refused(
            GetAuthPolicy.Decide, new GetAuthPolicyRequest { ResourceIdentifier = "svc-0123456789abcdef0" }),
        "svc-0123456789abcdef0",
        "SERVICE");

    [Fact]
    public void A_resource_policy_is_kept_until_it_is_deleted()
    {
        var network = _world.Network();
        var policy = Sharing(network.Arn, "GetServiceNetwork", "CreateServiceNetworkServiceAssociation",
            "CreateServiceNetworkVpcAssociation");
        var get = new GetResourcePolicyRequest { ResourceArn = network.Arn };
        var delete = new DeleteResourcePolicyRequest { ResourceArn = network.Arn };
        _world.Do(
            PutResourcePolicy.Decide, new PutResourcePolicyRequest { ResourceArn = network.Arn, Policy = policy });

        Assert.Equal(policy, _world.Do(GetResourcePolicy.Decide, get).Policy);
        _world.Do(DeleteResourcePolicy.Decide, delete);

        RefusalTests.IsNotFound(_world.Refused(GetResourcePolicy.Decide, get), network.Arn, "RESOURCE_POLICY");
        RefusalTests.IsNotFound(_world.Refused(DeleteResourcePolicy.Decide, delete), network.Arn, "RESOURCE_POLICY");
    }

    [Fact]
    public void A_resource_policy_must_allow_all_that_a_share_would_and_be_about_its_resource()
    {
        var service = _world.Service();

        var few = Refused(service.Arn, Sharing(service.Arn, "GetService"));
        var other = Refused(service.Arn, Sharing("arn:aws:vpc-lattice:eu-central-1:111122223333:service/svc-x",
            "GetService", "CreateServiceNetworkServiceAssociation"));

        RefusalTests.IsValidation(few, "policy");
        Assert.Contains("vpc-lattice:CreateServiceNetworkServiceAssociation", few.Message, StringComparison.Ordinal);
        RefusalTests.IsValidation(other, "policy");
        Assert.Contains(service.Arn, other.Message, StringComparison.Ordinal);
    }

    internal static string Sharing(string arn, params string[] actions)
    {
        var list = string.Join(',', actions.Select(action => $"\"vpc-lattice:{action}\""));
        const string Head = """{"Statement":[{"Effect":"Allow","Principal":{"AWS":"999988887777"},""";
        return $$"""{{Head}}"Action":[{{list}}],"Resource":"{{arn}}"}]}""";
    }

    private PutAuthPolicyResponse Put(string resource, string policy) => _world.Do(
        PutAuthPolicy.Decide, new PutAuthPolicyRequest { ResourceIdentifier = resource, Policy = policy });

    private GetAuthPolicyResponse Get(string resource) => _world.Do(
        GetAuthPolicy.Decide, new GetAuthPolicyRequest { ResourceIdentifier = resource });

    private ApiError Refused(string arn, string policy) => _world.Refused(
        PutResourcePolicy.Decide, new PutResourcePolicyRequest { ResourceArn = arn, Policy = policy });
}
