using System.Diagnostics;
using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.VpcLattice;
using Listener = Pergola.Domain.VpcLattice.Listener;
using Spoken = Pergola.Api.VpcLattice.ListenerProtocol;

namespace Pergola.Planning.Dataplane;

/// <summary>Compiles a service: its listeners, and their rules in the order in which they are tried.</summary>
internal static class ServiceCompiler
{
    /// <summary>The account's services as they are seen through networks that ask for nothing, by id.</summary>
    public static IReadOnlyDictionary<string, ServiceEntry> Compile(
        Snapshot snapshot, Scope scope, IReadOnlyCollection<string> serviceIds, CompilerMemory memory)
    {
        var realm = snapshot.In(scope);
        return memory.Services.Of(
            scope, realm, serviceIds, id => Compile(snapshot, realm, realm.Of<LatticeService>()[id]));
    }

    /// <summary>The ids of the services that differ between two realms; null when that is not known.</summary>
    public static HashSet<string>? Concerned(Realm before, Realm now) => new ChangedKeys(before, now)
        .With<LatticeService>(service => [service.ServiceId])
        .With<AuthPolicy>(policy => [policy.ResourceId])
        .With<AccessLogSubscription>(subscription => [subscription.ResourceId])
        .With<Listener>(listener => [listener.ServiceId])
        .With<ListenerRule>(rule => [rule.ServiceId])
        .Keys;

    /// <summary>The same as it is seen through a network that has an auth policy of its own.</summary>
    /// <param name="plain">What the service is through other networks.</param>
    public static ServiceEntry CompileIn(
        Snapshot snapshot, ServiceNetwork network, LatticeService service, ServiceEntry plain, CompilerMemory memory)
    {
        var key = ServiceAccess.KeyIn(network, service);
        return memory.GuardedServices.Of(
            key,
            [plain, network, snapshot.In(Ownership.Of(network)).Of<AuthPolicy>().Find(network.ServiceNetworkId)],
            () => plain with { ServiceId = key, Access = ServiceAccess.Of(snapshot, service, network) });
    }

    private static ServiceEntry Compile(Snapshot snapshot, Realm realm, LatticeService service) => new(
        service.ServiceId,
        service.Arn,
        TimeSpan.FromSeconds(service.IdleTimeoutSeconds),
        [
            .. realm.Of<Listener>().Under(service.ServiceId)
                .OrderBy(listener => listener.Port)
                .Select(listener => CompileListener(realm, listener)),
        ])
    {
        Access = ServiceAccess.Of(snapshot, service, network: null),
        Logs = LogCompiler.Of(snapshot, service),
    };

    public static ListenerProtocol ProtocolOf(Listener listener) => listener.Protocol switch
    {
        Spoken.Http => ListenerProtocol.Http,
        Spoken.Https => ListenerProtocol.Https,
        Spoken.TlsPassthrough => ListenerProtocol.TlsPassthrough,
        _ => throw new UnreachableException($"Listener {listener.Id} speaks {listener.Protocol}."),
    };

    private static ListenerEntry CompileListener(Realm realm, Listener listener) => new(
        listener.ListenerId,
        listener.Port,
        ProtocolOf(listener),
        [.. realm.Of<ListenerRule>().Under(listener.ListenerId)
            .Where(rule => !rule.IsDefault)
            .OrderBy(rule => rule.Priority)
            .Select(CompileRule)],
        CompileAction(realm.Of<ListenerRule>()[listener.DefaultRuleId].Action));

    private static RuleEntry CompileRule(ListenerRule rule) => new(
        rule.RuleId, rule.Priority ?? 0, CompileMatch(rule.Match), CompileAction(rule.Action));

    private static RuleMatchEntry CompileMatch(RuleMatch? match)
    {
        var http = (match as RuleMatch.HttpMatch)?.Value;
        return new RuleMatchEntry(
            http?.Method,
            http?.PathMatch is { } path ? CompilePath(path) : null,
            [.. (http?.HeaderMatches ?? []).Select(CompileHeader)]);
    }

    private static PathMatchEntry CompilePath(PathMatch path)
    {
        var (kind, value) = path.Match switch
        {
            PathMatchType.Exact exact => (TextMatchKind.Exact, exact.Value),
            PathMatchType.Prefix prefix => (TextMatchKind.Prefix, prefix.Value),
            _ => throw new UnreachableException(),
        };
        return new PathMatchEntry(kind, value, path.CaseSensitive == true);
    }

    private static HeaderMatchEntry CompileHeader(HeaderMatch header)
    {
        var (kind, value) = header.Match switch
        {
            HeaderMatchType.Exact exact => (TextMatchKind.Exact, exact.Value),
            HeaderMatchType.Prefix prefix => (TextMatchKind.Prefix, prefix.Value),
            HeaderMatchType.Contains contains => (TextMatchKind.Contains, contains.Value),
            _ => throw new UnreachableException(),
        };
        return new HeaderMatchEntry(header.Name, kind, value, header.CaseSensitive == true);
    }

    private static RuleActionEntry CompileAction(RuleAction action) => action switch
    {
        RuleAction.Forward forward => new RuleActionEntry.Forward(
            [.. forward.Value.TargetGroups.Select(group =>
                new WeightedGroupEntry(group.TargetGroupIdentifier, group.Weight ?? 0))]),
        RuleAction.FixedResponse fixedResponse => new RuleActionEntry.FixedResponse(fixedResponse.Value.StatusCode),
        _ => throw new UnreachableException(),
    };
}
