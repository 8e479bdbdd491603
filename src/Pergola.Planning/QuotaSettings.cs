using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Pergola.Core;
using Pergola.Planning.VpcLattice;

namespace Pergola.Planning;

/// <summary>Reads quotas as an operator writes them: <c>rules-per-listener=100</c>, or the code for the name.</summary>
public static class QuotaSettings
{
    /// <summary>What can be set, by name, with AWS's default.</summary>
    public static ImmutableSortedDictionary<string, int> Defaults { get; } =
        LatticeQuota.All.ToImmutableSortedDictionary(quota => quota.Name, quota => quota.Default);

    /// <summary>Reads all settings; false with every mistake in words when one of them cannot be.</summary>
    public static bool TryRead(
        IEnumerable<string> settings,
        [NotNullWhen(true)] out Quotas? quotas,
        [NotNullWhen(false)] out string? mistakes)
    {
        var set = ImmutableSortedDictionary.CreateBuilder<string, int>(StringComparer.Ordinal);
        var wrong = new List<string>();
        foreach (var setting in settings)
        {
            if (Read(setting, out var code, out var limit) is { } mistake)
            {
                wrong.Add(mistake);
            }
            else
            {
                set[code] = limit;
            }
        }

        mistakes = wrong.Count == 0 ? null : string.Join(" ", wrong);
        quotas = wrong.Count == 0 ? new Quotas(set.ToImmutable()) : null;
        return quotas is not null;
    }

    private static string? Read(string setting, out string code, out int limit)
    {
        (code, limit) = ("", 0);
        if (setting.Split('=') is not [var name, var value])
        {
            return $"'{setting}' is not NAME=LIMIT.";
        }

        if (LatticeQuota.All.FirstOrDefault(quota => quota.Name == name || quota.Code == name) is not { } found)
        {
            return $"There is no quota '{name}'; there are {string.Join(", ", Defaults.Keys)}.";
        }

        code = found.Code;
        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out limit)
            ? null
            : $"The limit '{value}' of {name} is not a whole number from 0 to {int.MaxValue}.";
    }
}
