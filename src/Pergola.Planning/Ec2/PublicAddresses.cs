using System.Buffers.Binary;
using System.Net;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;

namespace Pergola.Planning.Ec2;

/// <summary>
/// The pool of public addresses. One node serves every account, so an address is given once among all.
/// </summary>
public static class PublicAddresses
{
    /// <summary>
    /// RFC 2544's range for network benchmarks: 131,072 addresses that no real network routes, so an address of ours
    /// never hides one that exists. (The documentation ranges have 254 each, too few for many accounts.)
    /// </summary>
    public static Cidr Pool { get; } = Cidr.Parse("198.18.0.0/15");

    // The first and the last 256 stay free for the node's own links.
    private const uint Reserved = 256;

    /// <summary>An address that nobody has, or null when there is none.</summary>
    /// <param name="snapshot">All accounts.</param>
    /// <param name="pending">Addresses that the same decision already gave.</param>
    /// <param name="entropy">Where in the pool the search begins, so that released addresses rest for a while.</param>
    public static string? Next(Snapshot snapshot, IEnumerable<string> pending, IEntropy entropy)
    {
        var taken = Taken(snapshot);
        taken.UnionWith(pending);
        var size = (uint)Pool.Size - (2 * Reserved);
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        entropy.Fill(bytes);
        var start = BinaryPrimitives.ReadUInt32BigEndian(bytes) % size;
        for (var i = 0u; i < size; i++)
        {
            var address = Pool.AddressAt(Reserved + ((start + i) % size)).ToString();
            if (!taken.Contains(address))
            {
                return address;
            }
        }

        return null;
    }

    /// <summary>True when the address is one of the pool's.</summary>
    public static bool Contains(IPAddress address) => Pool.Contains(address);

    private static HashSet<string> Taken(Snapshot snapshot)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (_, realm) in snapshot.Realms)
        {
            taken.UnionWith(realm.Of<ElasticIp>().All.Select(address => address.PublicIp));
            foreach (var networkInterface in realm.Of<NetworkInterface>().All)
            {
                if (networkInterface.PublicIpAddress is { } address)
                {
                    taken.Add(address);
                }
            }
        }

        return taken;
    }
}
