using System.Diagnostics;
using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;
using Listener = Pergola.Domain.VpcLattice.Listener;
using Spoken = Pergola.Api.VpcLattice.ListenerProtocol;

namespace Pergola.Planning.Dataplane;

/// <summary>Compiles a service: its listeners, and their rules in the order in which they are tried.</summary>
internal static class ServiceCompiler
{
    /// <summary>The service as its own auth type lets it be.</summary>
    public static ServiceEntry Compile(Realm realm, LatticeService service, CompilerMemory memory) =>
        memory.Services.Of(
            service.ServiceId,
            [
                service,
                realm.Of<Listener>().StateUnder(service.ServiceId),
                .. realm.Of<Listener>().Under(service.ServiceId)
                    .Select(listener => realm.Of<ListenerRule>().StateUnder(listener.ListenerId)),
            ],
            () => Compile(realm, service));

    private static ServiceEntry Compile(Realm realm, LatticeService service) =>
        ServiceAccess.IsClosed(service.AuthType)
            ? CompileClosed(realm, service, service.ServiceId)
            : Compile(realm, service, service.ServiceId, listener => CompileListener(realm, listener));

    /// <summary>The service as one that answers 403 to everything on all its ports.</summary>
    public static ServiceEntry CompileClosed(Realm realm, LatticeService service, string key) => Compile(
        realm,
        service,
        key,
        listener => new ListenerEntry(
            listener.ListenerId,
            listener.Port,
            ProtocolOf(listener),
            [],
            new RuleActionEntry.FixedResponse(ServiceAccess.DeniedStatus)));

    private static ServiceEntry Compile(
        Realm realm, LatticeService service, string key, Func<Listener, ListenerEntry> listeners) => new(
            key,
            service.Arn,
            TimeSpan.FromSeconds(service.IdleTimeoutSeconds),
            [.. realm.Of<Listener>().Under(service.ServiceId).OrderBy(listener => listener.Port).Select(listeners)]);

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
