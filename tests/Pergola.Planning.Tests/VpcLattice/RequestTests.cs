using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.VpcLattice;

namespace Pergola.Planning.Tests.VpcLattice;

/// <summary>What all operations share: client tokens, pages, tags, batches.</summary>
public sealed class RequestTests
{
    private readonly LatticeWorld _world = new();

    [Fact]
    public void A_repeated_request_with_the_same_token_makes_nothing_new()
    {
        var request = new CreateServiceRequest
        {
            Name = "orders",
            ClientToken = "once",
            Tags = new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" },
        };
        var first = _world.Do(CreateService.Decide, request);
        _world.Settle();

        var again = _world.Do(CreateService.Decide, request with
        {
            Tags = new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" },
        });

        Assert.Equal((first.Id, ServiceStatus.Active), (again.Id, again.Status));
        Assert.Equal(1, _world.Realm.Of<LatticeService>().Count);
    }

    [Fact]
    public void A_token_with_other_parameters_is_a_conflict_for_a_day()
    {
        var request = new CreateServiceNetworkRequest { Name = "one", ClientToken = "once" };
        var id = _world.Do(CreateServiceNetwork.Decide, request).Id;

        var error = _world.Refused(CreateServiceNetwork.Decide, request with { Name = "two" });
        Assert.Equal(("ConflictException", id), (error.Code, error.Members[0].Value));

        _world.Now = _world.Now.AddHours(24);
        _world.Settle();
        Assert.Empty(_world.Realm.Of<ClientTokenUse>().All);
        Assert.NotEqual(id, _world.Do(CreateServiceNetwork.Decide, request with { Name = "two" }).Id);
    }

    [Fact]
    public void Pages_hold_everything_once_although_one_of_them_is_deleted_meanwhile()
    {
        var names = Enumerable.Range(0, 5).Select(number => _world.Network($"network-{number}")).ToList();
        var first = List(2, null);
        _world.Do(
            DeleteServiceNetwork.Decide, new DeleteServiceNetworkRequest { ServiceNetworkIdentifier = names[1].Id });
        var second = List(2, first.NextToken);
        var third = List(2, second.NextToken);

        Assert.Equal(
            names.Select(network => network.Id),
            first.Items.Concat(second.Items).Concat(third.Items).Select(network => network.Id));
        Assert.Null(third.NextToken);
    }

