using System.Collections.Immutable;
using Pergola.Api.Iam;

namespace Pergola.Planning.Iam;

/// <summary>Which decision answers which operation of this service.</summary>
public static class IamBindings
{
    /// <summary>Every operation that is implemented.</summary>
    public static ImmutableArray<Binding> All { get; } =
    [
        Binding.To(IamApi.AttachRolePolicy, AttachedPolicies.Attach),
        Binding.To(IamApi.CreateRole, CreateRole.Decide),
        Binding.To(IamApi.DeleteRole, DeleteRole.Decide),
        Binding.To(IamApi.DeleteRolePermissionsBoundary, UpdateRole.Unbound),
        Binding.To(IamApi.DeleteRolePolicy, InlinePolicies.Delete),
        Binding.To(IamApi.DetachRolePolicy, AttachedPolicies.Detach),
        Binding.To(IamApi.GetRole, ReadRole.Get),
        Binding.To(IamApi.GetRolePolicy, InlinePolicies.Get),
        Binding.To(IamApi.GetUser, AccountDecisions.GetUser),
        Binding.To(IamApi.ListAccountAliases, AccountDecisions.ListAliases),
        Binding.To(IamApi.ListAttachedRolePolicies, AttachedPolicies.List),
        Binding.To(IamApi.ListRolePolicies, InlinePolicies.List),
        Binding.To(IamApi.ListRoleTags, RoleTags.List),
        Binding.To(IamApi.ListRoles, ReadRole.List),
        Binding.To(IamApi.PutRolePermissionsBoundary, UpdateRole.Bound),
        Binding.To(IamApi.PutRolePolicy, InlinePolicies.Put),
        Binding.To(IamApi.TagRole, RoleTags.Tag),
        Binding.To(IamApi.UntagRole, RoleTags.Untag),
        Binding.To(IamApi.UpdateAssumeRolePolicy, UpdateRole.Trust),
        Binding.To(IamApi.UpdateRole, UpdateRole.Decide),
        Binding.To(IamApi.UpdateRoleDescription, UpdateRole.Describe),
    ];
}
