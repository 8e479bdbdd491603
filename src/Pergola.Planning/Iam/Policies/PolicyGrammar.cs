namespace Pergola.Planning.Iam.Policies;

/// <summary>What a policy document is attached to, which decides what its statements must and may not have.</summary>
internal sealed record PolicyGrammar(bool HasPrincipal, bool HasResource)
{
    /// <summary>Managed and inline policies: resources, no principal.</summary>
    public static PolicyGrammar Identity { get; } = new(HasPrincipal: false, HasResource: true);

    /// <summary>The trust policy of a role: principals, no resource.</summary>
    public static PolicyGrammar Trust { get; } = new(HasPrincipal: true, HasResource: false);
}
