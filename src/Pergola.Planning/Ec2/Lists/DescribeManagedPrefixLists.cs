using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>
/// Lists prefix lists, AWS's own included, whole or (the older operation) only AWS's with their networks.
/// </summary>
internal static class DescribeManagedPrefixLists
{
    public static Decision<Shape.DescribeManagedPrefixListsResult> Decide(
        Shape.DescribeManagedPrefixListsRequest request, Snapshot snapshot, Given given) =>
        CatalogOf(given.Scope).Search(
            PrefixLists.All(snapshot.In(given.Scope), given.Scope.Region).Select(list => new Listed(list)),
            new Query(request.PrefixListIds, request.Filters, request.MaxResults, request.NextToken),
            (lists, next) => new Shape.DescribeManagedPrefixListsResult
            {
                PrefixLists = [.. lists.Select(each => PrefixListView.Of(given.Scope, each.List))],
                NextToken = next,
            });

    public static Decision<Shape.DescribePrefixListsResult> OfAws(
        Shape.DescribePrefixListsRequest request, Snapshot snapshot, Given given) =>
        CatalogOf(given.Scope).Search(
            PrefixLists.Managed(given.Scope.Region).Select(list => new Listed(list)),
            new Query(request.PrefixListIds, request.Filters, request.MaxResults, request.NextToken),
            (lists, next) => new Shape.DescribePrefixListsResult
            {
                PrefixLists =
                [
                    .. lists.Select(each => new Shape.PrefixList
                    {
                        PrefixListId = each.List.PrefixListId,
                        PrefixListName = each.List.Name,
                        Cidrs = [.. each.List.Entries.Select(entry => entry.Cidr)],
                    }),
                ],
                NextToken = next,
            });

    private static Catalog<Listed> CatalogOf(Scope scope) => new(
        Noun.PrefixList,
        static each => each.List.PrefixListId,
        (each, name) => name switch
        {
            "prefix-list-id" => [each.List.PrefixListId],
            "prefix-list-name" => [each.List.Name],
            "owner-id" => [PrefixListView.Owner(scope, each.List)],
            _ => null,
        },
        static each => each.List.Tags);

    // AWS's lists are not kept, so they have no place in creation order: the place in this listing counts.
    private sealed record Listed(PrefixList List);
}
