using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// Names are unique among their kind: in account and region for what stands alone, in the parent for listeners and
/// rules. What is being deleted keeps its name until it is gone.
/// </summary>
internal static class UniqueName
{
    /// <summary>The refusal of a name that another of this account and region has; null when it is free.</summary>
    public static LatticeError? Refuse<T>(Realm realm, string name)
        where T : LatticeResource, INamed => Refuse(realm.Of<T>().By(name), name, "");

    /// <summary>The refusal of a name that a sibling has; null when it is free.</summary>
    public static LatticeError? RefuseIn<T>(string parentId, IEnumerable<T> siblings, string name)
        where T : LatticeResource, INamed => Refuse(siblings, name, $" in {parentId}");

    private static LatticeError? Refuse<T>(IEnumerable<T> others, string name, string place)
        where T : LatticeResource, INamed
    {
        if (others.FirstOrDefault(other => other.Name == name) is not { } namesake)
        {
            return null;
        }

        var kind = LatticeIds.TypeOf<T>().Replace('_', ' ').ToLowerInvariant();
        return LatticeError.Conflict.With<T>(
            namesake.Id, $"A {kind} named '{name}' already exists{place}: {namesake.Id}.");
    }
}
