using System.Collections.Immutable;

namespace Pergola.Planning.Iam.Policies;

/// <summary>An IAM policy, read and checked.</summary>
internal sealed record PolicyDocument(ImmutableArray<PolicyStatement> Statements)
{
    /// <summary>
    /// What the document says to one request: an explicit denial wins over every permission, and silence is no.
    /// </summary>
    public PolicyVerdict Judge(PolicyRequest request)
    {
        var verdict = PolicyVerdict.Silent;
        foreach (var statement in Statements)
        {
            if (!statement.AppliesTo(request))
            {
                continue;
            }

            if (!statement.Allow)
            {
                return PolicyVerdict.Denied;
            }

            verdict = PolicyVerdict.Allowed;
        }

        return verdict;
    }
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
/// <param name="Context">Condition keys, in lower case, that are known of the request.</param>
internal sealed record PolicyRequest(
    PolicyPrincipal? Principal, string Action, string Resource, ImmutableDictionary<string, string> Context);

/// <summary>A principal as policies name it.</summary>
/// <param name="Type"><c>Service</c>, <c>AWS</c>, <c>Federated</c> or <c>CanonicalUser</c>.</param>
internal sealed record PolicyPrincipal(string Type, string Value);
