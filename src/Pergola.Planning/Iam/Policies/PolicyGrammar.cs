namespace Pergola.Planning.Iam.Policies;

/// <summary>What a policy document is attached to, which decides what its statements must and may not have.</summary>
/// <param name="Vendor">The only service whose actions may be named; null for all.</param>
/// <param name="ResourceArnsOnly">False when resources may be patterns like <c>*/rates</c>.</param>
internal sealed record PolicyGrammar(
    bool HasPrincipal, bool HasResource, string? Vendor = null, bool ResourceArnsOnly = true)
{
    /// <summary>Managed and inline policies: resources, no principal.</summary>
    public static PolicyGrammar Identity { get; } = new(HasPrincipal: false, HasResource: true);

    /// <summary>The trust policy of a role: principals, no resource.</summary>
    public static PolicyGrammar Trust { get; } = new(HasPrincipal: true, HasResource: false, Vendor: "sts");

    /// <summary>
    /// An auth policy of VPC Lattice: who may send requests to which paths (VPC Lattice user guide, "Auth policies").
    /// </summary>
    public static PolicyGrammar LatticeAuth { get; } =
        new(HasPrincipal: true, HasResource: true, Vendor: "vpc-lattice-svcs", ResourceArnsOnly: false);

    /// <summary>A resource policy of VPC Lattice: which accounts may see and associate a resource.</summary>
    public static PolicyGrammar LatticeResource { get; } =
        new(HasPrincipal: true, HasResource: true, Vendor: "vpc-lattice");
}
