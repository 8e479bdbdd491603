using System.Collections.Immutable;

namespace Pergola.Domain.Logs;

/// <summary>The kinds of resources of this folder.</summary>
internal static class LogsKinds
{
    public static ImmutableArray<ResourceKind> All { get; } =
    [
    ];
}
