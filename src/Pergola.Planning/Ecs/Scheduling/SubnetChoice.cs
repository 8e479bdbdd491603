using System.Collections.Immutable;
using Pergola.Domain;
using Pergola.Domain.Network;

namespace Pergola.Planning.Ecs.Scheduling;

/// <summary>
/// Spreads tasks: the zone with the fewest first, then the subnet with the fewest, then in the order given.
/// </summary>
internal static class SubnetChoice
{
    /// <summary>The subnet for one more task; null when none of the subnets exists.</summary>
    /// <param name="taken">The subnets of the tasks that are there.</param>
    public static string? Next(ImmutableArray<string> subnetIds, IReadOnlyCollection<string> taken, Realm realm)
    {
        var subnets = realm.Of<Subnet>();
        string? Zone(string id) => subnets.Find(id)?.AvailabilityZone;
        return subnetIds
            .Where(id => subnets.Find(id) is not null)
            .OrderBy(id => taken.Count(other => Zone(other) == Zone(id)))
            .ThenBy(id => taken.Count(other => other == id))
            .FirstOrDefault();
    }
}
