using Pergola.Api.Iam;
using Pergola.Domain;
using Pergola.Wire.Schemas;
using Role = Pergola.Domain.Identity.Role;

namespace Pergola.Planning.Iam;

/// <summary>The policies that live inside a role: Put-, Get-, Delete- and ListRolePolicies.</summary>
internal static class InlinePolicies
{
    public static Decision<Nothing> Put(
        PutRolePolicyRequest request, Snapshot snapshot, Given given) => ModifyRole.With(
        request.RoleName,
        snapshot,
        given,
        role => (
            role with { InlinePolicies = role.InlinePolicies.SetItem(request.PolicyName, request.PolicyDocument) },
            PolicyCheck.Inline(role, request.PolicyName, request.PolicyDocument)),
        _ => new Nothing());

    public static Decision<Nothing> Delete(DeleteRolePolicyRequest request, Snapshot snapshot, Given given) =>
        ModifyRole.With(
            request.RoleName,
            snapshot,
            given,
            role => (
                role with { InlinePolicies = role.InlinePolicies.Remove(request.PolicyName) },
                role.InlinePolicies.ContainsKey(request.PolicyName) ? null : NoSuchPolicy(request.PolicyName)),
            _ => new Nothing());

    public static Decision<GetRolePolicyResponse> Get(GetRolePolicyRequest request, Snapshot snapshot, Given given)
    {
        if (!snapshot.In(given.Scope.Global).Of<Role>().TryGet(request.RoleName, out var role))
        {
            return IamError.NoRole(request.RoleName);
        }

        return role.InlinePolicies.TryGetValue(request.PolicyName, out var document)
            ? new GetRolePolicyResponse
            {
                RoleName = role.RoleName,
                PolicyName = request.PolicyName,
                PolicyDocument = IamShapes.Encode(document),
            }
            : NoSuchPolicy(request.PolicyName);
    }

    public static Decision<ListRolePoliciesResponse> List(
        ListRolePoliciesRequest request, Snapshot snapshot, Given given)
    {
        if (!snapshot.In(given.Scope.Global).Of<Role>().TryGet(request.RoleName, out var role))
        {
            return IamError.NoRole(request.RoleName);
        }

        var names = role.InlinePolicies.Keys.Order(StringComparer.Ordinal);
        return IamPage.Of(names, name => name, request.Marker, request.MaxItems) is { } page
            ? new ListRolePoliciesResponse
            {
                PolicyNames = page.Entries,
                IsTruncated = page.IsTruncated,
                Marker = page.Marker,
            }
            : IamPage.BadMarker(request.Marker);
    }

    private static IamError.NoSuchEntity NoSuchPolicy(string name) =>
        new($"The role policy with name {name} cannot be found.");
}
