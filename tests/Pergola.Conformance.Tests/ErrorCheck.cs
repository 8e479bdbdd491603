using Pergola.Testing;
using Pergola.Wire.Schemas;

namespace Pergola.Conformance.Tests;

/// <summary>Compares an error with what an operation's model says about errors.</summary>
internal static class ErrorCheck
{
    /// <summary>The members that each error of VPC Lattice always has.</summary>
    private static readonly Dictionary<string, string[]> s_always = new(StringComparer.Ordinal)
    {
        ["ConflictException"] = ["message", "resourceId", "resourceType"],
        ["ResourceNotFoundException"] = ["message", "resourceId", "resourceType"],
        ["ServiceQuotaExceededException"] = ["message", "resourceType", "serviceCode", "quotaCode"],
        ["ValidationException"] = ["message", "reason"],
    };

    /// <summary>What differs; nothing when the operation may answer this error in this form.</summary>
    public static IReadOnlyList<string> Differences(Operation operation, ApiAnswer answer)
    {
        if (answer.Status >= 500)
        {
            return [$"status {answer.Status}: {answer.Body}"];
        }

        if (answer.Status < 400)
        {
            return [$"accepted with {answer.Status}: {answer.Body}"];
        }

        if (operation.Errors.FirstOrDefault(error => error.Code == answer.ErrorType) is not { } shape)
        {
            return [$"{answer.ErrorType} is no error of {operation.Name}: {answer.Body}"];
        }

        var json = answer.Json;
        return
        [
            .. shape.HttpStatus == answer.Status ? [] : new[] { $"status {answer.Status}, not {shape.HttpStatus}" },
            .. json.Where(member => !shape.Members.Contains(member.Key) && member.Key != "__type")
                .Select(member => $"{member.Key} is no member of {shape.Name}"),
            .. s_always.GetValueOrDefault(shape.Name, ["message"])
                .Where(name => json[name] is null || json[name]!.ToString().Length == 0)
                .Select(name => $"{shape.Name} without {name}"),
        ];
    }

    /// <summary>The broken places that the error does not name, in a list of fields with a reason.</summary>
    public static IReadOnlyList<string> Unnamed(ApiAnswer answer, IReadOnlyList<Violation> violations)
    {
        if (answer.ErrorType != "ValidationException" || (string?)answer.Json["reason"] != "fieldValidationFailed")
        {
            return [$"is no validation error: {answer.Status} {answer.Body}"];
        }

        var fields = answer.Json["fieldList"]?.AsArray() ?? [];
        var named = fields.Select(field => Members((string)field!["name"]!)).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. violations.Where(violation => !named.Contains(violation.Members))
                .Select(violation => $"{violation.Members} is not in {fields.ToJsonString()}"),
            .. fields.Where(field => ((string?)field!["message"] ?? "").Length == 0)
                .Select(field => $"{field!["name"]} has no message"),
        ];
    }

    // tags.1.member.key, as AWS writes it, without the parts that say which element.
    private static string Members(string path) => string.Join('.', path.Split('.').Where(part =>
        part is not "member" and not "key" && !part.StartsWith("kkk", StringComparison.Ordinal)
        && !int.TryParse(part, out _)));
}
