using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Pergola.Domain;

namespace Pergola.Planning.Iam;

/// <summary>One page of a list: IAM always says whether there is more.</summary>
internal sealed record IamPage<T>(ImmutableArray<T> Entries, bool IsTruncated, string? Marker);

/// <summary>
/// Cuts lists into pages. A marker names the last entry of the page before, so deletions between pages are fine.
/// </summary>
internal static class IamPage
{
    /// <summary>What a caller gets that names no number.</summary>
    private const int SizeDefault = 100;

    /// <summary>A page of resources, in creation order.</summary>
    public static IamPage<T>? OfResources<T>(IEnumerable<T> resources, string? marker, int? maxItems)
        where T : Resource => Of(
        resources, resource => resource.Ordinal.ToString("D19", CultureInfo.InvariantCulture), marker, maxItems);

    /// <summary>
    /// The page after a marker of entries that come in the order of their keys; null when the marker is not ours.
    /// </summary>
    public static IamPage<T>? Of<T>(IEnumerable<T> sorted, Func<T, string> key, string? marker, int? maxItems)
    {
        if (!TryReadMarker(marker, out var after))
        {
            return null;
        }

        var size = maxItems ?? SizeDefault;
        var rest = sorted.Where(entry => after is null || string.CompareOrdinal(key(entry), after) > 0)
            .Take(size + 1).ToImmutableArray();
        return rest.Length <= size
            ? new IamPage<T>(rest, false, null)
            : new IamPage<T>(rest[..size], true, Convert.ToBase64String(Encoding.UTF8.GetBytes(key(rest[size - 1]))));
    }

    /// <summary>The refusal of a marker that is not ours.</summary>
    public static IamError BadMarker(string? marker) => new IamError.Validation(
        $"Invalid Marker: '{marker}'. It must be the Marker of the answer before, unchanged.");

    private static bool TryReadMarker(string? marker, out string? after)
    {
        after = null;
        if (string.IsNullOrEmpty(marker))
        {
            return true;
        }

        var bytes = new byte[marker.Length];
        if (!Convert.TryFromBase64String(marker, bytes, out var length))
        {
            return false;
        }

        after = Encoding.UTF8.GetString(bytes, 0, length);
        return true;
    }
}
