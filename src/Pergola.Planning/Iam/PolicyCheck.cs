using Pergola.Domain;
using Pergola.Domain.Identity;
using Pergola.Planning.Iam.Policies;

namespace Pergola.Planning.Iam;

/// <summary>What a document must be before it is kept.</summary>
internal static class PolicyCheck
{
    /// <summary>What is wrong with a trust policy, or null.</summary>
    public static IamError? Trust(string document) =>
        Malformed(document, PolicyGrammar.Trust)
        ?? TooLong(document, IamQuota.TrustPolicySizeMax, "Cannot exceed quota for ACLSizePerRole");

    /// <summary>What is wrong with a managed policy, or null.</summary>
    public static IamError? Managed(string document) =>
        Malformed(document, PolicyGrammar.Identity)
        ?? TooLong(document, IamQuota.ManagedPolicySizeMax, "Cannot exceed quota for PolicySize");

    /// <summary>What is wrong with giving a role an inline policy, or null.</summary>
    public static IamError? Inline(Role role, string name, string document)
    {
        var others = role.InlinePolicies.Where(policy => policy.Key != name)
            .Sum(policy => IamQuota.SizeOf(policy.Value));
        return Malformed(document, PolicyGrammar.Identity)
            ?? (others + IamQuota.SizeOf(document) > IamQuota.InlinePoliciesSizeMax
                ? new IamError.LimitExceeded(
                    $"Maximum policy size of {IamQuota.InlinePoliciesSizeMax} bytes exceeded for role {role.RoleName}")
                : null);
    }

    /// <summary>What is wrong with a policy as a permissions boundary, or null.</summary>
    public static IamError? Boundary(Realm realm, string? arn) =>
        arn is null || ManagedPolicies.TryFind(realm, arn, out _)
            ? null
            : new IamError.NoSuchEntity($"Scope ARN: {arn} does not exist or is not attachable.");

    private static IamError? Malformed(string document, PolicyGrammar grammar) =>
        PolicyReader.TryRead(document, grammar, out _, out var fault)
            ? null
            : new IamError.MalformedPolicyDocument(fault);

    private static IamError? TooLong(string document, int max, string text) =>
        IamQuota.SizeOf(document) > max ? new IamError.LimitExceeded($"{text}: {max}") : null;
}
