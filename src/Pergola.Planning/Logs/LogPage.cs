using System.Collections.Immutable;
using System.Text;

namespace Pergola.Planning.Logs;

/// <summary>A page of a list that is sorted by key; its token names the last key of the page.</summary>
internal sealed record LogPage<T>(ImmutableArray<T> Entries, string? NextToken);

/// <summary>Cuts lists into pages.</summary>
internal static class LogPage
{
    /// <summary>The page after a token; null when the token is not ours.</summary>
    /// <param name="descending">True when the entries come with falling keys.</param>
    public static LogPage<T>? Of<T>(
        IEnumerable<T> sorted, Func<T, string> key, string? token, int size, bool descending = false)
    {
        string? after = null;
        if (!string.IsNullOrEmpty(token) && (after = Read(token)) is null)
        {
            return null;
        }

        var sign = descending ? -1 : 1;
        var rest = sorted.Where(entry => after is null || sign * string.CompareOrdinal(key(entry), after) > 0)
            .Take(size + 1).ToImmutableArray();
        return rest.Length <= size
            ? new LogPage<T>(rest, null)
            : new LogPage<T>(rest[..size], Convert.ToBase64String(Encoding.UTF8.GetBytes(key(rest[size - 1]))));
    }

    /// <summary>The refusal of a token that is not ours.</summary>
    public static LogsError BadToken(string? token) => new LogsError.InvalidParameter(
        $"The specified nextToken is invalid: '{token}'. It must be the nextToken of the answer before, unchanged.");

    private static string? Read(string token)
    {
        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : null;
    }
}
