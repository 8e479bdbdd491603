using Pergola.Domain;
using Pergola.Domain.Identity;

namespace Pergola.Planning.Iam;

/// <summary>The way every change of a role goes.</summary>
internal static class ModifyRole
{
    /// <summary>Puts the changed role, or says why the role cannot be changed.</summary>
    /// <param name="change">The changed role, or a refusal.</param>
    /// <param name="evenServiceLinked">True for what users may do to a service's own role: describe and tag it.</param>
    public static Decision<TResponse> With<TResponse>(
        string roleName,
        Snapshot snapshot,
        Given given,
        Func<Role, (Role Role, IamError? Error)> change,
        Func<Role, TResponse> respond,
        bool evenServiceLinked = false)
    {
        if (!snapshot.In(given.Scope.Global).Of<Role>().TryGet(roleName, out var role))
        {
            return IamError.NoRole(roleName);
        }

        if (IsServiceLinked(role) && !evenServiceLinked)
        {
            return new IamError.UnmodifiableEntity(
                $"Cannot perform the operation on the protected role '{roleName}' - "
                + "this role is only modifiable by AWS");
        }

        var (changed, error) = change(role);
        return error is not null
            ? error
            : new Decision<TResponse>.Accept(respond(changed), [new Change.Put(given.Scope.Global, changed)]);
    }

    /// <summary>True for the roles that belong to a service.</summary>
    public static bool IsServiceLinked(Role role) =>
        role.Path.StartsWith("/aws-service-role/", StringComparison.Ordinal);
}
