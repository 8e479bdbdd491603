using System.Collections.Immutable;

namespace Pergola.Planning.Ec2;

/// <summary>Which decision answers which operation of this service.</summary>
public static class Ec2Bindings
{
    /// <summary>Every operation that is implemented.</summary>
    public static ImmutableArray<Binding> All { get; } =
    [
    ];
}
