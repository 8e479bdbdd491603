using System.Collections.Immutable;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// A quota of VPC Lattice (user guide, "Quotas"). The default is AWS's; an operator may set another
/// (<c>pergola up --quota</c>).
/// </summary>
/// <param name="Name">What an operator calls it.</param>
/// <param name="Title">What is limited, for a message; AWS's name of the quota.</param>
/// <param name="Default">AWS's limit.</param>
/// <param name="Code">The code of Service Quotas.</param>
internal sealed record LatticeQuota(string Name, string Title, int Default, string Code)
{
    public static LatticeQuota ServiceNetworks { get; } =
        new("service-networks-per-region", "Service networks per region", 50, "L-9CAD07FB");

    public static LatticeQuota Services { get; } =
        new("services-per-region", "Services per region", 2000, "L-620C821E");

    public static LatticeQuota TargetGroups { get; } =
        new("target-groups-per-region", "Target groups per region", 500, "L-BB11C6B9");

    public static LatticeQuota Listeners { get; } =
        new("listeners-per-service", "Listeners per service", 2, "L-D64E952E");

    public static LatticeQuota Rules { get; } = new("rules-per-listener", "Rules per listener", 10, "L-CF78395E");

    public static LatticeQuota TargetGroupsOfService { get; } =
        new("target-groups-per-service", "Target groups per service", 10, "L-3DEC3B9F");

    public static LatticeQuota Targets { get; } =
        new("targets-per-target-group", "Targets per target group", 1000, "L-D71303F3");

    public static LatticeQuota ServiceAssociations { get; } = new(
        "service-associations-per-service-network", "Service associations per service network", 500, "L-75D4A19E");

    public static LatticeQuota VpcAssociations { get; } =
        new("vpc-associations-per-service-network", "VPC associations per service network", 500, "L-EF6E2D62");

    public static LatticeQuota ResourceGateways { get; } =
        new("resource-gateways-per-vpc", "Resource gateways per VPC", 500, "L-0DCA4434");

    public static LatticeQuota ResourceConfigurations { get; } =
        new("resource-configurations-per-region", "Resource configurations per region", 2000, "L-5FF8F9B9");

    public static LatticeQuota Children { get; } =
        new("child-configurations-per-group", "Child configurations per group", 60, "L-9BC96FEF");

    public static LatticeQuota ResourceAssociations { get; } = new(
        "resource-configurations-per-service-network",
        "Resource configurations per service network",
        500,
        "L-6095700C");

    public static LatticeQuota DomainVerifications { get; } =
        new("domain-verifications-per-region", "Domain verifications per region", 5, "L-73D0F278");

    public static LatticeQuota EndpointsOfNetwork { get; } =
        new("endpoints-per-service-network", "VPC endpoints per service network", 200, "L-89DEA27F");

    public static LatticeQuota NetworkEndpointsOfVpc { get; } =
        new("network-endpoints-per-vpc", "Service network endpoints per VPC", 50, "L-3B4E38D2");

    public static LatticeQuota ResourceEndpointsOfVpc { get; } =
        new("resource-endpoints-per-vpc", "Resource endpoints per VPC", 200, "L-CA6CC422");

    /// <summary>All that can be set. The others of AWS's table cannot be raised there either.</summary>
    public static ImmutableArray<LatticeQuota> All { get; } =
    [
        ServiceNetworks,
        Services,
        TargetGroups,
        Listeners,
        Rules,
        TargetGroupsOfService,
        Targets,
        ServiceAssociations,
        VpcAssociations,
        ResourceGateways,
        ResourceConfigurations,
        Children,
        ResourceAssociations,
        DomainVerifications,
        EndpointsOfNetwork,
        NetworkEndpointsOfVpc,
        ResourceEndpointsOfVpc,
    ];

    /// <summary>The refusal when as many exist already as there may be; null when there is room for one more.</summary>
    /// <param name="within">The resource that has so many; null for the account and region.</param>
    public LatticeError? Refuse<T>(Given given, int existing, string? within = null)
        where T : LatticeResource => RefuseTotal<T>(given, existing + 1, within);

    /// <summary>The refusal when there would be more than there may be; null when there is room.</summary>
    public LatticeError? RefuseTotal<T>(Given given, int total, string? within = null)
        where T : LatticeResource
    {
        var limit = given.Quotas.Of(Code, Default);
        return total <= limit
            ? null
            : new LatticeError.QuotaExceeded(LatticeIds.TypeOf<T>(), within, this, limit, total);
    }
}
