using System.Collections.Immutable;
using Pergola.Core;

namespace Pergola.Planning.Ec2;

/// <summary>An availability zone.</summary>
internal sealed record Zone(string Name, string ZoneId, string Region);

/// <summary>The availability zones of a region, in the order of their names.</summary>
internal static class Zones
{
    /// <summary>The zones; three in every region.</summary>
    public static ImmutableArray<Zone> Of(string region)
    {
        var code = RegionCode(region);

        // New accounts in Tokyo see no zone b, and these numbers.
        ImmutableArray<(string Letter, int Number)> zones = region == "ap-northeast-1"
            ? [("a", 4), ("c", 1), ("d", 2)]
            : [("a", 1), ("b", 2), ("c", 3)];
        return [.. zones.Select(zone => new Zone(region + zone.Letter, $"{code}-az{zone.Number}", region))];
    }

    /// <summary>The id of a zone, <c>apne1-az4</c>.</summary>
    public static string IdOf(Scope scope, string zone) => Of(scope.Region).First(each => each.Name == zone).ZoneId;

    // 'ap-northeast-1' is 'apne1' in zone ids.
    private static string RegionCode(string region) => string.Concat(region.Split('-').Select(PartCode));

    private static string PartCode(string part, int index) => part switch
    {
        "northeast" => "ne",
        "northwest" => "nw",
        "southeast" => "se",
        "southwest" => "sw",
        _ when index == 0 => part,
        _ => part[..1],
    };
}
