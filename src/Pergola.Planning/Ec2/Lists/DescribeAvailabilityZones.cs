using Pergola.Domain;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Lists the availability zones of the region.</summary>
internal static class DescribeAvailabilityZones
{
    private static readonly Catalog<Zone> s_catalog = new(
        Noun.Zone,
        static zone => zone.Name,
        static (zone, name) => name switch
        {
            "zone-name" or "group-long-name" => [zone.Name],
            "zone-id" => [zone.ZoneId],
            "region-name" or "group-name" => [zone.Region],
            "state" => ["available"],
            "zone-type" => ["availability-zone"],
            "opt-in-status" => ["opt-in-not-required"],
            "message" or "parent-zone-id" or "parent-zone-name" => [],
            _ => null,
        });

    public static Decision<Shape.DescribeAvailabilityZonesResult> Decide(
        Shape.DescribeAvailabilityZonesRequest request, Snapshot snapshot, Given given)
    {
        var zones = Zones.Of(given.Scope.Region);
        if ((request.ZoneIds ?? []).FirstOrDefault(id => zones.All(zone => zone.ZoneId != id)) is { } absent)
        {
            return new Ec2Error.NotFound(Noun.Zone, absent);
        }

        return s_catalog.Search(
            zones.Where(zone => request.ZoneIds is not { Count: > 0 } || request.ZoneIds.Contains(zone.ZoneId)),
            new Query(request.ZoneNames, request.Filters),
            (found, _) => new Shape.DescribeAvailabilityZonesResult { AvailabilityZones = [.. found.Select(View)] });
    }

    private static Shape.AvailabilityZone View(Zone zone) => new()
    {
        ZoneName = zone.Name,
        ZoneId = zone.ZoneId,
        RegionName = zone.Region,
        GroupName = zone.Region,
        NetworkBorderGroup = zone.Region,
        ZoneType = "availability-zone",
        State = "available",
        OptInStatus = "opt-in-not-required",
        Messages = [],
    };
}
