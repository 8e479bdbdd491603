using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>CreateListener: there at once, together with its default rule.</summary>
internal static class CreateListener
{
    private const int DefaultHttpPort = 80;
    private const int DefaultTlsPort = 443;

    public static Decision<CreateListenerResponse> Decide(CreateListenerRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        var token = ClientToken.Read<Listener>(
            VpcLatticeApi.CreateListener, request, request.ClientToken, realm, given);
        if (token.Conflict is { } reused)
        {
            return reused;
        }

        if (!LatticeLookup.TryFind<LatticeService>(realm, request.ServiceIdentifier, out var service, out var refusal))
        {
            return refusal;
        }

        if (realm.Of<Listener>().TryGet(token.ResourceId, out var same))
        {
            return Response(service, same, realm.Of<ListenerRule>()[same.DefaultRuleId].Action);
        }

        var port = request.Port
            ?? (request.Protocol == ListenerProtocol.Http ? DefaultHttpPort : DefaultTlsPort);
        var action = new RuleActions(realm, service.Id, request.Protocol)
            .Normalize("defaultAction", request.DefaultAction);
        if (Refuse(request, action, port, realm, service, given) is { } refused)
        {
            return refused;
        }

        var (listener, rule) = Make(request, port, service, action.Action, given);
        return new Decision<CreateListenerResponse>.Accept(
            Response(service, listener, rule.Action),
            [
                new Change.Put(given.Scope, listener),
                new Change.Put(given.Scope, rule),
                .. token.Remember(given, listener.Id),
            ]);
    }

    private static LatticeError? Refuse(
        CreateListenerRequest request,
        RuleActionOutcome action,
        int port,
        Realm realm,
        LatticeService service,
        Given given)
    {
        if (service.Status == ServiceStatus.DeleteInProgress)
        {
            return LatticeError.Conflict.Status(service, service.Status);
        }

        if (LatticeError.Validation.OfAll(
        [
            .. LatticeTags.Faults(request.Tags),
            .. PassthroughFaults(request.Protocol, service),
            .. action.Faults,
        ]) is { } faulty)
        {
            return faulty;
        }

        if ((action.Refusal ?? GroupsOfService.Refuse(realm, given, service.Id, action.Action)) is { } contradiction)
        {
            return contradiction;
        }

        var siblings = realm.Of<Listener>().Under(service.Id).ToList();
        if (UniqueName.RefuseIn(service.Id, siblings, request.Name) is { } taken)
        {
            return taken;
        }

        if (siblings.Find(listener => listener.Port == port) is { } neighbour)
        {
            return LatticeError.Conflict.With<Listener>(
                neighbour.Id, $"Service {service.Id} already has a listener on port {port}: {neighbour.Id}.");
        }

        return LatticeQuota.Listeners.Refuse<Listener>(given, siblings.Count, service.Id);
    }

    // The name in a ClientHello picks the service, and nothing else can.
    private static IEnumerable<FieldFault> PassthroughFaults(string protocol, LatticeService service)
    {
        if (protocol == ListenerProtocol.TlsPassthrough && service.CustomDomainName is null)
        {
            yield return new FieldFault(
                "protocol",
                $"A TLS_PASSTHROUGH listener needs a service with a customDomainName; {service.Id} has none.");
        }
    }

    private static (Listener Listener, ListenerRule DefaultRule) Make(
        CreateListenerRequest request, int port, LatticeService service, RuleAction action, Given given)
    {
        var id = Mint.ResourceId(LatticeIds.Listener, given.Entropy);
        var ruleId = Mint.ResourceId(LatticeIds.Rule, given.Entropy);
        var listener = new Listener
        {
            ListenerId = id,
            Arn = $"{service.Arn}/listener/{id}",
            ServiceId = service.Id,
            Name = request.Name,
            Protocol = request.Protocol,
            Port = port,
            DefaultRuleId = ruleId,
            CreatedAt = given.Now,
            LastUpdatedAt = given.Now,
            Tags = LatticeTags.Of(request.Tags),
        };
        return (listener, new ListenerRule
        {
            RuleId = ruleId,
            Arn = $"{listener.Arn}/rule/{ruleId}",
            ListenerId = id,
            ServiceId = service.Id,
            Name = "default",
            IsDefault = true,
            Action = action,
            CreatedAt = given.Now,
            LastUpdatedAt = given.Now,
        });
    }

    private static CreateListenerResponse Response(
        LatticeService service, Listener listener, RuleAction action) => new()
        {
            Arn = listener.Arn,
            Id = listener.Id,
            Name = listener.Name,
            Protocol = listener.Protocol,
            Port = listener.Port,
            ServiceArn = service.Arn,
            ServiceId = service.Id,
            DefaultAction = action,
        };
}
