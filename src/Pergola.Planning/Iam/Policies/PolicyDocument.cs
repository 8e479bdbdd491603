using System.Collections.Immutable;

namespace Pergola.Planning.Iam.Policies;

/// <summary>An IAM policy, read and checked.</summary>
internal sealed record PolicyDocument(ImmutableArray<PolicyStatement> Statements)
{
    /// <summary>
    /// What the document says to one request: an explicit denial wins over every permission, and silence is no.
    /// </summary>
    public PolicyVerdict Judge(PolicyRequest request) => Find(request).Verdict;

    /// <summary>The same with the statement that decided: the first that denies, else the first that allows.</summary>
    public PolicyFinding Find(PolicyRequest request)
    {
        var finding = PolicyFinding.Silence;
        for (var index = 0; index < Statements.Length; index++)
        {
            var statement = Statements[index];
            if ((statement.Allow && finding.Verdict == PolicyVerdict.Allowed) || !statement.AppliesTo(request))
            {
                continue;
            }

            if (!statement.Allow)
            {
                return new PolicyFinding(PolicyVerdict.Denied, index, statement.Sid);
            }

            finding = new PolicyFinding(PolicyVerdict.Allowed, index, statement.Sid);
        }

        return finding;
    }
}

/// <summary>What a policy says to a request, and where.</summary>
/// <param name="Statement">The index of the statement that decided; null when none applies.</param>
/// <param name="Sid">Its name, if it has one.</param>
internal sealed record PolicyFinding(PolicyVerdict Verdict, int? Statement, string? Sid)
{
    /// <summary>No statement applies.</summary>
    public static PolicyFinding Silence { get; } = new(PolicyVerdict.Silent, null, null);
}

/// <summary>What a policy says to a request.</summary>
internal enum PolicyVerdict
{
    /// <summary>No statement applies.</summary>
    Silent,

    /// <summary>A statement allows and none denies.</summary>
    Allowed,

    /// <summary>A statement denies.</summary>
    Denied,
}

/// <summary>Who wants to do what with which resource.</summary>
/// <param name="Principal">Compared with trust policies only; identity policies have no principal.</param>
/// <param name="Context">The condition keys that are known of the request.</param>
internal sealed record PolicyRequest(
    PolicyPrincipal? Principal, string Action, string Resource, IPolicyContext Context)
{
    /// <summary>The role in which the principal asks, for a session.</summary>
    public PolicyPrincipal? Role { get; init; }
}

/// <summary>A principal as policies name it.</summary>
/// <param name="Type"><c>Service</c>, <c>AWS</c>, <c>Federated</c> or <c>CanonicalUser</c>.</param>
internal sealed record PolicyPrincipal(string Type, string Value);
