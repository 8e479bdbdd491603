using System.Collections.Frozen;
using System.Globalization;
using System.Net;

namespace Pergola.Planning.Iam.Policies;

/// <summary>
/// The operators of conditions: how one value of a policy is compared with one of a request (IAM user guide, "Condition
/// operators"). Negated operators compare as the plain ones do; whoever asks turns the answer round.
/// </summary>
internal static class ConditionOperator
{
    private static readonly FrozenDictionary<string, Func<string, string, bool?>> s_comparers =
        new Dictionary<string, Func<string, string, bool?>>(StringComparer.Ordinal)
        {
            ["StringEquals"] = static (value, actual) => value == actual,
            ["StringEqualsIgnoreCase"] = IgnoringCase,
            ["StringLike"] = Like,
            ["Bool"] = IgnoringCase,
            ["BinaryEquals"] = static (value, actual) => value == actual,
            ["ArnEquals"] = FitsArn,
            ["ArnLike"] = FitsArn,
            ["NumericEquals"] = Numbers(static order => order == 0),
            ["NumericLessThan"] = Numbers(static order => order < 0),
            ["NumericLessThanEquals"] = Numbers(static order => order <= 0),
            ["NumericGreaterThan"] = Numbers(static order => order > 0),
            ["NumericGreaterThanEquals"] = Numbers(static order => order >= 0),
            ["DateEquals"] = Dates(static order => order == 0),
            ["DateLessThan"] = Dates(static order => order < 0),
            ["DateLessThanEquals"] = Dates(static order => order <= 0),
            ["DateGreaterThan"] = Dates(static order => order > 0),
            ["DateGreaterThanEquals"] = Dates(static order => order >= 0),
            ["IpAddress"] = Within,
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether a policy may use the operator; others make it malformed.</summary>
    public static bool IsKnown(string name) => name == "Null" || s_comparers.ContainsKey(PlainOf(name));

    /// <summary>Whether the operator is the opposite of a plain one.</summary>
    public static bool IsNegated(string name) => PlainOf(name) != name;

    /// <summary>Whether a value fits; null when one of the two is not of the operator's kind.</summary>
    public static bool? Fits(string name, string value, string actual) => s_comparers[PlainOf(name)](value, actual);

    /// <summary>
    /// What the policy's value should be and is not: <c>a number</c>. Null when it is right, or holds a variable.
    /// </summary>
    public static string? WantedInstead(string name, string value)
    {
        if (value.Contains("${", StringComparison.Ordinal))
        {
            return null;
        }

        return PlainOf(name) switch
        {
            ['N', 'u', 'm', 'e', 'r', ..] when Number(value) is null => "a number",
            ['D', 'a', 't', 'e', ..] when Date(value) is null => "a date like 2030-01-31T00:00:00Z",
            "IpAddress" when Network(value) is null => "an IP address or range",
            "Bool" or "Null" when !value.Equals("true", StringComparison.OrdinalIgnoreCase)
                && !value.Equals("false", StringComparison.OrdinalIgnoreCase) => "true or false",
            _ => null,
        };
    }

    private static string PlainOf(string name) => name switch
    {
        "NotIpAddress" => "IpAddress",
        "StringNotEqualsIgnoreCase" => "StringEqualsIgnoreCase",
        "StringNotEquals" => "StringEquals",
        "StringNotLike" => "StringLike",
        "NumericNotEquals" => "NumericEquals",
        "DateNotEquals" => "DateEquals",
        "ArnNotEquals" => "ArnEquals",
        "ArnNotLike" => "ArnLike",
        _ => name,
    };

    private static bool? IgnoringCase(string value, string actual) =>
        string.Equals(value, actual, StringComparison.OrdinalIgnoreCase);

    private static bool? Like(string value, string actual) =>
        Wildcard.Matches(value, actual, StringComparison.Ordinal);

    // Wildcards of an ARN condition do not reach across its first five colons.
    private static bool? FitsArn(string pattern, string actual)
    {
        var patterns = pattern.Split(':', 6);
        var parts = actual.Split(':', 6);
        return patterns.Length == parts.Length && patterns.Zip(parts).All(
            pair => Wildcard.Matches(pair.First, pair.Second, StringComparison.Ordinal));
    }

    private static Func<string, string, bool?> Numbers(Func<int, bool> holds) => (value, actual) =>
        Number(value) is { } wanted && Number(actual) is { } given ? holds(given.CompareTo(wanted)) : null;

    private static Func<string, string, bool?> Dates(Func<int, bool> holds) => (value, actual) =>
        Date(value) is { } wanted && Date(actual) is { } given ? holds(given.CompareTo(wanted)) : null;

    private static bool? Within(string value, string actual) =>
        Network(value) is { } network && IPAddress.TryParse(actual, out var address)
            ? network.Contains(address)
            : null;

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    // ISO 8601, or seconds since 1970.
    private static DateTimeOffset? Date(string text)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : null;
        }

        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null;
    }

    private static IPNetwork? Network(string text)
    {
        if (IPAddress.TryParse(text, out var address))
        {
            return new IPNetwork(address, address.GetAddressBytes().Length * 8);
        }

        // AWS takes 10.0.0.1/8 for 10.0.0.0/8.
        return text.Split('/') is [var first, var last]
            && IPAddress.TryParse(first, out var start)
            && int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            && length <= start.GetAddressBytes().Length * 8
            ? IPNetwork.Parse($"{Masked(start, length)}/{length}")
            : null;
    }

    private static IPAddress Masked(IPAddress address, int length)
    {
        var bytes = address.GetAddressBytes();
        for (var bit = length; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return new IPAddress(bytes);
    }
}
