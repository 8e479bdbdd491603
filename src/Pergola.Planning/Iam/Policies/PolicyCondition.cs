using System.Collections.Immutable;

namespace Pergola.Planning.Iam.Policies;

/// <summary>One condition: an operator, a key, and the values of which one has to fit.</summary>
/// <param name="Operator">Without quantifier and <c>IfExists</c>: <c>StringEquals</c>.</param>
/// <param name="Key">In lower case: keys are compared without case.</param>
/// <param name="IfExists">True when the condition holds for requests without the key.</param>
internal sealed record PolicyCondition(string Operator, string Key, ImmutableArray<string> Values, bool IfExists)
{
    /// <summary>Every operator that a policy may use; the rest makes it malformed.</summary>
    public static ImmutableHashSet<string> Operators { get; } =
    [
        "StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike",
        "StringNotLike", "NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals",
        "NumericGreaterThan", "NumericGreaterThanEquals", "DateEquals", "DateNotEquals", "DateLessThan",
        "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals", "Bool", "BinaryEquals", "IpAddress",
        "NotIpAddress", "ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", "Null",
    ];

    private bool Negated => Operator.Contains("Not", StringComparison.Ordinal);

    /// <summary>Whether the condition holds; null when this code does not know how to judge its operator.</summary>
    public bool? Judge(ImmutableDictionary<string, string> context)
    {
        var present = context.TryGetValue(Key, out var actual);
        if (Operator == "Null")
        {
            return Values.Contains(present ? "false" : "true", StringComparer.OrdinalIgnoreCase);
        }

        if (!present)
        {
            return IfExists || Negated;
        }

        return Comparer() is { } fits ? Values.Any(value => fits(value, actual!)) != Negated : null;
    }

    private Func<string, string, bool>? Comparer() => Operator switch
    {
        "StringEquals" or "StringNotEquals" => static (value, actual) => value == actual,
        "StringEqualsIgnoreCase" or "StringNotEqualsIgnoreCase" or "Bool" =>
            static (value, actual) => string.Equals(value, actual, StringComparison.OrdinalIgnoreCase),
        "StringLike" or "StringNotLike" => static (value, actual) =>
            Wildcard.Matches(value, actual, StringComparison.Ordinal),
        "ArnEquals" or "ArnNotEquals" or "ArnLike" or "ArnNotLike" => FitsArn,
        _ => null,
    };

    // Wildcards of an ARN condition do not reach across its first five colons.
    private static bool FitsArn(string pattern, string actual)
    {
        var patterns = pattern.Split(':', 6);
        var parts = actual.Split(':', 6);
        return patterns.Length == parts.Length && patterns.Zip(parts).All(
            pair => Wildcard.Matches(pair.First, pair.Second, StringComparison.Ordinal));
    }
}
