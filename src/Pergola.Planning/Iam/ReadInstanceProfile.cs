using Pergola.Api.Iam;
using Pergola.Domain;
using InstanceProfile = Pergola.Domain.Identity.InstanceProfile;
using Role = Pergola.Domain.Identity.Role;

namespace Pergola.Planning.Iam;

/// <summary>
/// GetInstanceProfile, ListInstanceProfiles, ListInstanceProfilesForRole and ListInstanceProfileTags.
/// </summary>
internal static class ReadInstanceProfile
{
    public static Decision<GetInstanceProfileResponse> Get(
        GetInstanceProfileRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope.Global);
        return realm.Of<InstanceProfile>().TryGet(request.InstanceProfileName, out var profile)
            ? new GetInstanceProfileResponse { InstanceProfile = IamShapes.Of(profile, realm) }
            : IamError.NoInstanceProfile(request.InstanceProfileName);
    }

    public static Decision<ListInstanceProfilesResponse> List(
        ListInstanceProfilesRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope.Global);
        var profiles = realm.Of<InstanceProfile>().All.Where(
            profile => profile.Path.StartsWith(request.PathPrefix ?? "/", StringComparison.Ordinal));
        return IamPage.OfResources(profiles, request.Marker, request.MaxItems) is { } page
            ? new ListInstanceProfilesResponse
            {
                InstanceProfiles = [.. page.Entries.Select(profile => IamShapes.Of(profile, realm))],
                IsTruncated = page.IsTruncated,
                Marker = page.Marker,
            }
            : IamPage.BadMarker(request.Marker);
    }

    public static Decision<ListInstanceProfilesForRoleResponse> ListForRole(
        ListInstanceProfilesForRoleRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope.Global);
        if (!realm.Of<Role>().TryGet(request.RoleName, out var role))
        {
            return IamError.NoRole(request.RoleName);
        }

        var profiles = realm.Of<InstanceProfile>().Under(role.RoleName);
        return IamPage.OfResources(profiles, request.Marker, request.MaxItems) is { } page
            ? new ListInstanceProfilesForRoleResponse
            {
                InstanceProfiles = [.. page.Entries.Select(profile => IamShapes.Of(profile, realm))],
                IsTruncated = page.IsTruncated,
                Marker = page.Marker,
            }
            : IamPage.BadMarker(request.Marker);
    }

    public static Decision<ListInstanceProfileTagsResponse> ListTags(
        ListInstanceProfileTagsRequest request, Snapshot snapshot, Given given)
    {
        if (!snapshot.In(given.Scope.Global).Of<InstanceProfile>().TryGet(request.InstanceProfileName, out var profile))
        {
            return IamError.NoInstanceProfile(request.InstanceProfileName);
        }

        return IamTags.Page(profile.Tags, request.Marker, request.MaxItems) is { } page
            ? new ListInstanceProfileTagsResponse
            {
                Tags = page.Entries,
                IsTruncated = page.IsTruncated,
                Marker = page.Marker,
            }
            : IamPage.BadMarker(request.Marker);
    }
}
