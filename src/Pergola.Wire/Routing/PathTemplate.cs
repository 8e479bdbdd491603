using System.Diagnostics.CodeAnalysis;
using Pergola.Wire.Messages;

namespace Pergola.Wire.Routing;

/// <summary>
/// A REST operation's path, <c>/services/{serviceIdentifier}/listeners</c>, matched on the raw target.
/// </summary>
internal sealed class PathTemplate
{
    private readonly string[] _segments;

    public PathTemplate(string requestUri) => _segments = Split(requestUri.Split('?')[0]);

    /// <summary>The segments of a path; slashes at its end do not count.</summary>
    public static string[] Split(string path) => path.TrimEnd('/').Split('/')[1..];

    /// <summary>The decoded labels, when the segments fit. A label holds one segment, decoded once.</summary>
    public bool TryMatch(string[] segments, [NotNullWhen(true)] out List<KeyValuePair<string, string>>? labels)
    {
        labels = null;
        if (segments.Length != _segments.Length)
        {
            return false;
        }

        var found = new List<KeyValuePair<string, string>>();
        for (var i = 0; i < segments.Length; i++)
        {
            if (!PercentEncoding.TryDecode(segments[i], plusIsSpace: false, out var segment))
            {
                return false;
            }

            if (_segments[i] is ['{', .. var name, '}'])
            {
                found.Add(new(name, segment));
            }
            else if (_segments[i] != segment)
            {
                return false;
            }
        }

        labels = found;
        return true;
    }
}
