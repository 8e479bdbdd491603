using System.Collections.Immutable;
using Pergola.Api.Ram;
using Pergola.Core;
using Pergola.Domain.Ram;

namespace Pergola.Planning.Ram;

/// <summary>How shares look in answers.</summary>
internal static class RamShapes
{
    /// <summary>A share. Only its owner sees the tags.</summary>
    public static ResourceShare Of(OwnedShare owned, Scope viewer) => new()
    {
        ResourceShareArn = owned.Share.ShareArn,
        Name = owned.Share.Name,
        OwningAccountId = owned.Owner.Account,
        AllowExternalPrincipals = owned.Share.AllowExternalPrincipals,
        Status = ResourceShareStatus.Active,
        Tags = owned.Owner == viewer
            ? [.. owned.Share.Tags.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })]
            : null,
        CreationTime = owned.Share.CreatedAt,
        LastUpdatedTime = owned.Share.LastUpdatedAt,
        FeatureSet = ResourceShareFeatureSet.Standard,
    };

    /// <summary>What is in a share. Every account is external, since there is no organization.</summary>
    public static ResourceShareAssociation Of(Share share, ShareAssociation member) => new()
    {
        ResourceShareArn = share.ShareArn,
        ResourceShareName = share.Name,
        AssociatedEntity = member.Entity,
        AssociationType = member.Type,
        Status = member.Status,
        StatusMessage = member.Status == ResourceShareAssociationStatus.Failed
            ? $"Account {member.Entity} rejected the invitation."
            : null,
        CreationTime = member.CreatedAt,
        LastUpdatedTime = member.LastUpdatedAt,
        External = member.Type == ResourceShareAssociationType.Principal,
    };

    /// <summary>An invitation.</summary>
    public static ResourceShareInvitation Of(OwnedShare owned, ShareInvitation invitation) => new()
    {
        ResourceShareInvitationArn = invitation.InvitationArn,
        ResourceShareName = owned.Share.Name,
        ResourceShareArn = owned.Share.ShareArn,
        SenderAccountId = owned.Owner.Account,
        ReceiverAccountId = invitation.ReceiverAccount,
        InvitationTimestamp = invitation.SentAt,
        Status = invitation.Status,
    };

    /// <summary>A permission, in a list.</summary>
    public static ResourceSharePermissionSummary Of(ManagedPermission permission) => new()
    {
        Arn = permission.Arn,
        Version = Text(ManagedPermission.Version),
        DefaultVersion = true,
        Name = permission.Name,
        ResourceType = permission.ResourceType,
        Status = "ASSOCIATED",
        IsResourceTypeDefault = true,
        PermissionType = PermissionType.AwsManaged,
        FeatureSet = PermissionFeatureSet.Standard,
    };

    /// <summary>A permission, with what it allows.</summary>
    public static ResourceSharePermissionDetail DetailOf(ManagedPermission permission) => new()
    {
        Arn = permission.Arn,
        Version = Text(ManagedPermission.Version),
        DefaultVersion = true,
        Name = permission.Name,
        ResourceType = permission.ResourceType,
        Permission = $$"""{"Effect":"Allow","Action":[{{Quoted(permission.Grants.Actions)}}]}""",
        IsResourceTypeDefault = true,
        PermissionType = PermissionType.AwsManaged,
        FeatureSet = PermissionFeatureSet.Standard,
        Status = PermissionStatus.Attachable,
    };

    private static string Quoted(ImmutableArray<string> actions) =>
        string.Join(',', actions.Select(action => $"\"{action}\""));

    private static string Text(int version) => version.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
