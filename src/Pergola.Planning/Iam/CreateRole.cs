using System.Collections.Immutable;
using Pergola.Api.Iam;
using Pergola.Core;
using Pergola.Domain;
using Role = Pergola.Domain.Identity.Role;

namespace Pergola.Planning.Iam;

/// <summary>Creates a role with its trust policy; it has no permissions until policies are put or attached.</summary>
internal static class CreateRole
{
    public static Decision<CreateRoleResponse> Decide(CreateRoleRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope.Global);
        var roles = realm.Of<Role>();
        if (roles.TryGet(request.RoleName, out _))
        {
            return new IamError.EntityAlreadyExists($"Role with name {request.RoleName} already exists.");
        }

        if (roles.Count >= IamQuota.RolesMax)
        {
            return new IamError.LimitExceeded($"Cannot exceed quota for RolesPerAccount: {IamQuota.RolesMax}");
        }

        var (tags, tagError) = IamTags.Merge(ImmutableSortedDictionary<string, string>.Empty, request.Tags);
        var error = PolicyCheck.Trust(request.AssumeRolePolicyDocument)
            ?? PolicyCheck.Boundary(realm, request.PermissionsBoundary)
            ?? tagError;
        if (error is not null)
        {
            return error;
        }

        var path = request.Path ?? "/";
        var role = new Role
        {
            RoleName = request.RoleName,
            RoleId = Mint.UpperAlphanumeric("AROA", 17, given.Entropy),
            Path = path,
            Arn = $"arn:aws:iam::{given.Scope.Account}:role{path}{request.RoleName}",
            AssumeRolePolicyDocument = request.AssumeRolePolicyDocument,
            Description = request.Description,
            MaxSessionDuration = request.MaxSessionDuration ?? 3600,
            PermissionsBoundaryArn = request.PermissionsBoundary,
            CreateDate = given.Now,
            Tags = tags,
        };
        return new Decision<CreateRoleResponse>.Accept(
            new CreateRoleResponse { Role = IamShapes.Of(role) }, [new Change.Put(given.Scope.Global, role)]);
    }
}
