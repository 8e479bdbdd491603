namespace Pergola.Planning.Access;

/// <summary>Whether a request may go on, and why.</summary>
public abstract record AccessVerdict
{
    private AccessVerdict()
    {
    }

    /// <summary>It may.</summary>
    /// <param name="Caller">Who sent it.</param>
    /// <param name="Because">What allowed it at each level that asks; empty when none does.</param>
    public sealed record Allowed(AccessCaller Caller, IReadOnlyList<AccessReason> Because) : AccessVerdict;

    /// <summary>It may not.</summary>
    /// <param name="Caller">Who sent it.</param>
    /// <param name="Because">What denied it, or which level is silent.</param>
    /// <param name="Text">What the client is told.</param>
    public sealed record Denied(AccessCaller Caller, AccessReason Because, string Text) : AccessVerdict;

    /// <summary>It has a signature that does not convince, which is refused wherever it is.</summary>
    /// <param name="Text">What the client is told.</param>
    public sealed record Unproven(string Text) : AccessVerdict;

    /// <summary>The status of every refusal.</summary>
    public const int RefusedStatus = 403;

    /// <summary>What the client is told; null when the request may go on.</summary>
    public string? Refusal => this switch
    {
        Denied denied => denied.Text,
        Unproven unproven => unproven.Text,
        _ => null,
    };
}

/// <summary>The level of a policy.</summary>
public enum AccessLevel
{
    /// <summary>The service network's auth policy.</summary>
    Network,

    /// <summary>The service's auth policy.</summary>
    Service,

    /// <summary>The policies of the caller's role.</summary>
    Identity,
}

/// <summary>What a level says, and where.</summary>
/// <param name="Policy">Which of the level's policies: 0 unless the level is Identity.</param>
/// <param name="Statement">
/// The index of the statement; null when none applies, or when nothing restricts the caller.
/// </param>
/// <param name="Sid">The statement's name, if it has one.</param>
public sealed record AccessReason(AccessLevel Level, int Policy, int? Statement, string? Sid);
