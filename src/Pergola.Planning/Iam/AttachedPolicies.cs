using Pergola.Api.Iam;
using Pergola.Domain;
using Pergola.Wire.Schemas;
using Role = Pergola.Domain.Identity.Role;

namespace Pergola.Planning.Iam;

/// <summary>The managed policies of a role: AttachRolePolicy, DetachRolePolicy and ListAttachedRolePolicies.</summary>
internal static class AttachedPolicies
{
    public static Decision<Nothing> Attach(AttachRolePolicyRequest request, Snapshot snapshot, Given given) =>
        ModifyRole.With(
            request.RoleName,
            snapshot,
            given,
            role => role.AttachedPolicyArns.Contains(request.PolicyArn)
                ? (role, null)
                : (role with { AttachedPolicyArns = role.AttachedPolicyArns.Add(request.PolicyArn) },
                    WhyNot(role, request.PolicyArn, snapshot.In(given.Scope.Global))),
            _ => new Nothing());

    public static Decision<Nothing> Detach(DetachRolePolicyRequest request, Snapshot snapshot, Given given) =>
        ModifyRole.With(
            request.RoleName,
            snapshot,
            given,
            role => (
                role with { AttachedPolicyArns = role.AttachedPolicyArns.Remove(request.PolicyArn) },
                role.AttachedPolicyArns.Contains(request.PolicyArn) ? null : IamError.NoPolicy(request.PolicyArn)),
            _ => new Nothing());

    public static Decision<ListAttachedRolePoliciesResponse> List(
        ListAttachedRolePoliciesRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope.Global);
        if (!realm.Of<Role>().TryGet(request.RoleName, out var role))
        {
            return IamError.NoRole(request.RoleName);
        }

        var policies = role.AttachedPolicyArns
            .Select(arn => ManagedPolicies.TryFind(realm, arn, out var policy) ? policy : null)
            .OfType<Domain.Identity.ManagedPolicy>()
            .Where(policy => policy.Path.StartsWith(request.PathPrefix ?? "/", StringComparison.Ordinal))
            .OrderBy(policy => policy.Arn, StringComparer.Ordinal);
        return IamPage.Of(policies, policy => policy.Arn, request.Marker, request.MaxItems) is { } page
            ? new ListAttachedRolePoliciesResponse
            {
                AttachedPolicies =
                [
                    .. page.Entries.Select(policy => new AttachedPolicy
                    {
                        PolicyName = policy.PolicyName,
                        PolicyArn = policy.Arn,
                    }),
                ],
                IsTruncated = page.IsTruncated,
                Marker = page.Marker,
            }
            : IamPage.BadMarker(request.Marker);
    }

    private static IamError? WhyNot(Role role, string arn, Realm realm)
    {
        if (!ManagedPolicies.TryFind(realm, arn, out var policy))
        {
            return new IamError.NoSuchEntity($"Policy {arn} does not exist or is not attachable.");
        }

        if (policy.Path.StartsWith("/aws-service-role/", StringComparison.Ordinal))
        {
            return new IamError.PolicyNotAttachable("Cannot attach a Service Role Policy to a Customer Role.");
        }

        return role.AttachedPolicyArns.Length >= IamQuota.AttachedPoliciesMax
            ? new IamError.LimitExceeded($"Cannot exceed quota for PoliciesPerRole: {IamQuota.AttachedPoliciesMax}")
            : null;
    }
}
