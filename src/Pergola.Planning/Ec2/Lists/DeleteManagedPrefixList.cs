using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Removes a customer's prefix list that no rule and no route names.</summary>
internal static class DeleteManagedPrefixList
{
    public static Decision<Shape.DeleteManagedPrefixListResult> Decide(
        Shape.DeleteManagedPrefixListRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (Find(realm, given, request.PrefixListId, out var list) is { } error)
        {
            return error;
        }

        string[] blockers =
        [
            .. realm.Of<SecurityGroup>().All.SelectMany(group => group.Rules
                .Where(rule => rule.PrefixListId == list!.PrefixListId)
                .Select(rule => $"{rule.RuleId} of {group.GroupId}")),
            .. realm.Of<RouteTable>().All
                .Where(table => table.Routes.Any(route => route.DestinationPrefixListId == list!.PrefixListId))
                .Select(table => table.RouteTableId),
        ];
        return blockers.Length > 0
            ? new Ec2Error.DependencyViolation("prefix list", list!.PrefixListId, blockers)
            : new Decision<Shape.DeleteManagedPrefixListResult>.Accept(
                new Shape.DeleteManagedPrefixListResult
                {
                    PrefixList = PrefixListView.Of(given.Scope, list!) with { State = "delete-complete" },
                },
                [Done.Remove<PrefixList>(given.Scope, list!.PrefixListId)]);
    }

    /// <summary>A list that the customer may change; the error says why not.</summary>
    public static Ec2Error? Find(Realm realm, Given given, string? id, out PrefixList? list)
    {
        list = PrefixLists.Find(realm, given.Scope.Region, id);
        if (list is null)
        {
            return new Ec2Error.NotFound(Noun.PrefixList, id ?? "");
        }

        return PrefixLists.IsManaged(list)
            ? new Ec2Error.NotPermitted($"The prefix list {id} ({list.Name}) is managed by AWS.")
            : null;
    }
}
