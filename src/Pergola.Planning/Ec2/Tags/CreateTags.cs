using Pergola.Domain;
using Pergola.Wire.Schemas;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Adds or overwrites tags of resources; all of them or none.</summary>
internal static class CreateTags
{
    public static Decision<Nothing> Decide(Shape.CreateTagsRequest request, Snapshot snapshot, Given given) =>
        Apply(
            request.Resources,
            snapshot,
            given,
            (existing, out changed) => TagList.Merge(existing, request.Tags, out changed));

    /// <summary>
    /// Changes the tags of every resource, one after the other: two of them may be rules of one group.
    /// </summary>
    public static Decision<Nothing> Apply(
        IReadOnlyList<string>? resources, Snapshot snapshot, Given given, TagChange change)
    {
        if (resources is not { Count: > 0 })
        {
            return new Ec2Error.MissingParameter("resourceIdSet");
        }

        var next = snapshot;
        var changes = new List<Change>();
        foreach (var id in resources)
        {
            if (TagTargets.Change(next.In(given.Scope), id, change, out var changed) is { } error)
            {
                return error;
            }

            var put = new Change.Put(given.Scope, changed!);
            changes.Add(put);
            next = next.Preview([put]);
        }

        return Done.With([.. changes]);
    }
}
