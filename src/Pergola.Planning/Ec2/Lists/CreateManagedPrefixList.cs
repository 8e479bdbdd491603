using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Makes a prefix list of the customer's.</summary>
internal static class CreateManagedPrefixList
{
    /// <summary>EC2's bound of entries per list.</summary>
    public const int EntriesMax = 1000;

    public static Decision<Shape.CreateManagedPrefixListResult> Decide(
        Shape.CreateManagedPrefixListRequest request, Snapshot snapshot, Given given)
    {
        if (TextError(request) is { } textError)
        {
            return textError;
        }

        if (TagList.Read(request.TagSpecifications, Noun.PrefixList, out var tags) is { } tagError)
        {
            return tagError;
        }

        var empty = new PrefixList
        {
            PrefixListId = Mint.ResourceId(Noun.PrefixList.Prefix, given.Entropy),
            Name = request.PrefixListName!,
            AddressFamily = request.AddressFamily!,
            MaxEntries = request.MaxEntries,
            Tags = tags,
        };
        if (Add(empty, request.Entries, out var list) is { } entryError)
        {
            return entryError;
        }

        return new Decision<Shape.CreateManagedPrefixListResult>.Accept(
            new Shape.CreateManagedPrefixListResult { PrefixList = PrefixListView.Of(given.Scope, list) },
            [new Change.Put(given.Scope, list)]);
    }

    /// <summary>The list with more entries; the error says which cannot be.</summary>
    public static Ec2Error? Add(
        PrefixList list, IReadOnlyList<Shape.AddPrefixListEntry>? entries, out PrefixList result)
    {
        var all = list.Entries.ToBuilder();
        result = list;
        foreach (var entry in entries ?? [])
        {
            var error = list.AddressFamily == "IPv4"
                ? RuleReader.ReadIpv4(entry.Cidr, out var cidr)
                : RuleReader.ReadIpv6(entry.Cidr, out cidr);
            if (error is not null)
            {
                return error;
            }

            all.RemoveAll(each => each.Cidr == cidr);
            all.Add(new PrefixListEntry(cidr, entry.Description));
        }

        result = list with { Entries = all.ToImmutable() };
        return all.Count > list.MaxEntries
            ? new Ec2Error.InvalidParameterValue(
                $"The prefix list would have {all.Count} entries; its maximum is {list.MaxEntries}.")
            : null;
    }

    private static Ec2Error? TextError(Shape.CreateManagedPrefixListRequest request)
    {
        if (string.IsNullOrEmpty(request.PrefixListName)
            || request.PrefixListName.StartsWith("com.amazonaws", StringComparison.Ordinal))
        {
            return new Ec2Error.InvalidParameterValue(
                $"Value ({request.PrefixListName}) for parameter prefixListName is invalid. It must not be "
                + "empty nor start with com.amazonaws.");
        }

        if (request.AddressFamily is not ("IPv4" or "IPv6"))
        {
            return new Ec2Error.InvalidParameterValue(
                $"Value ({request.AddressFamily}) for parameter addressFamily is invalid. It must be IPv4 or IPv6.");
        }

        return request.MaxEntries is >= 1 and <= EntriesMax ? null : new Ec2Error.InvalidParameterValue(
            $"Value ({request.MaxEntries}) for parameter maxEntries is invalid. It must be 1 to {EntriesMax}.");
    }
}
