using System.Collections.Immutable;
using Pergola.Core;
using Pergola.Wire.Schemas;
using Pergola.Wire.Validation;

namespace Pergola.Wire.Errors;

/// <summary>Turns what is wrong with a request into the error that its service answers.</summary>
public static class FaultErrors
{
    /// <summary>The error for these faults, of which there is at least one.</summary>
    public static ApiError Of(ServiceModel service, IReadOnlyList<Fault> faults) => service.Protocol switch
    {
        Protocol.RestJson1 when service.Id == "ram" => new WireError(
            "InvalidParameterException", 400, Sentences(faults)),
        Protocol.RestJson1 => RestJson(faults),
        Protocol.Ec2Query => Ec2(faults),
        Protocol.AwsQuery => Query(faults),
        _ => Json(service, faults),
    };

    private static WireError RestJson(IReadOnlyList<Fault> faults)
    {
        var unreadable = faults.FirstOrDefault(fault => fault.Kind is FaultKind.Unreadable or FaultKind.WrongType);
        var fields = faults
            .Where(fault => fault.Path.Length > 0)
            .Select(object (fault) => ImmutableSortedDictionary<string, string>.Empty
                .Add("name", fault.Path)
                .Add("message", fault.Rule))
            .ToImmutableArray();
        return new WireError("ValidationException", 400, unreadable is null ? Sentences(faults) : Sentence(unreadable))
        {
            Details =
            [
                new("reason", unreadable is null ? "fieldValidationFailed" : "cannotParse"),
                .. fields.IsEmpty ? [] : ImmutableArray.Create(new KeyValuePair<string, object>("fieldList", fields)),
            ],
        };
    }

    private static WireError Json(ServiceModel service, IReadOnlyList<Fault> faults)
    {
        if (faults.FirstOrDefault(fault => fault.Kind is FaultKind.Unreadable or FaultKind.WrongType) is { } unreadable)
        {
            return new WireError("SerializationException", 400, Sentence(unreadable));
        }

        // No service of ours besides these two speaks JSON; others would say ValidationException.
        var code = service.Id is "ecs" or "logs" ? "InvalidParameterException" : "ValidationException";
        return new WireError(code, 400, Sentences(faults));
    }

    private static WireError Query(IReadOnlyList<Fault> faults)
    {
        if (faults.FirstOrDefault(fault => fault.Kind is FaultKind.Unreadable or FaultKind.WrongType) is { } unreadable)
        {
            return new WireError("MalformedInput", 400, Sentence(unreadable));
        }

        return new WireError("ValidationError", 400, Sentences(faults));
    }

    private static WireError Ec2(IReadOnlyList<Fault> faults)
    {
        var first = faults[0];
        var name = first.Path.Replace(".member", "", StringComparison.Ordinal);
        return first.Kind switch
        {
            FaultKind.Unreadable => new WireError("MalformedQueryString", 400, first.Rule),
            FaultKind.Missing => new WireError(
                "MissingParameter", 400, $"The request must contain the parameter {name}"),
            _ => new WireError(
                "InvalidParameterValue", 400, $"Value ({first.Value}) for parameter {name} is invalid. {first.Rule}"),
        };
    }

    private static string Sentence(Fault fault) => fault.Path.Length == 0
        ? fault.Rule
        : $"Value '{fault.Value}' at '{LowerCamel(fault.Path)}': {fault.Rule}";

    private static string Sentences(IReadOnlyList<Fault> faults)
    {
        var sentences = faults.Select(fault => fault.Value is null
            ? $"Value null at '{LowerCamel(fault.Path)}' failed to satisfy constraint: {fault.Rule}"
            : $"Value '{fault.Value}' at '{LowerCamel(fault.Path)}' failed to satisfy constraint: {fault.Rule}");
        var noun = faults.Count == 1 ? "error" : "errors";
        return $"{faults.Count} validation {noun} detected: {string.Join("; ", sentences)}";
    }

    // AWS's validator speaks of its own fields, which begin with a small letter, whatever the protocol's names are.
    private static string LowerCamel(string path) => string.Join(
        '.', path.Split('.').Select(part => part.Length == 0 ? part : char.ToLowerInvariant(part[0]) + part[1..]));
}
