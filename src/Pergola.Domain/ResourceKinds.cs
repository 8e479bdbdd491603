using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Pergola.Domain;

/// <summary>
/// Every kind of resource that Pergola keeps. A new kind is a record, and one line in its service's list.
/// </summary>
public static class ResourceKinds
{
    /// <summary>All kinds, in no particular order.</summary>
    public static ImmutableArray<ResourceKind> All { get; } =
    [
        .. Acm.AcmKinds.All,
        .. Network.NetworkKinds.All,
        .. Identity.IdentityKinds.All,
        .. VpcLattice.VpcLatticeKinds.All,
        .. Ecs.EcsKinds.All,
        .. Logs.LogsKinds.All,
        .. Ram.RamKinds.All,
        .. Hosts.HostsKinds.All,
    ];

    private static readonly FrozenDictionary<Type, ResourceKind> s_byType = All.ToFrozenDictionary(kind => kind.Type);

    private static readonly FrozenDictionary<string, ResourceKind> s_byName = All.ToFrozenDictionary(kind => kind.Name);

    /// <summary>The kind of a resource.</summary>
    public static ResourceKind For(Resource resource) => s_byType[resource.GetType()];

    /// <summary>The kind of resources of type <typeparamref name="T"/>.</summary>
    public static ResourceKind For<T>()
        where T : Resource => s_byType[typeof(T)];

    /// <summary>The kind with that name in the journal.</summary>
    /// <exception cref="KeyNotFoundException">The journal is from a newer Pergola.</exception>
    public static ResourceKind Named(string name) => s_byName[name];
}
