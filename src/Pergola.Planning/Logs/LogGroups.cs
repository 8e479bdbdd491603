using System.Diagnostics.CodeAnalysis;
using Pergola.Domain;
using LogGroup = Pergola.Domain.Logs.LogGroup;

namespace Pergola.Planning.Logs;

/// <summary>Finds log groups by the several ways in which requests name them.</summary>
internal static class LogGroups
{
    /// <summary>
    /// The group that a request names by name or by identifier (a name or an ARN), of which it gives one.
    /// </summary>
    public static bool TryFind(
        Realm realm,
        string? name,
        string? identifier,
        [NotNullWhen(true)] out LogGroup? group,
        [NotNullWhen(false)] out LogsError? error)
    {
        group = null;
        if (name is null == identifier is null)
        {
            error = new LogsError.InvalidParameter(
                "Exactly one of logGroupName and logGroupIdentifier must be given.");
            return false;
        }

        var wanted = name ?? NameOf(identifier!);
        error = realm.Of<LogGroup>().TryGet(wanted, out group) ? null : LogsError.NoGroup(wanted);
        return group is not null;
    }

    /// <summary>The group's name in an identifier: the name itself, or an ARN with or without <c>:*</c>.</summary>
    public static string NameOf(string identifier)
    {
        const string Resource = ":log-group:";
        var start = identifier.IndexOf(Resource, StringComparison.Ordinal);
        if (!identifier.StartsWith("arn:", StringComparison.Ordinal) || start < 0)
        {
            return identifier;
        }

        var name = identifier[(start + Resource.Length)..];
        return name.EndsWith(":*", StringComparison.Ordinal) ? name[..^2] : name;
    }
}
