using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Planning.VpcLattice;

namespace Pergola.Planning.Tests.VpcLattice;

/// <summary>What is answered to ARNs that name nothing the caller may see.</summary>
public sealed class ForeignArnTests
{
    private readonly LatticeWorld _world = new();

    public static TheoryData<string, string> Operations => new()
    {
        { "GetServiceNetwork", "servicenetwork/sn-0123456789abcdef0" },
        { "UpdateServiceNetwork", "servicenetwork/sn-0123456789abcdef0" },
        { "DeleteService", "service/svc-0123456789abcdef0" },
        { "CreateListener", "service/svc-0123456789abcdef0" },
        { "ListListeners", "service/svc-0123456789abcdef0" },
        { "GetTargetGroup", "targetgroup/tg-0123456789abcdef0" },
        { "RegisterTargets", "targetgroup/tg-0123456789abcdef0" },
        { "DeleteResourceGateway", "resourcegateway/rgw-0123456789abcdef0" },
        { "GetResourceConfiguration", "resourceconfiguration/rcfg-0123456789abcdef0" },
        { "GetAccessLogSubscription", "accesslogsubscription/als-0123456789abcdef0" },
        { "CreateAccessLogSubscription", "servicenetwork/sn-0123456789abcdef0" },
        { "GetDomainVerification", "domainverification/dv-0123456789abcdef0" },
        { "PutAuthPolicy", "service/svc-0123456789abcdef0" },
        { "GetResourcePolicy", "servicenetwork/sn-0123456789abcdef0" },
        { "GetServiceNetworkVpcAssociation", "servicenetworkvpcassociation/snva-0123456789abcdef0" },
        { "ListServiceNetworkVpcAssociations", "servicenetwork/sn-0123456789abcdef0" },
        { "ListServiceNetworkVpcEndpointAssociations", "servicenetwork/sn-0123456789abcdef0" },
        { "ListResourceEndpointAssociations", "resourceconfiguration/rcfg-0123456789abcdef0" },
        { "DeleteResourceEndpointAssociation", "resourceendpointassociation/rea-0123456789abcdef0" },
        { "ListTagsForResource", "targetgroup/tg-0123456789abcdef0" },
        { "TagResource", "targetgroup/tg-0123456789abcdef0" },
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public void Whatever_is_done_with_another_accounts_ARN_is_denied_and_with_an_own_one_not_found(
        string operation, string resource)
    {
        Assert.Equal("AccessDeniedException", Answer(operation, "999988887777", "eu-central-1", resource));
        if (!operation.StartsWith("List", StringComparison.Ordinal) || operation is "ListListeners")
        {
            Assert.Equal(
                "ResourceNotFoundException", Answer(operation, LatticeWorld.Scope.Account, "eu-central-1", resource));
            Assert.Equal("ResourceNotFoundException", Answer(operation, "999988887777", "us-west-2", resource));
        }
    }

    [Fact]
    public void An_operation_that_knows_no_denial_finds_nothing() => Assert.Equal(
        "ResourceNotFoundException",
        Answer("DeleteTargetGroup", "999988887777", "eu-central-1", "targetgroup/tg-0123456789abcdef0"));

    private string? Answer(string operation, string account, string region, string resource)
    {
        var arn = Arn.Of("vpc-lattice", new Scope(account, region), resource);
        return VpcLatticeBindings.All.Single(binding => binding.Operation.Name == operation)
            .Decide(Request(operation, arn), _world.Snapshot, _world.Given).Error?.Code;
    }

    private static object Request(string operation, string arn) => operation switch
    {
        "GetServiceNetwork" => new GetServiceNetworkRequest { ServiceNetworkIdentifier = arn },
        "UpdateServiceNetwork" => new UpdateServiceNetworkRequest
        {
            ServiceNetworkIdentifier = arn, AuthType = AuthType.None,
        },
        "DeleteService" => new DeleteServiceRequest { ServiceIdentifier = arn },
        "CreateListener" => new CreateListenerRequest
        {
            ServiceIdentifier = arn,
            Name = "http",
            Protocol = ListenerProtocol.Http,
            DefaultAction = LatticeWorld.Fixed(404),
        },
        "ListListeners" => new ListListenersRequest { ServiceIdentifier = arn },
        "GetTargetGroup" => new GetTargetGroupRequest { TargetGroupIdentifier = arn },
        "RegisterTargets" => new RegisterTargetsRequest { TargetGroupIdentifier = arn, Targets = [] },
        "DeleteTargetGroup" => new DeleteTargetGroupRequest { TargetGroupIdentifier = arn },
        "DeleteResourceGateway" => new DeleteResourceGatewayRequest { ResourceGatewayIdentifier = arn },
        "GetResourceConfiguration" => new GetResourceConfigurationRequest { ResourceConfigurationIdentifier = arn },
        "GetAccessLogSubscription" => new GetAccessLogSubscriptionRequest { AccessLogSubscriptionIdentifier = arn },
        "CreateAccessLogSubscription" => new CreateAccessLogSubscriptionRequest
        {
            ResourceIdentifier = arn, DestinationArn = "arn:aws:logs:eu-central-1:111122223333:log-group:g",
        },
        "GetDomainVerification" => new GetDomainVerificationRequest { DomainVerificationIdentifier = arn },
        "PutAuthPolicy" => new PutAuthPolicyRequest { ResourceIdentifier = arn, Policy = "{}" },
        "GetResourcePolicy" => new GetResourcePolicyRequest { ResourceArn = arn },
        "GetServiceNetworkVpcAssociation" => new GetServiceNetworkVpcAssociationRequest
        {
            ServiceNetworkVpcAssociationIdentifier = arn,
        },
        "ListServiceNetworkVpcAssociations" => new ListServiceNetworkVpcAssociationsRequest
        {
            ServiceNetworkIdentifier = arn,
        },
        "ListServiceNetworkVpcEndpointAssociations" => new ListServiceNetworkVpcEndpointAssociationsRequest
        {
            ServiceNetworkIdentifier = arn,
        },
        "ListResourceEndpointAssociations" => new ListResourceEndpointAssociationsRequest
        {
            ResourceConfigurationIdentifier = arn,
        },
        "DeleteResourceEndpointAssociation" => new DeleteResourceEndpointAssociationRequest
        {
            ResourceEndpointAssociationIdentifier = arn,
        },
        "ListTagsForResource" => new ListTagsForResourceRequest { ResourceArn = arn },
        "TagResource" => new TagResourceRequest { ResourceArn = arn, Tags = new Dictionary<string, string>() },
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "There is no such row."),
    };
}
