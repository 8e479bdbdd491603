using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Planning;
using Pergola.Store;
using Pergola.Wire;
using Pergola.Wire.Errors;
using Pergola.Wire.Messages;
using Pergola.Wire.Routing;
using Pergola.Wire.Schemas;
using Pergola.Wire.SigV4;

namespace Pergola.Control.Http;

/// <summary>
/// The door for AWS clients: read, authenticate, route, decode, decide, answer. An answer that changes something is
/// sent after the change is durable. Holds no rule of any service.
/// </summary>
public sealed class ApiEndpoint
{
    private readonly ApiOptions _options;
    private readonly Ledger _ledger;
    private readonly TimeProvider _time;
    private readonly IEntropy _entropy;
    private readonly ILogger _logger;
    private readonly Router _router;
    private readonly Dictionary<Operation, Binding> _bindings;
    private readonly Trust _trust;

    /// <summary>A door over a ledger.</summary>
    public ApiEndpoint(
        ApiOptions options, Ledger ledger, TimeProvider time, IEntropy entropy, ILogger<ApiEndpoint> logger)
    {
        (_options, _ledger, _time, _entropy, _logger) = (options, ledger, time, entropy, logger);
        _router = new Router(options.Services, options.Limits);
        _bindings = options.Bindings.ToDictionary(binding => binding.Operation);
        _trust = new Trust(options.StrictKeys, ledger);
    }

    /// <summary>Answers one request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var requestId = Mint.Uuid(_entropy);
        var timing = new RequestTiming(_time);
        try
        {
            var response = await AnswerAsync(context, requestId, timing);
            context.Response.Headers["Server-Timing"] = timing.Header();
            await WriteAsync(context, response);
        }
        catch (Exception gone) when (gone is IOException
            || (gone is OperationCanceledException && context.RequestAborted.IsCancellationRequested))
        {
            // The client went away; there is nobody to answer.
        }
    }

    private async Task<WireResponse> AnswerAsync(HttpContext context, string requestId, RequestTiming timing)
    {
        var head = RequestReader.Head(context);
        var authorization = AuthorizationReader.Read(head);
        var scope = (authorization as Authorization.Present)?.Scope;
        var (protocol, service) = _router.Envelope(head, scope?.Service);
        var turnedAway = new Route.Refused(
            protocol, service, FrontDoorErrors.TooLarge(protocol, _options.Limits.BodyBytesMax));
        WireRequest request;
        try
        {
            if (await RequestReader.BodyAsync(context, _options.Limits.BodyBytesMax) is not { } body)
            {
                return Refuse(turnedAway, requestId);
            }

            request = head with { Body = body };
        }
        catch (IOException malformed)
        {
            // The framing is wrong: Kestrel says so by more than one kind of IOException. Where the client went away
            // instead, nobody hears the answer.
            var error = FrontDoorErrors.MalformedHttp(protocol, malformed.Message);
            return Refuse(turnedAway with { Error = error }, requestId);
        }

        var route = _router.Find(request, scope?.Service);
        var spoken = route is Route.Found found ? found.Service.Protocol : ((Route.Refused)route).Protocol;
        if (_trust.Check(request, authorization, _time.GetUtcNow()) is { } fault)
        {
            return Refuse(turnedAway with { Protocol = spoken, Error = AuthErrors.Of(spoken, fault) }, requestId);
        }

        return route switch
        {
            Route.Refused refused => Refuse(refused, requestId),
            Route.Found there => await PerformAsync(there, request, scope, requestId, timing, context.RequestAborted),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async Task<WireResponse> PerformAsync(
        Route.Found route,
        WireRequest request,
        CredentialScope? scope,
        string requestId,
        RequestTiming timing,
        CancellationToken cancellation)
    {
        var (service, operation) = (route.Service, route.Operation);
        var codec = ProtocolCodec.Of(service.Protocol);
        if (!_bindings.TryGetValue(operation, out var binding))
        {
            return codec.EncodeError(
                service, FrontDoorErrors.NotImplemented(service.Protocol, service.Id, operation.Name), requestId);
        }

        try
        {
            var decoded = codec.Decode(route, request, _options.Limits);
            if (decoded.Request is not { } input)
            {
                return codec.EncodeError(service, FaultErrors.Of(service, decoded.Faults), requestId);
            }

            var now = _time.GetUtcNow();
            var caller = Callers.Of(scope, _ledger.Current, now);
            var given = new Given(now, _entropy, caller, _options.Pace, requestId)
            {
                Quotas = _options.Quotas,
                Authority = _options.Authority,
                Events = _options.Events,
                Metrics = _options.Metrics(),
            };
            var outcome = binding.ReadOnly
                ? timing.Decide(() => binding.Decide(input, _ledger.Current, given))
                : await CommitAsync(binding, input, given, timing, cancellation);
            return outcome is { Error: { } error }
                ? codec.EncodeError(service, error, requestId)
                : codec.Encode(service, operation, outcome.Response!, requestId);
        }
#pragma warning disable CA1031 // Whatever a decision or codec throws is a bug of this one request, not of the server.
        catch (Exception bug) when (bug is not OperationCanceledException)
#pragma warning restore CA1031
        {
            Log.RequestFailed(_logger, bug, service.Id, operation.Name, requestId);
            return codec.EncodeError(service, FrontDoorErrors.Internal(service, requestId), requestId);
        }
    }

    private async Task<Outcome> CommitAsync(
        Binding binding, object input, Given given, RequestTiming timing, CancellationToken cancellation)
    {
        var committed = await _ledger.CommitAsync(
            snapshot =>
            {
                var outcome = timing.Decide(() => binding.Decide(input, snapshot, given));
                return (outcome, outcome.Changes);
            },
            cancellation);
        timing.Durable();
        return committed;
    }

    private static WireResponse Refuse(Route.Refused refused, string requestId) =>
        ProtocolCodec.Of(refused.Protocol).EncodeError(refused.Service, refused.Error, requestId);

    private static async Task WriteAsync(HttpContext context, WireResponse response)
    {
        context.Response.StatusCode = response.Status;
        foreach (var (name, value) in response.Headers)
        {
            context.Response.Headers[name] = value;
        }

        if (response.ContentType is { } contentType)
        {
            context.Response.ContentType = contentType;
            context.Response.ContentLength = response.Body.Length;
            await context.Response.Body.WriteAsync(response.Body, context.RequestAborted);
        }
    }
}
