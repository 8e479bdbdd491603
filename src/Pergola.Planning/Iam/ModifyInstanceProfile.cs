using Pergola.Api.Iam;
using Pergola.Domain;
using Pergola.Wire.Schemas;
using InstanceProfile = Pergola.Domain.Identity.InstanceProfile;
using Role = Pergola.Domain.Identity.Role;

namespace Pergola.Planning.Iam;

/// <summary>The role in an instance profile, its tags, and its end.</summary>
internal static class ModifyInstanceProfile
{
    public static Decision<Nothing> AddRole(
        AddRoleToInstanceProfileRequest request, Snapshot snapshot, Given given) => With(
            request.InstanceProfileName,
            snapshot,
            given,
            profile => (profile with { RoleName = request.RoleName },
                WhyNotAdd(profile, request.RoleName, snapshot.In(given.Scope.Global))));

    public static Decision<Nothing> RemoveRole(
        RemoveRoleFromInstanceProfileRequest request, Snapshot snapshot, Given given) => With(
            request.InstanceProfileName,
            snapshot,
            given,
            profile => (profile with { RoleName = null },
                profile.RoleName == request.RoleName ? null : IamError.NoRole(request.RoleName)));

    public static Decision<Nothing> Tag(TagInstanceProfileRequest request, Snapshot snapshot, Given given) => With(
        request.InstanceProfileName,
        snapshot,
        given,
        profile =>
        {
            var (tags, error) = IamTags.Merge(profile.Tags, request.Tags);
            return (profile with { Tags = tags }, error);
        });

    public static Decision<Nothing> Untag(UntagInstanceProfileRequest request, Snapshot snapshot, Given given) => With(
        request.InstanceProfileName,
        snapshot,
        given,
        profile => (profile with { Tags = profile.Tags.RemoveRange(request.TagKeys) }, null));

    public static Decision<Nothing> Delete(DeleteInstanceProfileRequest request, Snapshot snapshot, Given given)
    {
        if (!snapshot.In(given.Scope.Global).Of<InstanceProfile>().TryGet(request.InstanceProfileName, out var profile))
        {
            return IamError.NoInstanceProfile(request.InstanceProfileName);
        }

        return profile.RoleName is null
            ? new Decision<Nothing>.Accept(
                new Nothing(),
                [new Change.Remove(given.Scope.Global, ResourceKinds.For<InstanceProfile>(), profile.Id)])
            : new IamError.DeleteConflict("Cannot delete entity, must remove roles from instance profile first.");
    }

    private static IamError? WhyNotAdd(InstanceProfile profile, string roleName, Realm realm)
    {
        if (!realm.Of<Role>().TryGet(roleName, out _))
        {
            return IamError.NoRole(roleName);
        }

        return profile.RoleName is null
            ? null
            : new IamError.LimitExceeded("Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1");
    }

    private static Decision<Nothing> With(
        string name,
        Snapshot snapshot,
        Given given,
        Func<InstanceProfile, (InstanceProfile Profile, IamError? Error)> change)
    {
        if (!snapshot.In(given.Scope.Global).Of<InstanceProfile>().TryGet(name, out var profile))
        {
            return IamError.NoInstanceProfile(name);
        }

        var (changed, error) = change(profile);
        return error is not null
            ? error
            : new Decision<Nothing>.Accept(new Nothing(), [new Change.Put(given.Scope.Global, changed)]);
    }
}
