using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain.Logs;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.VpcLattice;

namespace Pergola.Planning.Tests.VpcLattice;

/// <summary>What access log subscriptions promise.</summary>
public sealed class AccessLogTests
{
    private const string Bucket = "arn:aws:s3:::logs-of-shop/prefix";
    private const string Stream = "arn:aws:firehose:eu-central-1:111122223333:deliverystream/requests";

    private readonly LatticeWorld _world = new();

    [Fact]
    public void A_subscription_is_read_back_by_id_and_ARN_as_it_was_made()
    {
        var service = _world.Service();
        var group = LogGroup("/lattice/orders") + ":*";
        var made = Subscribe(service.Arn, group);

        foreach (var identifier in new[] { made.Id, made.Arn })
        {
            var read = _world.Do(
                ReadAccessLogSubscriptions.Get,
                new GetAccessLogSubscriptionRequest { AccessLogSubscriptionIdentifier = identifier });
            Assert.Equal(service.Id, read.ResourceId);
            Assert.Equal(service.Arn, read.ResourceArn);
            Assert.Equal(group, read.DestinationArn);
            Assert.Null(read.ServiceNetworkLogType);
        }

        Assert.Equal($"arn:aws:vpc-lattice:eu-central-1:111122223333:accesslogsubscription/{made.Id}", made.Arn);
    }

    [Fact]
    public void A_resource_has_one_subscription_per_kind_of_destination()
    {
        var service = _world.Service();
        var first = Subscribe(service.Id, LogGroup("/one"));
        Subscribe(service.Id, Bucket);
        Subscribe(service.Id, Stream);

        var error = Refused(service.Id, LogGroup("/two"));

        RefusalTests.IsConflict(error, first.Id, "ACCESS_LOG_SUBSCRIPTION", "/one");
        Assert.Equal(3, List(service.Arn).Items.Count);
    }

    [Fact]
    public void A_network_has_one_subscription_per_kind_of_destination_and_log_type()
    {
        var network = _world.Network();
        var services = Subscribe(network.Id, LogGroup("/one"));
        var resources = Subscribe(network.Id, LogGroup("/two"), ServiceNetworkLogType.Resource);

        Assert.Equal(ServiceNetworkLogType.Service, services.ServiceNetworkLogType);
        Assert.Equal(ServiceNetworkLogType.Resource, resources.ServiceNetworkLogType);
        RefusalTests.IsConflict(
            Refused(network.Id, LogGroup("/three"), ServiceNetworkLogType.Resource),
            resources.Id,
            "ACCESS_LOG_SUBSCRIPTION",
            "/two");
    }

    [Fact]
    public void Only_networks_have_a_log_type() => RefusalTests.IsValidation(
        Refused(_world.Service().Id, Bucket, ServiceNetworkLogType.Service), "serviceNetworkLogType");

    [Theory]
    [InlineData("arn:aws:sqs:eu-central-1:111122223333:queue")]
    [InlineData("arn:aws:logs:eu-central-1:111122223333:destination:other")]
    [InlineData("arn:aws:firehose:eu-central-1:111122223333:deliverystream/")]
    public void A_destination_of_another_kind_is_refused(string destination) =>
        RefusalTests.IsValidation(Refused(_world.Network().Id, destination), "destinationArn");

    [Fact]
    public void A_log_group_must_exist_and_be_of_the_callers_account()
    {
        var network = _world.Network();
        const string Missing = "arn:aws:logs:eu-central-1:111122223333:log-group:/none";

        RefusalTests.IsNotFound(Refused(network.Id, Missing), Missing, "LOG_GROUP");
        Assert.IsType<LatticeError.AccessDenied>(
            Refused(network.Id, "arn:aws:logs:eu-central-1:999988887777:log-group:/none"));
    }

    [Fact]
    public void A_source_that_does_not_exist_is_not_found() => RefusalTests.IsNotFound(
        Refused("sn-0123456789abcdef0", Bucket), "sn-0123456789abcdef0", "SERVICE_NETWORK");

