using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;

namespace Pergola.Planning.Ec2;

/// <summary>
/// All prefix lists of a scope: AWS's own for VPC Lattice, which have the same id everywhere in a region, and the
/// customer's.
/// </summary>
public static class PrefixLists
{
    /// <summary>Both families of Lattice's addresses, in this region.</summary>
    public static ImmutableArray<PrefixList> Managed(string region) =>
    [
        ManagedList(region, $"com.amazonaws.{region}.vpc-lattice", "IPv4", "169.254.171.0/24"),
        ManagedList(region, $"com.amazonaws.{region}.ipv6.vpc-lattice", "IPv6", "fd00:ec2:80::/64"),
    ];

    /// <summary>The id of the list of Lattice's IPv4 addresses.</summary>
    public static string LatticeId(string region) => Managed(region)[0].PrefixListId;

    /// <summary>The list with that id; null when there is none.</summary>
    public static PrefixList? Find(Realm realm, string region, string? id) =>
        realm.Of<PrefixList>().Find(id) ?? Managed(region).FirstOrDefault(list => list.PrefixListId == id);

    /// <summary>Every list, AWS's own first.</summary>
    public static IEnumerable<PrefixList> All(Realm realm, string region) =>
        Managed(region).Concat(realm.Of<PrefixList>().All);

    /// <summary>The IPv4 networks of a list; none when there is no such list.</summary>
    public static ValueList<Cidr> Networks(Realm realm, string region, string id) =>
    [
        .. (Find(realm, region, id)?.Entries ?? [])
            .Select(entry => Cidr.TryParse(entry.Cidr, out var cidr) ? cidr : null)
            .OfType<Cidr>(),
    ];

    internal static bool IsManaged(PrefixList list) => list.Name.StartsWith("com.amazonaws.", StringComparison.Ordinal);

    private static PrefixList ManagedList(string region, string name, string family, string cidr) => new()
    {
        PrefixListId = StableId(Noun.PrefixList.Prefix, name),
        Name = name,
        AddressFamily = family,
        MaxEntries = 1,
        Entries = [new PrefixListEntry(cidr, null)],
    };

    /// <summary>An id that always comes out the same for the same text.</summary>
    internal static string StableId(string prefix, string text) =>
        prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..Mint.ResourceIdLength];
}
