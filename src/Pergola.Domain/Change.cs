using Pergola.Core;

namespace Pergola.Domain;

/// <summary>What a commit consists of: one resource put or removed. Nothing else can change the state.</summary>
public abstract record Change
{
    private Change(Scope scope) => Scope = scope;

    /// <summary>The account and region (or account and <see cref="Scope.GlobalRegion"/>) it belongs to.</summary>
    public Scope Scope { get; }

    /// <summary>Creates the resource, or replaces the one with its kind and id.</summary>
    public sealed record Put(Scope Where, Resource Resource) : Change(Where);

    /// <summary>Removes the resource of that kind and id; absent is fine.</summary>
    public sealed record Remove(Scope Where, ResourceKind Kind, string Id) : Change(Where);
}
