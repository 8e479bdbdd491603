using Pergola.Domain;
using Pergola.Domain.Identity;

namespace Pergola.Planning.Iam;

/// <summary>Resources as the API shows them.</summary>
internal static class IamShapes
{
    /// <summary>A role; lists show it without boundary and tags, as AWS does.</summary>
    public static Api.Iam.Role Of(Role role, bool inList = false) => new()
    {
        Path = role.Path,
        RoleName = role.RoleName,
        RoleId = role.RoleId,
        Arn = role.Arn,
        CreateDate = role.CreateDate,
        AssumeRolePolicyDocument = Encode(role.AssumeRolePolicyDocument),
        Description = role.Description,
        MaxSessionDuration = role.MaxSessionDuration,
        PermissionsBoundary = inList || role.PermissionsBoundaryArn is null
            ? null
            : new Api.Iam.AttachedPermissionsBoundary
            {
                PermissionsBoundaryType = "Policy",
                PermissionsBoundaryArn = role.PermissionsBoundaryArn,
            },
        Tags = inList || role.Tags.IsEmpty ? null : IamTags.Shape(role.Tags),
        RoleLastUsed = inList ? null : new Api.Iam.RoleLastUsed(),
    };

    /// <summary>A managed policy; how many roles use it is counted, not kept.</summary>
    public static Api.Iam.Policy Of(ManagedPolicy policy, Realm realm, bool inList = false) => new()
    {
        PolicyName = policy.PolicyName,
        PolicyId = policy.PolicyId,
        Arn = policy.Arn,
        Path = policy.Path,
        DefaultVersionId = policy.DefaultVersionId,
        AttachmentCount = realm.Of<Role>().All.Count(role => role.AttachedPolicyArns.Contains(policy.Arn)),
        PermissionsBoundaryUsageCount = realm.Of<Role>().All.Count(role => role.PermissionsBoundaryArn == policy.Arn),
        IsAttachable = true,
        Description = inList ? null : policy.Description,
        CreateDate = policy.CreateDate,
        UpdateDate = policy.UpdateDate,
        Tags = inList ? null : IamTags.Shape(policy.Tags),
    };

    /// <summary>A version of a managed policy; lists and creations show it without its document.</summary>
    public static Api.Iam.PolicyVersion Of(
        ManagedPolicy policy, ManagedPolicyVersion version, bool withDocument) => new()
    {
        Document = withDocument ? Encode(version.Document) : null,
        VersionId = version.VersionId,
        IsDefaultVersion = version.VersionId == policy.DefaultVersionId,
        CreateDate = version.CreateDate,
    };

    /// <summary>An instance profile with the role in it.</summary>
    public static Api.Iam.InstanceProfile Of(InstanceProfile profile, Realm realm) => new()
    {
        Path = profile.Path,
        InstanceProfileName = profile.InstanceProfileName,
        InstanceProfileId = profile.InstanceProfileId,
        Arn = profile.Arn,
        CreateDate = profile.CreateDate,
        Roles = realm.Of<Role>().Find(profile.RoleName) is { } role ? [Of(role, inList: true)] : [],
        Tags = profile.Tags.IsEmpty ? null : IamTags.Shape(profile.Tags),
    };

    /// <summary>A document as IAM hands it out: percent-encoded as in RFC 3986, a space as <c>%20</c>.</summary>
    public static string Encode(string document) => Uri.EscapeDataString(document);
}
