using Pergola.Domain;
using Pergola.Domain.VpcLattice;
using Pergola.Machine.Network;

namespace Pergola.Planning.Dataplane;

/// <summary>
/// The entry addresses of resources, out of AWS's 129.224.0.0/17. Unlike services, resources cannot share one: a TCP
/// connection names nothing but its address.
/// </summary>
internal sealed class ResourceAddress
{
    private const uint First = 1;

    private readonly HashSet<string> _taken;

    private ResourceAddress(HashSet<string> taken) => _taken = taken;

    private static uint Count => (uint)WellKnown.LatticeResources.Size - (2 * First);

    /// <summary>The addresses that no association of the account and region has.</summary>
    public static ResourceAddress Of(Realm realm) => new(realm.Of<ServiceNetworkResourceAssociation>().All
        .Select(association => association.EntryAddress)
        .ToHashSet(StringComparer.Ordinal));

    /// <summary>
    /// The first free address from a place that the id determines, so that an address that was given up rests.
    /// </summary>
    public string Next(string associationId)
    {
        var start = LatticeAddress.Hash(associationId) % Count;
        for (var i = 0u; i < Count; i++)
        {
            var address = WellKnown.LatticeResources.AddressAt(First + ((start + i) % Count)).ToString();
            if (_taken.Add(address))
            {
                return address;
            }
        }

        // Quotas stop long before: 50 networks with 500 resources each.
        throw new System.Diagnostics.UnreachableException($"{WellKnown.LatticeResources} is used up.");
    }
}
