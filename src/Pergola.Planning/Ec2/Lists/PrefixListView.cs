using Pergola.Core;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>A managed prefix list as the API shows it.</summary>
internal static class PrefixListView
{
    public static Shape.ManagedPrefixList Of(Scope scope, PrefixList list)
    {
        var owner = Owner(scope, list);
        return new Shape.ManagedPrefixList
        {
            PrefixListId = list.PrefixListId,
            PrefixListName = list.Name,
            PrefixListArn = Arn.Of("ec2", scope with { Account = ArnOwner(owner) }, $"prefix-list/{list.PrefixListId}"),
            AddressFamily = list.AddressFamily,
            MaxEntries = PrefixLists.IsManaged(list) ? null : list.MaxEntries,
            Version = PrefixLists.IsManaged(list) ? null : list.Version,
            State = "create-complete",
            OwnerId = owner,
            Tags = TagList.Write(list.Tags),
        };
    }

    private static string ArnOwner(string owner) => owner == "AWS" ? "aws" : owner;

    public static string Owner(Scope scope, PrefixList list) => PrefixLists.IsManaged(list) ? "AWS" : scope.Account;
}