    [Theory]
    [InlineData(0, null, "maxResults")]
    [InlineData(101, null, "maxResults")]
    [InlineData(1, "no token", "nextToken")]
    [InlineData(1, "bm8", "nextToken")]
    public void A_page_that_cannot_be_is_refused(int size, string? token, string field)
    {
        var error = _world.Refused(
            ReadServiceNetworks.List, new ListServiceNetworksRequest { MaxResults = size, NextToken = token });

        Assert.Equal("ValidationException", error.Code);
        Assert.Contains(field, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tags_merge_and_go_for_everything_that_has_an_ARN()
    {
        var vpc = _world.Vpc();
        var service = _world.Service();
        var network = _world.Network();
        var listener = _world.Listener(service.Id, LatticeWorld.Fixed(404));
        _world.Rule(listener, 1, LatticeWorld.Fixed(404));
        _world.Associate(network, service);
        _world.Associate(network, vpc);
        _world.Group(vpc);

        foreach (var resource in _world.Realm.All.OfType<LatticeResource>().ToList())
        {
            Tag(resource.Arn, "a", "1");
            Tag(resource.Arn, "b", "2");
            Tag(resource.Arn, "a", "3");
            _world.Do(
                TagOperations.Untag, new UntagResourceRequest { ResourceArn = resource.Arn, TagKeys = ["b", "c"] });

            var tags = _world.Do(
                TagOperations.List, new ListTagsForResourceRequest { ResourceArn = resource.Arn }).Tags!;
            Assert.Equal([new("a", "3")], tags);
        }
    }

    [Fact]
    public void A_batch_swaps_two_priorities()
    {
        var listener = _world.Listener(_world.Service().Id, LatticeWorld.Fixed(404));
        var one = _world.Rule(listener, 1, LatticeWorld.Fixed(404));
        var two = _world.Rule(listener, 2, LatticeWorld.Fixed(404));

        var answer = Batch(listener, (one.Id, 2), (two.Arn, 1));

        Assert.Empty(answer.Unsuccessful!);
        Assert.Equal(2, _world.Realm.Of<ListenerRule>()[one.Id].Priority);
        Assert.Equal(1, _world.Realm.Of<ListenerRule>()[two.Id].Priority);
    }

    [Fact]
    public void A_batch_refuses_only_what_would_share_a_priority_in_the_end()
    {
        var listener = _world.Listener(_world.Service().Id, LatticeWorld.Fixed(404));
        var one = _world.Rule(listener, 1, LatticeWorld.Fixed(404));
        var two = _world.Rule(listener, 2, LatticeWorld.Fixed(404));
        var three = _world.Rule(listener, 3, LatticeWorld.Fixed(404));

        // One wants two's place, two wants three's, three stays: two fails, and so one fails too.
        var answer = Batch(listener, (one.Id, 2), (two.Id, 3), (three.Id, 3));

        Assert.Equal([two.Id, one.Id], answer.Unsuccessful!.Select(failure => failure.RuleIdentifier));
        Assert.All(answer.Unsuccessful!, failure => Assert.Equal("ConflictException", failure.FailureCode));
        Assert.Equal(
            [1, 2, 3], new[] { one, two, three }.Select(rule => _world.Realm.Of<ListenerRule>()[rule.Id].Priority));
    }

    [Fact]
    public void Every_kind_comes_back_from_the_journal_as_it_went_in()
    {
        var vpc = _world.Vpc();
        var network = _world.Network();
        var service = _world.Service("orders", "orders.example.com");
        var group = _world.Group(vpc);
        var listener = _world.Listener(service.Id, LatticeWorld.Forward(group.Id));
        _world.Rule(listener, 1, LatticeWorld.Fixed(404), new HttpMatch
        {
            PathMatch = new PathMatch { Match = new PathMatchType.Exact("/a") },
            HeaderMatches = [new HeaderMatch { Name = "x", Match = new HeaderMatchType.Contains("y") }],
        });
        _world.Register(group, "10.0.1.7");
        _world.Associate(network, service);
        _world.Associate(network, vpc, _world.SecurityGroup(vpc));
        _world.Do(
            CreateServiceNetwork.Decide, new CreateServiceNetworkRequest { Name = "other", ClientToken = "once" });
        var kinds = new HashSet<string>();

        foreach (var resource in _world.Realm.All.Where(resource =>
            resource.GetType().Namespace == typeof(LatticeService).Namespace))
        {
            var kind = ResourceKinds.For(resource);
            var written = kind.Serialize(resource);
            Assert.Equal(written, kind.Serialize(kind.Deserialize(written)));
            Assert.Equal(resource.Id, kind.Deserialize(written).Id);
            kinds.Add(kind.Name);
        }

        Assert.Equal(9, kinds.Count);
    }

    private ListServiceNetworksResponse List(int size, string? token) => _world.Do(
        ReadServiceNetworks.List, new ListServiceNetworksRequest { MaxResults = size, NextToken = token });

    private void Tag(string arn, string key, string value) => _world.Do(TagOperations.Tag, new TagResourceRequest
    {
        ResourceArn = arn,
        Tags = new Dictionary<string, string> { [key] = value },
    });

    private BatchUpdateRuleResponse Batch(
        Pergola.Domain.VpcLattice.Listener listener, params (string Rule, int Priority)[] updates) =>
        _world.Do(BatchUpdateRule.Decide, new BatchUpdateRuleRequest
        {
            ServiceIdentifier = listener.ServiceId,
            ListenerIdentifier = listener.Id,
            Rules = [.. updates.Select(update => new RuleUpdate
            {
                RuleIdentifier = update.Rule,
                Priority = update.Priority,
            })],
        });
}
