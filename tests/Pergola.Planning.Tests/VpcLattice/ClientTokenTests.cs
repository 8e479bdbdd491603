using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Planning.VpcLattice;

namespace Pergola.Planning.Tests.VpcLattice;

/// <summary>Every creation that takes a client token, and what the token does there.</summary>
public sealed class ClientTokenTests
{
    private readonly LatticeWorld _world = new();

    public static TheoryData<string> Kinds =>
        ["network", "service", "group", "listener", "rule", "service association", "VPC association"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_same_request_with_the_same_token_makes_one_and_tells_it_twice(string kind)
    {
        var create = Prepare(kind);
        var first = create("once", "first");
        var count = _world.Realm.All.Count();

        var again = create("once", "first");

        Assert.NotNull(first.Id);
        Assert.Equal((first.Id, null), again);
        Assert.Equal(count, _world.Realm.All.Count());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_same_token_with_other_parameters_is_a_conflict_that_names_what_it_made(string kind)
    {
        var create = Prepare(kind);
        var made = create("once", "first").Id;

        var error = create("once", "second").Error!;

        Assert.Equal(("ConflictException", 409), (error.Code, error.HttpStatus));
        Assert.Equal(made, error.Members.Single(member => member.Key == "resourceId").Value);
        Assert.Contains("clientToken 'once' was used by", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Without_a_token_a_repetition_meets_what_is_there(string kind)
    {
        var create = Prepare(kind);
        create(null, "first");

        Assert.Equal("ConflictException", create(null, "first").Error!.Code);
    }

    [Fact]
    public void Tokens_of_different_operations_and_accounts_do_not_meet()
    {
        var request = new CreateServiceNetworkRequest { Name = "one", ClientToken = "once" };
        _world.Do(CreateServiceNetwork.Decide, request);
        _world.Do(CreateService.Decide, new CreateServiceRequest { Name = "one", ClientToken = "once" });
        var elsewhere = _world.Given with { Caller = new Caller("999999999999", "eu-central-1", "arn", "user", "key") };

        Assert.IsType<Decision<CreateServiceNetworkResponse>.Accept>(
            CreateServiceNetwork.Decide(request with { Name = "two" }, _world.Snapshot, elsewhere));
    }

    [Fact]
    public void A_token_whose_resource_is_gone_makes_another()
    {
        var request = new CreateServiceNetworkRequest { Name = "one", ClientToken = "once" };
        var id = _world.Do(CreateServiceNetwork.Decide, request).Id!;
        _world.Do(DeleteServiceNetwork.Decide, new DeleteServiceNetworkRequest { ServiceNetworkIdentifier = id });

        Assert.NotEqual(id, _world.Do(CreateServiceNetwork.Decide, request).Id);
    }

    [Fact]
    public void A_refused_request_uses_up_no_token()
    {
        var request = new CreateServiceRequest { Name = "orders", ClientToken = "once", CustomDomainName = "a..b" };
        _world.Refused(CreateService.Decide, request);

        _world.Do(CreateService.Decide, request with { CustomDomainName = "a.b" });
    }

    // What differs between the two variants is a tag: everything that takes a token takes tags.
    private Func<string?, string, (string? Id, ApiError? Error)> Prepare(string kind)
    {
        var service = _world.Service();
        var network = _world.Network();
        var vpc = _world.Vpc();
        var listener = _world.Listener(service.Id, LatticeWorld.Fixed(404));
        return (token, variant) =>
        {
            var tags = new Dictionary<string, string> { ["variant"] = variant };
            return kind switch
            {
                "network" => Ask(
                    CreateServiceNetwork.Decide,
                    new CreateServiceNetworkRequest { Name = "new", ClientToken = token, Tags = tags },
                    made => made.Id),
                "service" => Ask(
                    CreateService.Decide,
                    new CreateServiceRequest { Name = "new", ClientToken = token, Tags = tags },
                    made => made.Id),
                "group" => Ask(
                    CreateTargetGroup.Decide,
                    new CreateTargetGroupRequest
                    {
                        Name = "new",
                        Type = TargetGroupType.Lambda,
                        ClientToken = token,
                        Tags = tags,
                    },
                    made => made.Id),
                "listener" => Ask(
                    CreateListener.Decide, ListenerRequest(service.Id, token, tags), made => made.Id),
                "rule" => Ask(
                    CreateRule.Decide, RuleRequest(listener, token, tags), made => made.Id),
                "service association" => Ask(
                    CreateServiceNetworkServiceAssociation.Decide,
                    new CreateServiceNetworkServiceAssociationRequest
                    {
                        ServiceIdentifier = service.Id,
                        ServiceNetworkIdentifier = network.Id,
                        ClientToken = token,
                        Tags = tags,
                    },
                    made => made.Id),
                _ => Ask(
                    CreateServiceNetworkVpcAssociation.Decide,
                    new CreateServiceNetworkVpcAssociationRequest
                    {
                        ServiceNetworkIdentifier = network.Id,
                        VpcIdentifier = vpc,
                        ClientToken = token,
                        Tags = tags,
                    },
                    made => made.Id),
            };
        };
    }

    private static CreateListenerRequest ListenerRequest(
        string service, string? token, IReadOnlyDictionary<string, string> tags) => new()
        {
            ServiceIdentifier = service,
            Name = "new",
            Protocol = ListenerProtocol.Https,
            DefaultAction = LatticeWorld.Fixed(404),
            ClientToken = token,
            Tags = tags,
        };

    private static CreateRuleRequest RuleRequest(
        Pergola.Domain.VpcLattice.Listener listener,
        string? token,
        IReadOnlyDictionary<string, string> tags) => new()
        {
            ServiceIdentifier = listener.ServiceId,
            ListenerIdentifier = listener.Id,
            Name = "new",
            Priority = 1,
            Match = new RuleMatch.HttpMatch(new HttpMatch()),
            Action = LatticeWorld.Fixed(404),
            ClientToken = token,
            Tags = tags,
        };

    private (string? Id, ApiError? Error) Ask<TRequest, TResponse>(
        Func<TRequest, Snapshot, Given, Decision<TResponse>> decide, TRequest request, Func<TResponse, string?> idOf)
    {
        switch (decide(request, _world.Snapshot, _world.Given))
        {
            case Decision<TResponse>.Accept answer:
                if (!answer.Changes.IsEmpty)
                {
                    _world.Apply(answer.Changes);
                }

                return (idOf(answer.Response), null);
            case Decision<TResponse>.Reject reject:
                return (null, reject.Error);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
