using System.Collections.Immutable;
using System.Globalization;

namespace Pergola.Planning.Ecs.Definitions;

/// <summary>
/// The sizes that Fargate has: how much memory goes with how much CPU (Amazon ECS Developer Guide, task definition
/// parameters, task size).
/// </summary>
internal static class FargateSizes
{
    // CPU units; smallest and largest memory, and the step between, in MiB.
    private static readonly ImmutableArray<(int Cpu, int Least, int Most, int Step)> s_sizes =
    [
        (256, 512, 2048, 512),
        (512, 1024, 4096, 1024),
        (1024, 2048, 8192, 1024),
        (2048, 4096, 16384, 1024),
        (4096, 8192, 30720, 1024),
        (8192, 16384, 61440, 4096),
        (16384, 32768, 122880, 8192),
    ];

    /// <summary>Whether there is such a size. <c>1 vCPU</c> and <c>2 GB</c> are read too.</summary>
    public static bool Allows(string cpu, string memory)
    {
        if (Units(cpu, "vcpu") is not { } units || Units(memory, "gb") is not { } size)
        {
            return false;
        }

        // 256 units go with 512, 1024 and 2048 MiB, not with 1536.
        return s_sizes.Any(s => s.Cpu == units && size >= s.Least && size <= s.Most && (size - s.Least) % s.Step == 0)
            && (units, size) is not (256, 1536);
    }

    /// <summary>The number; with the larger unit behind it, times 1024.</summary>
    public static int? Units(string text, string largerUnit)
    {
        var trimmed = text.Trim();
        if (int.TryParse(trimmed, NumberStyles.None, CultureInfo.InvariantCulture, out var plain))
        {
            return plain;
        }

        return trimmed.EndsWith(largerUnit, StringComparison.OrdinalIgnoreCase)
            && decimal.TryParse(
                trimmed.AsSpan(0, trimmed.Length - largerUnit.Length).Trim(),
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var large)
            && large is > 0 and < 1024
            ? (int)(large * 1024)
            : null;
    }
}
