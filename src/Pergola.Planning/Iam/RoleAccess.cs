using System.Collections.Immutable;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Identity;
using Pergola.Planning.Iam.Policies;

namespace Pergola.Planning.Iam;

/// <summary>What a service may do in a role's name, as of one state.</summary>
public static class RoleAccess
{
    /// <summary>
    /// True when the role exists, its trust policy lets the service assume it, and its policies allow the action on the
    /// resource: an attached or inline one allows it, none denies it, and the permissions boundary, if any, allows it.
    /// </summary>
    /// <param name="globalRealm">The role's account in the scope of services without regions.</param>
    /// <param name="servicePrincipal">For example <c>ecs.amazonaws.com</c>.</param>
    public static bool Allows(
        Realm globalRealm, string roleArn, string servicePrincipal, string action, string resourceArn) =>
        TryFind(globalRealm, roleArn, out var role)
        && Trusts(role, new PolicyPrincipal("Service", servicePrincipal), "sts:AssumeRole")
        && Permits(globalRealm, role, action, resourceArn);

    /// <summary>The role of an ARN.</summary>
    internal static bool TryFind(
        Realm globalRealm, string roleArn, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Role? role) =>
        globalRealm.Of<Role>().TryGet(roleArn[(roleArn.LastIndexOf('/') + 1)..], out role) && role.Arn == roleArn;

    /// <summary>True when the trust policy lets the principal do this with the role.</summary>
    internal static bool Trusts(Role role, PolicyPrincipal principal, string action)
    {
        var context = Context(role);
        if (Arn.TryParse(principal.Value, out var caller))
        {
            context = context
                .SetItem("aws:principalarn", principal.Value)
                .SetItem("aws:principalaccount", caller.Account);
        }

        return PolicyReader.TryRead(role.AssumeRolePolicyDocument, PolicyGrammar.Trust, out var trust, out _)
            && trust.Judge(new PolicyRequest(principal, action, role.Arn, new KnownContext(context)))
                == PolicyVerdict.Allowed;
    }

    /// <summary>True when the role's policies allow the action on the resource.</summary>
    internal static bool Permits(Realm globalRealm, Role role, string action, string resourceArn)
    {
        var context = Context(role)
            .SetItem("aws:principalarn", role.Arn)
            .SetItem("aws:resourceaccount", Arn.TryParse(resourceArn, out var arn) ? arn.Account : "");
        var request = new PolicyRequest(null, action, resourceArn, new KnownContext(context));
        return Judge(Documents(globalRealm, role), request) == PolicyVerdict.Allowed
            && (role.PermissionsBoundaryArn is not { } boundary
                || Judge(Document(globalRealm, boundary), request) == PolicyVerdict.Allowed);
    }

    private static PolicyVerdict Judge(IEnumerable<string> documents, PolicyRequest request)
    {
        var verdict = PolicyVerdict.Silent;
        foreach (var document in documents)
        {
            var said = PolicyReader.TryRead(document, PolicyGrammar.Identity, out var policy, out _)
                ? policy.Judge(request)
                : PolicyVerdict.Silent;
            if (said == PolicyVerdict.Denied)
            {
                return said;
            }

            verdict = said == PolicyVerdict.Allowed ? said : verdict;
        }

        return verdict;
    }

    /// <summary>The documents of a role's attached and inline policies.</summary>
    internal static IEnumerable<string> Documents(Realm globalRealm, Role role) =>
        role.InlinePolicies.Values.Concat(
            role.AttachedPolicyArns.SelectMany(arn => Document(globalRealm, arn)));

    /// <summary>The document of a managed policy; none when there is no such policy.</summary>
    internal static IEnumerable<string> Document(Realm globalRealm, string policyArn) =>
        ManagedPolicies.TryFind(globalRealm, policyArn, out var policy) ? [policy.DefaultVersion.Document] : [];

    // Our services act for resources of the role's own account.
    private static ImmutableDictionary<string, string> Context(Role role) =>
        ImmutableDictionary<string, string>.Empty.Add(
            "aws:sourceaccount", Arn.TryParse(role.Arn, out var arn) ? arn.Account : "");
}
