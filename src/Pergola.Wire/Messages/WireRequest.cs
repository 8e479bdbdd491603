namespace Pergola.Wire.Messages;

/// <summary>An HTTP request as it came: nothing decoded, the body whole.</summary>
/// <param name="Method">The method, in upper case.</param>
/// <param name="RawTarget">The request target as sent: path labels hold percent-encoded ARNs.</param>
/// <param name="Headers">In the order in which they came; names in any case.</param>
/// <param name="Body">Within <see cref="WireLimits.BodyBytesMax"/>.</param>
public sealed record WireRequest(
    string Method, string RawTarget, IReadOnlyList<KeyValuePair<string, string>> Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>The target up to the question mark, still encoded.</summary>
    public string RawPath => Split(RawTarget).Path;

    /// <summary>What follows the question mark, still encoded; empty when there is none.</summary>
    public string RawQuery => Split(RawTarget).Query;

    /// <summary>The first header of that name.</summary>
    public string? Header(string name)
    {
        foreach (var (key, value) in Headers)
        {
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        return null;
    }

    private static (string Path, string Query) Split(string target)
    {
        // Clients that believe to talk to a proxy send the whole URL.
        var scheme = target.StartsWith('/') ? -1 : target.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0)
        {
            var slash = target.IndexOf('/', scheme + 3);
            target = slash < 0 ? "/" : target[slash..];
        }

        var question = target.IndexOf('?', StringComparison.Ordinal);
        return question < 0 ? (target, "") : (target[..question], target[(question + 1)..]);
    }
}
