using System.Diagnostics.CodeAnalysis;
using System.Text;
using Pergola.Planning.Iam.Policies;

namespace Pergola.Planning.VpcLattice;

/// <summary>What the text of any policy of Lattice must be (VPC Lattice user guide, "Auth policies").</summary>
internal static class LatticePolicyText
{
    /// <summary>AWS's quota "Auth policy size", 10 KB.</summary>
    public const int BytesMax = 10_240;

    /// <summary>Reads a policy, or refuses it with the first thing that is wrong with it.</summary>
    public static bool TryRead(
        string text,
        PolicyGrammar grammar,
        [NotNullWhen(true)] out PolicyDocument? document,
        [NotNullWhen(false)] out LatticeError? refusal)
    {
        document = null;
        var fault = FaultOf(text);
        if (fault is null)
        {
            PolicyReader.TryRead(text, grammar, out document, out fault);
        }

        refusal = fault is null ? null : LatticeError.Validation.Of("policy", fault);
        return document is not null && refusal is null;
    }

    private static string? FaultOf(string text)
    {
        var size = Encoding.UTF8.GetByteCount(text);
        if (size > BytesMax)
        {
            return $"The policy has {size} bytes, but a policy may have at most {BytesMax}.";
        }

        return text.AsSpan().ContainsAny('\r', '\n')
            ? "The policy contains line breaks; it must be one line of JSON."
            : null;
    }
}
