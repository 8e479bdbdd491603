using System.Collections.Immutable;

namespace Pergola.Planning.Iam;

/// <summary>Which decision answers which operation of this service.</summary>
public static class IamBindings
{
    /// <summary>Every operation that is implemented.</summary>
    public static ImmutableArray<Binding> All { get; } =
    [
    ];
}
