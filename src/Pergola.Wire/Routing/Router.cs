using System.Text;
using Pergola.Wire.Errors;
using Pergola.Wire.Messages;
using Pergola.Wire.Schemas;

namespace Pergola.Wire.Routing;

/// <summary>
/// Tells from the content of a request which service and operation it is for: clients of all services use one endpoint.
/// </summary>
public sealed class Router
{
    private readonly Dictionary<string, ServiceModel> _byTarget;
    private readonly Dictionary<string, ServiceModel> _byVersion;
    private readonly Dictionary<string, ServiceModel> _bySigningName;
    private readonly Dictionary<(ServiceModel Service, string Name), Operation> _operations;
    private readonly ILookup<ServiceModel, (Operation Operation, PathTemplate Path)> _paths;
    private readonly WireLimits _limits;

    /// <summary>A router for these services.</summary>
    public Router(IReadOnlyList<ServiceModel> services, WireLimits limits)
    {
        _limits = limits;
        _byTarget = services.Where(service => service.TargetPrefix is not null)
            .ToDictionary(service => service.TargetPrefix!, StringComparer.Ordinal);
        _byVersion = services.Where(IsQuery).ToDictionary(service => service.ApiVersion, StringComparer.Ordinal);
        _bySigningName = services.ToDictionary(service => service.SigningName, StringComparer.Ordinal);
        _operations = services
            .SelectMany(service => service.Operations, (service, operation) => (service, operation))
            .ToDictionary(pair => (pair.service, pair.operation.Name), pair => pair.operation);
        _paths = services.Where(service => service.Protocol == Protocol.RestJson1)
            .SelectMany(service => service.Operations, (service, operation) => (service, operation))
            .ToLookup(pair => pair.service, pair => (pair.operation, new PathTemplate(pair.operation.RequestUri)));
    }

    /// <summary>The service and protocol to answer in while the body is not known: best effort.</summary>
    /// <param name="request">Its body may be absent.</param>
    /// <param name="signedFor">The service of the credential scope; null when nothing is signed.</param>
    public (Protocol Protocol, ServiceModel? Service) Envelope(WireRequest request, string? signedFor)
    {
        var service = Target(request) is { } target
            ? _byTarget.GetValueOrDefault(target.Prefix)
            : signedFor is null ? null : _bySigningName.GetValueOrDefault(signedFor);
        var guess = Target(request) is not null ? Protocol.AwsJson11
            : IsForm(request) ? Protocol.AwsQuery
            : Protocol.RestJson1;
        return (service?.Protocol ?? guess, service);
    }

    /// <summary>Finds the operation.</summary>
    public Route Find(WireRequest request, string? signedFor)
    {
        if (Target(request) is { } target)
        {
            return _byTarget.TryGetValue(target.Prefix, out var service)
                ? Named(service, target.Operation, [])
                : new Route.Refused(Protocol.AwsJson11, null, FrontDoorErrors.UnknownService(target.Prefix));
        }

        if (IsForm(request))
        {
            return FindForm(request, signedFor, Encoding.UTF8.GetString(request.Body.Span));
        }

        if (request.RawPath is "/" or "" && request.RawQuery.Contains("Action=", StringComparison.Ordinal))
        {
            return FindForm(request, signedFor, request.RawQuery);
        }

        return FindPath(request, signedFor);
    }

    private Route FindForm(WireRequest request, string? signedFor, string text)
    {
        var (protocol, signed) = Envelope(request, signedFor);
        if (!Parameters.TryRead(text, _limits.ParametersMax, out var form, out var fault))
        {
            return new Route.Refused(protocol, signed, FrontDoorErrors.MalformedHttp(protocol, fault));
        }

        var version = form.LastOrDefault(parameter => parameter.Key == "Version").Value;
        var service = version is not null && _byVersion.TryGetValue(version, out var known) ? known
            : signed is not null && IsQuery(signed) ? signed
            : null;
        if (form.LastOrDefault(parameter => parameter.Key == "Action").Value is not { Length: > 0 } action)
        {
            return new Route.Refused(service?.Protocol ?? Protocol.AwsQuery, service, FrontDoorErrors.MissingAction());
        }

        return service is null
            ? new Route.Refused(
                Protocol.AwsQuery, null, FrontDoorErrors.UnknownService(signedFor ?? $"of version {version}"))
            : Named(service, action, form);
    }

    private Route FindPath(WireRequest request, string? signedFor)
    {
        ServiceModel? service = null;
        if (signedFor is not null && !_bySigningName.TryGetValue(signedFor, out service))
        {
            return new Route.Refused(Protocol.RestJson1, null, FrontDoorErrors.UnknownService(signedFor));
        }

        if (service is not null && service.Protocol != Protocol.RestJson1)
        {
            var error = IsQuery(service)
                ? FrontDoorErrors.MissingAction()
                : FrontDoorErrors.UnknownOperation(service.Protocol, $"{request.Method} {request.RawPath}");
            return new Route.Refused(service.Protocol, service, error);
        }

        var segments = PathTemplate.Split(request.RawPath.StartsWith('/') ? request.RawPath : "/" + request.RawPath);
        var candidates = service is null ? _paths.SelectMany(paths => paths, (paths, path) => (paths.Key, path))
            : _paths[service].Select(path => (service, path));
        foreach (var (owner, (operation, path)) in candidates)
        {
            if (operation.HttpMethod == request.Method && path.TryMatch(segments, out var labels))
            {
                return new Route.Found(owner, operation, labels);
            }
        }

        return service is null
            ? new Route.Refused(Protocol.RestJson1, null, FrontDoorErrors.UnknownService(null))
            : new Route.Refused(
                service.Protocol,
                service,
                FrontDoorErrors.UnknownOperation(service.Protocol, $"{request.Method} {request.RawPath}"));
    }

    private Route Named(ServiceModel service, string name, IReadOnlyList<KeyValuePair<string, string>> parameters)
    {
        if (_operations.TryGetValue((service, name), out var operation))
        {
            return new Route.Found(service, operation, parameters);
        }

        var error = service.OtherOperations.Contains(name)
            ? FrontDoorErrors.NotImplemented(service.Protocol, service.Id, name)
            : FrontDoorErrors.UnknownOperation(service.Protocol, name);
        return new Route.Refused(service.Protocol, service, error);
    }

    private static (string Prefix, string Operation)? Target(WireRequest request) =>
        request.Header("X-Amz-Target") is not { } target ? null
        : target.LastIndexOf('.') is var dot && dot > 0 ? (target[..dot], target[(dot + 1)..])
        : (target, "");

    private static bool IsQuery(ServiceModel service) => service.Protocol is Protocol.AwsQuery or Protocol.Ec2Query;

    private static bool IsForm(WireRequest request) =>
        request.Header("Content-Type")?.StartsWith(
            "application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true
        && request.Method == "POST"
        && request.RawPath is "/" or "";
}
