using Pergola.Api.Iam;
using Pergola.Domain;
using Pergola.Domain.Identity;
using Role = Pergola.Domain.Identity.Role;

namespace Pergola.Planning.Iam;

/// <summary>GetPolicy, ListPolicies and ListEntitiesForPolicy.</summary>
internal static class ReadPolicy
{
    public static Decision<GetPolicyResponse> Get(GetPolicyRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope.Global);
        return ManagedPolicies.TryFind(realm, request.PolicyArn, out var policy)
            ? new GetPolicyResponse { Policy = IamShapes.Of(policy, realm) }
            : IamError.NoPolicy(request.PolicyArn);
    }

    public static Decision<ListPoliciesResponse> List(ListPoliciesRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope.Global);
        var policies = Owned(request.Scope, realm)
            .Where(policy => policy.Path.StartsWith(request.PathPrefix ?? "/", StringComparison.Ordinal))
            .Where(policy => request.OnlyAttached is not true || UsedBy(realm, policy.Arn, null).Any())
            .Where(policy => request.PolicyUsageFilter is not { } usage || UsedBy(realm, policy.Arn, usage).Any())
            .OrderBy(policy => policy.Arn, StringComparer.Ordinal);
        return IamPage.Of(policies, policy => policy.Arn, request.Marker, request.MaxItems) is { } page
            ? new ListPoliciesResponse
            {
                Policies = [.. page.Entries.Select(policy => IamShapes.Of(policy, realm, inList: true))],
                IsTruncated = page.IsTruncated,
                Marker = page.Marker,
            }
            : IamPage.BadMarker(request.Marker);
    }

    public static Decision<ListEntitiesForPolicyResponse> ListEntities(
        ListEntitiesForPolicyRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope.Global);
        if (!ManagedPolicies.TryFind(realm, request.PolicyArn, out _))
        {
            return IamError.NoPolicy(request.PolicyArn);
        }

        var roles = request.EntityFilter is null or EntityType.Role
            ? UsedBy(realm, request.PolicyArn, request.PolicyUsageFilter)
                .Where(role => role.Path.StartsWith(request.PathPrefix ?? "/", StringComparison.Ordinal))
            : [];
        return IamPage.OfResources(roles, request.Marker, request.MaxItems) is { } page
            ? new ListEntitiesForPolicyResponse
            {
                PolicyGroups = [],
                PolicyUsers = [],
                PolicyRoles =
                [
                    .. page.Entries.Select(role => new PolicyRole { RoleName = role.RoleName, RoleId = role.RoleId }),
                ],
                IsTruncated = page.IsTruncated,
                Marker = page.Marker,
            }
            : IamPage.BadMarker(request.Marker);
    }

    private static IEnumerable<ManagedPolicy> Owned(string? scope, Realm realm) => scope switch
    {
        "AWS" => AwsManagedPolicies.All,
        "Local" => realm.Of<ManagedPolicy>().All,
        _ => realm.Of<ManagedPolicy>().All.Concat(AwsManagedPolicies.All),
    };

    // Usage is PermissionsPolicy or PermissionsBoundary; without it, both.
    private static IEnumerable<Role> UsedBy(Realm realm, string arn, string? usage) => realm.Of<Role>().All.Where(
        role => (usage != PolicyUsageType.PermissionsBoundary && role.AttachedPolicyArns.Contains(arn))
            || (usage != PolicyUsageType.PermissionsPolicy && role.PermissionsBoundaryArn == arn));
}
