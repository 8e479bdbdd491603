namespace Pergola.Planning.VpcLattice;

/// <summary>A default quota of AWS (VPC Lattice user guide, "Quotas"), which a stack would also meet there.</summary>
/// <param name="Name">What is limited, for the message.</param>
/// <param name="Code">The code of Service Quotas.</param>
internal sealed record LatticeQuota(string Name, int Limit, string Code)
{
    public static LatticeQuota ServiceNetworks { get; } = new("Service networks per region", 50, "L-9CAD07FB");

    public static LatticeQuota Services { get; } = new("Services per region", 2000, "L-620C821E");

    public static LatticeQuota TargetGroups { get; } = new("Target groups per region", 500, "L-BB11C6B9");

    public static LatticeQuota Listeners { get; } = new("Listeners per service", 2, "L-D64E952E");

    public static LatticeQuota Rules { get; } = new("Rules per listener", 10, "L-CF78395E");

    public static LatticeQuota Targets { get; } = new("Targets per target group", 1000, "L-D71303F3");

    public static LatticeQuota ServiceAssociations { get; } =
        new("Service associations per service network", 500, "L-75D4A19E");

    public static LatticeQuota VpcAssociations { get; } =
        new("VPC associations per service network", 500, "L-EF6E2D62");

    /// <summary>The refusal when as many exist already as there may be; null when there is room.</summary>
    public LatticeError? Refuse<T>(int existing)
        where T : Domain.VpcLattice.LatticeResource =>
        existing >= Limit ? new LatticeError.QuotaExceeded(LatticeIds.TypeOf<T>(), this) : null;
}
