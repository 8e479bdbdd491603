using System.Collections.Immutable;

namespace Pergola.Domain.Ecs;

/// <summary>The kinds of resources of this folder.</summary>
internal static class EcsKinds
{
    public static ImmutableArray<ResourceKind> All { get; } =
    [
    ];
}
