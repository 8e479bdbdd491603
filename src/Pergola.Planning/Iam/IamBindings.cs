using System.Collections.Immutable;
using Pergola.Api.Iam;

namespace Pergola.Planning.Iam;

/// <summary>Which decision answers which operation of this service.</summary>
public static class IamBindings
{
    /// <summary>Every operation that is implemented.</summary>
    public static ImmutableArray<Binding> All { get; } =
    [
        Binding.To(IamApi.AddRoleToInstanceProfile, ModifyInstanceProfile.AddRole),
        Binding.To(IamApi.AttachRolePolicy, AttachedPolicies.Attach),
        Binding.To(IamApi.CreateInstanceProfile, CreateInstanceProfile.Decide),
        Binding.To(IamApi.CreatePolicy, CreatePolicy.Decide),
        Binding.To(IamApi.CreatePolicyVersion, PolicyVersions.Create),
        Binding.To(IamApi.CreateRole, CreateRole.Decide),
        Binding.To(IamApi.CreateServiceLinkedRole, ServiceLinkedRoles.Create),
        Binding.To(IamApi.DeleteInstanceProfile, ModifyInstanceProfile.Delete),
        Binding.To(IamApi.DeletePolicy, DeletePolicy.Decide),
        Binding.To(IamApi.DeletePolicyVersion, PolicyVersions.Delete),
        Binding.To(IamApi.DeleteRole, DeleteRole.Decide),
        Binding.To(IamApi.DeleteRolePermissionsBoundary, UpdateRole.Unbound),
        Binding.To(IamApi.DeleteRolePolicy, InlinePolicies.Delete),
        Binding.To(IamApi.DeleteServiceLinkedRole, ServiceLinkedRoles.Delete),
        Binding.To(IamApi.DetachRolePolicy, AttachedPolicies.Detach),
        Binding.To(IamApi.GetInstanceProfile, ReadInstanceProfile.Get),
        Binding.To(IamApi.GetPolicy, ReadPolicy.Get),
        Binding.To(IamApi.GetPolicyVersion, PolicyVersions.Get),
        Binding.To(IamApi.GetRole, ReadRole.Get),
        Binding.To(IamApi.GetRolePolicy, InlinePolicies.Get),
        Binding.To(IamApi.GetServiceLinkedRoleDeletionStatus, ServiceLinkedRoles.DeletionStatus),
        Binding.To(IamApi.GetUser, AccountDecisions.GetUser),
        Binding.To(IamApi.ListAccountAliases, AccountDecisions.ListAliases),
        Binding.To(IamApi.ListAttachedRolePolicies, AttachedPolicies.List),
        Binding.To(IamApi.ListEntitiesForPolicy, ReadPolicy.ListEntities),
        Binding.To(IamApi.ListInstanceProfileTags, ReadInstanceProfile.ListTags),
        Binding.To(IamApi.ListInstanceProfiles, ReadInstanceProfile.List),
        Binding.To(IamApi.ListInstanceProfilesForRole, ReadInstanceProfile.ListForRole),
        Binding.To(IamApi.ListPolicies, ReadPolicy.List),
        Binding.To(IamApi.ListPolicyTags, PolicyTags.List),
        Binding.To(IamApi.ListPolicyVersions, PolicyVersions.List),
        Binding.To(IamApi.ListRolePolicies, InlinePolicies.List),
        Binding.To(IamApi.ListRoleTags, RoleTags.List),
        Binding.To(IamApi.ListRoles, ReadRole.List),
        Binding.To(IamApi.PutRolePermissionsBoundary, UpdateRole.Bound),
        Binding.To(IamApi.PutRolePolicy, InlinePolicies.Put),
        Binding.To(IamApi.RemoveRoleFromInstanceProfile, ModifyInstanceProfile.RemoveRole),
        Binding.To(IamApi.SetDefaultPolicyVersion, PolicyVersions.SetDefault),
        Binding.To(IamApi.TagInstanceProfile, ModifyInstanceProfile.Tag),
        Binding.To(IamApi.TagPolicy, PolicyTags.Tag),
        Binding.To(IamApi.TagRole, RoleTags.Tag),
        Binding.To(IamApi.UntagInstanceProfile, ModifyInstanceProfile.Untag),
        Binding.To(IamApi.UntagPolicy, PolicyTags.Untag),
        Binding.To(IamApi.UntagRole, RoleTags.Untag),
        Binding.To(IamApi.UpdateAssumeRolePolicy, UpdateRole.Trust),
        Binding.To(IamApi.UpdateRole, UpdateRole.Decide),
        Binding.To(IamApi.UpdateRoleDescription, UpdateRole.Describe),
    ];
}
