using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Planning.VpcLattice;
using TargetGroup = Pergola.Domain.VpcLattice.TargetGroup;

namespace Pergola.Planning.Tests.VpcLattice;

/// <summary>Which actions and rules a listener of each protocol may have.</summary>
public sealed class ListenerProtocolTests
{
    private readonly LatticeWorld _world = new();

    [Fact]
    public void A_TLS_passthrough_listener_forwards_to_TCP_groups_on_443()
    {
        var group = Tcp();

        var made = _world.Do(CreateListener.Decide, Request(WithDomain(), ListenerProtocol.TlsPassthrough, group.Id));

        Assert.Equal(443, made.Port);
    }

    [Fact]
    public void All_faults_of_a_TLS_passthrough_listener_are_told_at_once()
    {
        var request = Request(_world.Service().Id, ListenerProtocol.TlsPassthrough) with
        {
            DefaultAction = LatticeWorld.Fixed(403),
            Tags = new Dictionary<string, string> { ["aws:x"] = "y" },
        };

        var error = _world.Refused(CreateListener.Decide, request);

        Assert.Equal(
            ["tags", "protocol", "defaultAction.fixedResponse", "defaultAction.fixedResponse.statusCode"],
            Fields(error));
    }

    [Fact]
    public void A_TLS_passthrough_listener_has_no_rules_beside_its_default()
    {
        var group = Tcp();
        var service = WithDomain();
        var listener = _world.Do(
            CreateListener.Decide, Request(service, ListenerProtocol.TlsPassthrough, group.Id)).Id!;

        var error = _world.Refused(CreateRule.Decide, new CreateRuleRequest
        {
            ServiceIdentifier = service,
            ListenerIdentifier = listener,
            Name = "rule",
            Priority = 1,
            Match = new RuleMatch.HttpMatch(new HttpMatch()),
            Action = LatticeWorld.Forward(group.Id),
        });

        Assert.Equal(["listenerIdentifier"], Fields(error));
    }

    [Theory]
    [InlineData(ListenerProtocol.Http, true)]
    [InlineData(ListenerProtocol.Https, true)]
    [InlineData(ListenerProtocol.TlsPassthrough, false)]
    public void TCP_groups_are_for_TLS_passthrough_and_the_others_are_not(string protocol, bool tcp)
    {
        var group = tcp ? Tcp() : _world.Group(_world.Vpc());

        var error = _world.Refused(CreateListener.Decide, Request(WithDomain(), protocol, group.Id));

        Assert.Equal(["defaultAction.forward.targetGroups"], Fields(error));
        Assert.Contains($"{group.Id} with protocol {group.Config!.Protocol}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Functions_are_behind_HTTP_and_HTTPS_listeners_but_not_behind_TLS_passthrough()
    {
        var group = _world.Outside(TargetGroupType.Lambda);
        var service = WithDomain();
        _world.Do(CreateListener.Decide, Request(service, ListenerProtocol.Http, group.Id));
        _world.Do(CreateListener.Decide, Request(service, ListenerProtocol.Https, group.Id) with { Name = "https" });

        var error = _world.Refused(
            CreateListener.Decide,
            Request(service, ListenerProtocol.TlsPassthrough, group.Id) with { Name = "tls", Port = 444 });

        Assert.Contains("with protocol LAMBDA", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_group_that_cannot_be_is_told_at_once_and_before_what_does_not_exist()
    {
        var vpc = _world.Vpc();
        var tcp = new[] { Tcp("one", vpc), Tcp("two", vpc) };
        var request = Request(
            _world.Service().Id, ListenerProtocol.Http, tcp[0].Id, "tg-0123456789abcdef0", tcp[1].Id, tcp[1].Arn);

        var error = _world.Refused(CreateListener.Decide, request);

        Assert.Equal("ValidationException", error.Code);
        Assert.Equal(4, Fields(error).Count());
        Assert.Contains($"names target group {tcp[1].Id} twice", error.Message, StringComparison.Ordinal);
        var absent = _world.Refused(
            CreateListener.Decide, request with { DefaultAction = LatticeWorld.Forward("tg-0123456789abcdef0") });
        Assert.Equal("ResourceNotFoundException", absent.Code);
    }

    [Fact]
    public void Names_of_listeners_are_unique_in_their_service_and_those_of_rules_in_their_listener()
    {
        var one = _world.Listener(_world.Service("one").Id, LatticeWorld.Fixed(404));
        var two = _world.Listener(_world.Service("two").Id, LatticeWorld.Fixed(404));
        _world.Rule(two, 1, LatticeWorld.Fixed(404));
        var rule = _world.Rule(one, 1, LatticeWorld.Fixed(404));

        var listener = _world.Refused(
            CreateListener.Decide, Request(one.ServiceId, ListenerProtocol.Https) with { Name = one.Name });
        var sibling = _world.Refused(CreateRule.Decide, new CreateRuleRequest
        {
            ServiceIdentifier = one.ServiceId,
            ListenerIdentifier = one.Id,
            Name = rule.Name,
            Priority = 2,
            Match = rule.Match!,
            Action = rule.Action,
        });

        Assert.Equal($"A listener named 'http' already exists in {one.ServiceId}: {one.Id}.", listener.Message);
        Assert.Equal($"A rule named 'at-1' already exists in {one.Id}: {rule.Id}.", sibling.Message);
    }

    [Fact]
    public void A_port_is_used_once_in_a_service()
    {
        var service = WithDomain();
        var first = _world.Do(CreateListener.Decide, Request(service, ListenerProtocol.Https) with { Port = 80 }).Id!;

        var error = _world.Refused(
            CreateListener.Decide, Request(service, ListenerProtocol.Http) with { Name = "other" });

        Assert.Equal("ConflictException", error.Code);
        Assert.Contains($"already has a listener on port 80: {first}", error.Message, StringComparison.Ordinal);
    }

    private TargetGroup Tcp(string name = "tcp", string? vpc = null) => _world.Group(
        vpc ?? _world.Vpc(), name, new TargetGroupConfig { Protocol = TargetGroupProtocol.Tcp });

    private string WithDomain() => _world.Service("orders", "orders.example.com").Id;

    private static CreateListenerRequest Request(string service, string protocol, params string[] groups) => new()
    {
        ServiceIdentifier = service,
        Name = "http",
        Protocol = protocol,
        DefaultAction = groups.Length == 0 ? LatticeWorld.Fixed(404) : LatticeWorld.Forward(groups),
    };

    private static IEnumerable<string> Fields(ApiError error) =>
        ((IEnumerable<IReadOnlyDictionary<string, string>>)error.Members.Single(m => m.Key == "fieldList").Value)
        .Select(field => field["name"]);
}
