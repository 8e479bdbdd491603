using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.VpcLattice;

namespace Pergola.Planning.Tests.VpcLattice;

/// <summary>The limits of tags, on creation and later, for every kind that takes tags.</summary>
public sealed class TagTests
{
    private readonly LatticeWorld _world = new();

    public static TheoryData<string> Kinds =>
        ["network", "service", "group", "listener", "rule", "service association", "VPC association"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_kind_takes_fifty_tags_when_it_is_made_and_not_one_more(string kind)
    {
        Assert.Contains("51 tags are too many", Create(kind, Tags(51))!.Message, StringComparison.Ordinal);
        Assert.Null(Create(kind, Tags(50)));

        var made = Made(kind);
        Assert.Equal(50, made.Tags.Count);
        var read = _world.Do(TagOperations.List, new ListTagsForResourceRequest { ResourceArn = made.Arn });
        Assert.Equal(made.Tags, read.Tags);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_kind_takes_no_key_that_AWS_reserves(string kind)
    {
        var error = Create(kind, new Dictionary<string, string> { ["AWS:cloudformation:stack-id"] = "x" })!;

        Assert.Equal("ValidationException", error.Code);
        Assert.Contains("'AWS:cloudformation:stack-id' starts with 'aws:'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tags_that_come_later_count_with_those_that_are_there_but_a_new_value_is_no_new_tag()
    {
        Create("network", Tags(50));
        var arn = Made("network").Arn;
        var request = new TagResourceRequest { ResourceArn = arn, Tags = Tags(1) };

        _world.Do(TagOperations.Tag, request with { Tags = new Dictionary<string, string> { ["key-0"] = "new" } });
        var error = _world.Refused(
            TagOperations.Tag, request with { Tags = new Dictionary<string, string> { ["another"] = "x" } });

        Assert.Contains("51 tags are too many; a resource has at most 50", error.Message, StringComparison.Ordinal);
        Assert.Equal("new", Made("network").Tags["key-0"]);
    }

    [Theory]
    [InlineData("service/svc-0123456789abcdef0", "SERVICE")]
    [InlineData("service/svc-0123456789abcdef0/listener/listener-0123456789abcdef0", "LISTENER")]
    [InlineData("servicenetworkvpcassociation/snva-0123456789abcdef0", "SERVICE_NETWORK_VPC_ASSOCIATION")]
    [InlineData("something/else-0123456789abcdef0", "RESOURCE")]
    public void What_has_no_tags_because_it_does_not_exist_is_called_by_its_type(string resource, string type)
    {
        var error = _world.Refused(TagOperations.List, new ListTagsForResourceRequest
        {
            ResourceArn = $"arn:aws:vpc-lattice:eu-central-1:111122223333:{resource}",
        });

        Assert.Equal(("ResourceNotFoundException", (object)type), (error.Code, error.Members[1].Value));
    }

    [Fact]
    public void Keys_differ_by_case_and_tagging_does_not_count_as_an_update()
    {
        Create("service", null);
        var before = Made("service");
        _world.Now = _world.Now.AddMinutes(1);

        _world.Do(TagOperations.Tag, new TagResourceRequest
        {
            ResourceArn = before.Arn,
            Tags = new Dictionary<string, string> { ["Stage"] = "1", ["stage"] = "2" },
        });

        Assert.Equal(2, Made("service").Tags.Count);
        Assert.Equal(before.LastUpdatedAt, Made("service").LastUpdatedAt);
    }

    private static Dictionary<string, string> Tags(int count) =>
        Enumerable.Range(0, count).ToDictionary(number => $"key-{number}", number => $"value-{number}");

    private LatticeResource Made(string kind) => kind switch
    {
        "network" => _world.Realm.Of<ServiceNetwork>().All.Last(),
        "service" => _world.Realm.Of<LatticeService>().All.Last(),
        "group" => _world.Realm.Of<Pergola.Domain.VpcLattice.TargetGroup>().All.Last(),
        "listener" => _world.Realm.Of<Pergola.Domain.VpcLattice.Listener>().All.Last(),
        "rule" => _world.Realm.Of<ListenerRule>().All.Last(),
        "service association" => _world.Realm.Of<ServiceNetworkServiceAssociation>().All.Last(),
        _ => _world.Realm.Of<ServiceNetworkVpcAssociation>().All.Last(),
    };

    private ApiError? Create(string kind, IReadOnlyDictionary<string, string>? tags)
    {
        _world.Tidy();
        return kind switch
        {
            "network" => _world.Ask(
                CreateServiceNetwork.Decide, new CreateServiceNetworkRequest { Name = "tagged", Tags = tags }),
            "service" => _world.Ask(CreateService.Decide, new CreateServiceRequest { Name = "tagged", Tags = tags }),
            "group" => _world.Ask(
                CreateTargetGroup.Decide,
                new CreateTargetGroupRequest { Name = "tagged", Type = TargetGroupType.Lambda, Tags = tags }),
            "listener" => _world.Ask(CreateListener.Decide, new CreateListenerRequest
            {
                ServiceIdentifier = _world.Service().Id,
                Name = "tagged",
                Protocol = ListenerProtocol.Http,
                DefaultAction = LatticeWorld.Fixed(404),
                Tags = tags,
            }),
            "rule" => CreateTaggedRule(tags),
            "service association" => _world.Ask(
                CreateServiceNetworkServiceAssociation.Decide,
                new CreateServiceNetworkServiceAssociationRequest
                {
                    ServiceIdentifier = _world.Service().Id,
                    ServiceNetworkIdentifier = _world.Network().Id,
                    Tags = tags,
                }),
            _ => _world.Ask(
                CreateServiceNetworkVpcAssociation.Decide,
                new CreateServiceNetworkVpcAssociationRequest
                {
                    ServiceNetworkIdentifier = _world.Network().Id,
                    VpcIdentifier = _world.Vpc(),
                    Tags = tags,
                }),
        };
    }

    private ApiError? CreateTaggedRule(IReadOnlyDictionary<string, string>? tags)
    {
        var listener = _world.Listener(_world.Service().Id, LatticeWorld.Fixed(404));
        return _world.Ask(CreateRule.Decide, new CreateRuleRequest
        {
            ServiceIdentifier = listener.ServiceId,
            ListenerIdentifier = listener.Id,
            Name = "tagged",
            Priority = 1,
            Match = new RuleMatch.HttpMatch(new HttpMatch()),
            Action = LatticeWorld.Fixed(404),
            Tags = tags,
        });
    }
}
