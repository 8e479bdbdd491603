using Pergola.Domain;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Lists the networks of a prefix list.</summary>
internal static class GetManagedPrefixListEntries
{
    public static Decision<Shape.GetManagedPrefixListEntriesResult> Decide(
        Shape.GetManagedPrefixListEntriesRequest request, Snapshot snapshot, Given given)
    {
        var list = PrefixLists.Find(snapshot.In(given.Scope), given.Scope.Region, request.PrefixListId);
        if (list is null)
        {
            return new Ec2Error.NotFound(Noun.PrefixList, request.PrefixListId ?? "");
        }

        return new Shape.GetManagedPrefixListEntriesResult
        {
            Entries =
            [
                .. list.Entries.Select(entry => new Shape.PrefixListEntry
                {
                    Cidr = entry.Cidr,
                    Description = entry.Description,
                }),
            ],
        };
    }
}
