using System.Collections.Immutable;

namespace Pergola.Planning.Iam.Policies;

/// <summary>One statement of a policy.</summary>
/// <param name="Sid">Its name, if it has one.</param>
/// <param name="Allow">True for <c>Allow</c>, false for <c>Deny</c>.</param>
/// <param name="Principals">Null in identity policies.</param>
/// <param name="Actions">Patterns of <c>Action</c> or <c>NotAction</c>.</param>
/// <param name="Resources">Patterns of <c>Resource</c> or <c>NotResource</c>; null in trust policies.</param>
internal sealed record PolicyStatement(
    string? Sid,
    bool Allow,
    PrincipalMatch? Principals,
    PatternList Actions,
    PatternList? Resources,
    ImmutableArray<PolicyCondition> Conditions)
{
    /// <summary>True when every part of the statement covers the request.</summary>
    public bool AppliesTo(PolicyRequest request) =>
        (Principals is null || (request.Principal is { } principal && Principals.Matches(principal, request.Role)))
        && Names(request.Action)
        && Covers(request.Resource)
        && Conditions.All(condition => Holds(condition.Judge(request.Context)));

    /// <summary>True when the statement is about that action.</summary>
    public bool Names(string action) => Actions.Matches(action, StringComparison.OrdinalIgnoreCase);

    /// <summary>True when the statement is about that resource.</summary>
    public bool Covers(string resource) =>
        Resources is null || Resources.Matches(resource, StringComparison.Ordinal);

    // What cannot be judged gives no permission and lifts no denial.
    private bool Holds(bool? judged) => judged ?? !Allow;
}

/// <summary>Patterns, or everything but them.</summary>
internal sealed record PatternList(ImmutableArray<string> Patterns, bool Inverted)
{
    public bool Matches(string text, StringComparison comparison) =>
        Patterns.Any(pattern => Wildcard.Matches(pattern, text, comparison)) != Inverted;
}

/// <summary>The principals of a statement: anybody, or some of a type, or everybody but them.</summary>
internal sealed record PrincipalMatch(ImmutableArray<PolicyPrincipal> Principals, bool Anybody, bool Inverted)
{
    /// <param name="principal">Who asks.</param>
    /// <param name="role">The role in which it asks, whose name stands for all its sessions.</param>
    public bool Matches(PolicyPrincipal principal, PolicyPrincipal? role = null) =>
        (Anybody || Principals.Any(named =>
            Covers(named, principal) || (role is not null && Covers(named, role)))) != Inverted;

    private static bool Covers(PolicyPrincipal named, PolicyPrincipal principal) =>
        named.Type == principal.Type
        && (named.Value == "*" || named.Value == principal.Value || CoversAccount(named, principal));

    // An account, as twelve digits or as its root, stands for every principal in it.
    private static bool CoversAccount(PolicyPrincipal named, PolicyPrincipal principal)
    {
        if (principal.Type != "AWS" || !Core.Arn.TryParse(principal.Value, out var who))
        {
            return false;
        }

        return named.Value == who.Account || named.Value == $"arn:{who.Partition}:iam::{who.Account}:root";
    }
}
