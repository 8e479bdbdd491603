using System.Collections.Immutable;

namespace Pergola.Planning.Iam.Policies;

/// <summary>One condition: an operator, a key, and the values of which one has to fit.</summary>
/// <param name="Operator">Without quantifier and <c>IfExists</c>: <c>StringEquals</c>.</param>
/// <param name="Key">In lower case: keys are compared without case.</param>
/// <param name="IfExists">True when the condition holds for requests without the key.</param>
/// <param name="Quantifier">How many of the request's values have to fit.</param>
internal sealed record PolicyCondition(
    string Operator, string Key, ImmutableArray<string> Values, bool IfExists, Quantifier Quantifier)
{
    private bool Negated => ConditionOperator.IsNegated(Operator);

    /// <summary>Whether the condition holds; null when its values and the request's cannot be compared.</summary>
    public bool? Judge(IPolicyContext context)
    {
        var actual = context.Values(Key);
        if (Operator == "Null")
        {
            return Values.Contains(actual.IsEmpty ? "true" : "false", StringComparer.OrdinalIgnoreCase);
        }

        if (actual.IsEmpty)
        {
            return IfExists || Quantifier == Quantifier.All || (Quantifier == Quantifier.None && Negated);
        }

        // Without a quantifier one of several values fits; and where none may be equal, all are looked at.
        var needsAll = Quantifier == Quantifier.All || (Quantifier == Quantifier.None && Negated);
        return needsAll
            ? !Any(actual.Select(value => !Fits(value)))
            : Any(actual.Select(Fits));
    }

    private bool? Fits(string actual)
    {
        var fits = Any(Values.Select(value => ConditionOperator.Fits(Operator, value, actual)));
        return Negated ? !fits : fits;
    }

    // True when one is, else null when one is not known.
    private static bool? Any(IEnumerable<bool?> judgements)
    {
        bool? sum = false;
        foreach (var judged in judgements)
        {
            sum |= judged;
        }

        return sum;
    }
}

/// <summary>How many of a request's values have to fit.</summary>
internal enum Quantifier
{
    /// <summary>There is one value.</summary>
    None,

    /// <summary><c>ForAnyValue:</c>, one at least.</summary>
    Any,

    /// <summary><c>ForAllValues:</c>, every one, which is also true of none.</summary>
    All,
}
