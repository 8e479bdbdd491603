using System.Globalization;
using System.Text.Json.Serialization;

namespace Pergola.Bench;

/// <summary>One figure of ours beside a peer's, from the same run.</summary>
/// <param name="Case">What was measured, with its unit.</param>
/// <param name="Us">Our figure.</param>
/// <param name="Peer">The peer's figure; null when there is no peer, or it is not installed.</param>
/// <param name="Ratio">Ours over the peer's.</param>
/// <param name="Bar">What the ratio (or the figure) has to be, in words; null when nothing is asked.</param>
/// <param name="Met">Whether it is; null when nothing is asked.</param>
internal sealed record CaseResult(string Case, double Us, double? Peer, double? Ratio, string? Bar, bool? Met)
{
    public static CaseResult Alone(string name, double us) => new(name, us, null, null, null, null);

    public static CaseResult Beside(string name, double us, double peer) => new(name, us, peer, us / peer, null, null);

    /// <summary>A figure without a peer that has to stay below a bar.</summary>
    public static CaseResult Within(string name, double us, double bar) => Alone(name, us).Judged("<", bar, us < bar);

    /// <summary>More is better; with a bar, if one is given.</summary>
    public static CaseResult AtLeast(string name, double us, double peer, double? least) =>
        Beside(name, us, peer).Judged(">=", least, us / peer >= least);

    /// <summary>Less is better; with a bar, if one is given.</summary>
    public static CaseResult AtMost(string name, double us, double peer, double? most) =>
        Beside(name, us, peer).Judged("<=", most, us / peer <= most);

    private CaseResult Judged(string sign, double? bar, bool met) => bar is null
        ? this
        : this with { Bar = string.Create(CultureInfo.InvariantCulture, $"{sign} {bar}"), Met = met };
}

/// <summary>The results for people.</summary>
internal static class CaseTable
{
    public static void Print(IEnumerable<CaseResult> results)
    {
        Console.WriteLine($"{"case",-72} {"pergola",12} {"peer",12} {"ratio",8} {"bar",10}");
        foreach (var result in results)
        {
            Console.WriteLine(
                $"{result.Case,-72} {Number(result.Us),12} {Number(result.Peer),12} {Number(result.Ratio),8} "
                + $"{result.Bar,10} {(result.Met == false ? "NOT MET" : "")}");
        }
    }

    private static string Number(double? value) => value switch
    {
        null => "-",
        >= 1000 => value.Value.ToString("N0", CultureInfo.InvariantCulture),
        _ => value.Value.ToString("0.00", CultureInfo.InvariantCulture),
    };
}

/// <summary>How results are written; compiled, not reflected.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(List<CaseResult>))]
internal sealed partial class BenchJson : JsonSerializerContext;
