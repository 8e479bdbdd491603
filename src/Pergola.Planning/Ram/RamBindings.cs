using System.Collections.Immutable;
using Pergola.Api.Ram;

namespace Pergola.Planning.Ram;

/// <summary>Which decision answers which operation of this service.</summary>
public static class RamBindings
{
    /// <summary>Every operation that is implemented.</summary>
    public static ImmutableArray<Binding> All { get; } =
    [
        Binding.To(RamApi.CreateResourceShare, CreateResourceShare.Decide),
        Binding.To(RamApi.GetResourceShares, GetResourceShares.Decide),
        Binding.To(RamApi.UpdateResourceShare, UpdateResourceShare.Decide),
        Binding.To(RamApi.DeleteResourceShare, DeleteResourceShare.Decide),

        Binding.To(RamApi.AssociateResourceShare, AssociateResourceShare.Decide),
        Binding.To(RamApi.DisassociateResourceShare, DisassociateResourceShare.Decide),
        Binding.To(RamApi.GetResourceShareAssociations, GetResourceShareAssociations.Decide),
        Binding.To(RamApi.ListResources, ListMembers.Resources),
        Binding.To(RamApi.ListPrincipals, ListMembers.Principals),

        Binding.To(RamApi.GetResourceShareInvitations, Invitations.Get),
        Binding.To(RamApi.AcceptResourceShareInvitation, Invitations.Accept),
        Binding.To(RamApi.RejectResourceShareInvitation, Invitations.Reject),

        Binding.To(RamApi.ListPermissions, ReadPermissions.List),
        Binding.To(RamApi.GetPermission, ReadPermissions.Get),
        Binding.To(RamApi.ListResourceSharePermissions, ReadPermissions.ListOfShare),

        Binding.To(RamApi.TagResource, RamTags.Tag),
        Binding.To(RamApi.UntagResource, RamTags.Untag),
    ];
}
