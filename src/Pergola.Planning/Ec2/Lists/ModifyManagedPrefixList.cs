using Pergola.Domain;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>
/// Changes name, size or entries of a customer's prefix list; a change of entries makes a new version.
/// </summary>
internal static class ModifyManagedPrefixList
{
    public static Decision<Shape.ModifyManagedPrefixListResult> Decide(
        Shape.ModifyManagedPrefixListRequest request, Snapshot snapshot, Given given)
    {
        if (DeleteManagedPrefixList.Find(
            snapshot.In(given.Scope), given, request.PrefixListId, out var list) is { } error)
        {
            return error;
        }

        var changesEntries = request.AddEntries is { Count: > 0 } || request.RemoveEntries is { Count: > 0 };
        if (changesEntries && request.CurrentVersion is { } version && version != list!.Version)
        {
            return new Ec2Error.PrefixListVersion(version, list.Version);
        }

        var removed = (request.RemoveEntries ?? []).Select(entry => entry.Cidr).ToArray();
        if (removed.FirstOrDefault(cidr => list!.Entries.All(entry => entry.Cidr != cidr)) is { } absent)
        {
            return new Ec2Error.InvalidParameterValue($"The prefix list has no entry {absent} to remove.");
        }

        var smaller = list! with
        {
            Name = request.PrefixListName ?? list.Name,
            MaxEntries = request.MaxEntries ?? list.MaxEntries,
            Entries = list.Entries.RemoveAll(entry => removed.Contains(entry.Cidr)),
            Version = changesEntries ? list.Version + 1 : list.Version,
        };
        if (CreateManagedPrefixList.Add(smaller, request.AddEntries, out var changed) is { } entryError)
        {
            return entryError;
        }

        return new Decision<Shape.ModifyManagedPrefixListResult>.Accept(
            new Shape.ModifyManagedPrefixListResult { PrefixList = PrefixListView.Of(given.Scope, changed) },
            [new Change.Put(given.Scope, changed)]);
    }
}
