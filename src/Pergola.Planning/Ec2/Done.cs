using System.Collections.Immutable;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Wire.Schemas;

namespace Pergola.Planning.Ec2;

/// <summary>The acceptance of operations whose answer says no more than that it is done.</summary>
internal static class Done
{
    public static Decision<Nothing> With(params ImmutableArray<Change> changes) =>
        new Decision<Nothing>.Accept(Nothing.Value, changes);

    /// <summary>The removal of one resource.</summary>
    public static Change Remove<T>(Scope scope, string id)
        where T : Resource => new Change.Remove(scope, ResourceKinds.For<T>(), id);
}