    [Fact]
    public void The_destination_can_change_but_not_its_kind()
    {
        var made = Subscribe(_world.Service().Id, LogGroup("/one"));
        var two = LogGroup("/two");

        Assert.Equal(two, _world.Do(UpdateAccessLogSubscription.Decide, Update(made, two)).DestinationArn);
        RefusalTests.IsConflict(
            _world.Refused(UpdateAccessLogSubscription.Decide, Update(made, Bucket)),
            made.Id,
            "ACCESS_LOG_SUBSCRIPTION",
            "kind");
    }

    [Fact]
    public void Subscriptions_and_policies_go_with_their_resource()
    {
        var service = _world.Service();
        var network = _world.Network();
        Subscribe(service.Id, Bucket);
        Subscribe(network.Id, Bucket);
        foreach (var id in new[] { service.Id, network.Id })
        {
            _world.Do(
                PutAuthPolicy.Decide,
                new PutAuthPolicyRequest { ResourceIdentifier = id, Policy = PolicyTests.AllowAll });
        }

        _world.Do(DeleteService.Decide, new DeleteServiceRequest { ServiceIdentifier = service.Id });
        _world.Do(
            DeleteServiceNetwork.Decide, new DeleteServiceNetworkRequest { ServiceNetworkIdentifier = network.Id });

        Assert.Empty(_world.Realm.Of<AccessLogSubscription>().All);
        Assert.Empty(_world.Realm.Of<AuthPolicy>().All);
    }

    [Fact]
    public void A_service_that_is_being_deleted_takes_no_subscription()
    {
        var service = _world.Service();
        _world.Do(DeleteService.Decide, new DeleteServiceRequest { ServiceIdentifier = service.Id });

        RefusalTests.IsNotFound(Refused(service.Id, Bucket), service.Id, "SERVICE");
    }

    [Fact]
    public void A_repeated_create_with_the_same_token_answers_the_same_subscription()
    {
        var request = Request(_world.Service().Id, Bucket) with { ClientToken = "once" };

        var first = _world.Do(CreateAccessLogSubscription.Decide, request);

        Assert.Equal(first.Id, _world.Do(CreateAccessLogSubscription.Decide, request).Id);
    }

    [Fact]
    public void A_deleted_subscription_is_not_found()
    {
        var made = Subscribe(_world.Service().Id, Bucket);
        var request = new DeleteAccessLogSubscriptionRequest { AccessLogSubscriptionIdentifier = made.Id };

        _world.Do(DeleteAccessLogSubscription.Decide, request);

        RefusalTests.IsNotFound(
            _world.Refused(DeleteAccessLogSubscription.Decide, request), made.Id, "ACCESS_LOG_SUBSCRIPTION");
    }

    private string LogGroup(string name)
    {
        var arn = Arn.Of("logs", LatticeWorld.Scope, $"log-group:{name}");
        _world.Put(new LogGroup
        {
            LogGroupName = name,
            Arn = arn,
            CreationTime = _world.Now,
            LogGroupClass = "STANDARD",
        });
        return arn;
    }

    private CreateAccessLogSubscriptionResponse Subscribe(string source, string destination, string? logType = null) =>
        _world.Do(CreateAccessLogSubscription.Decide, Request(source, destination, logType));

    private ApiError Refused(string source, string destination, string? logType = null) =>
        _world.Refused(CreateAccessLogSubscription.Decide, Request(source, destination, logType));

    private static CreateAccessLogSubscriptionRequest Request(
        string source, string destination, string? logType = null) => new()
        {
            ResourceIdentifier = source,
            DestinationArn = destination,
            ServiceNetworkLogType = logType,
        };

    private static UpdateAccessLogSubscriptionRequest Update(
        CreateAccessLogSubscriptionResponse made, string destination) => new()
        {
            AccessLogSubscriptionIdentifier = made.Id,
            DestinationArn = destination,
        };

    private ListAccessLogSubscriptionsResponse List(string resource) => _world.Do(
        ReadAccessLogSubscriptions.List, new ListAccessLogSubscriptionsRequest { ResourceIdentifier = resource });
}
