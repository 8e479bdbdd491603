using System.Collections.Immutable;
using Pergola.Api.Iam;
using Pergola.Core;
using Pergola.Domain;
using InstanceProfile = Pergola.Domain.Identity.InstanceProfile;

namespace Pergola.Planning.Iam;

/// <summary>Creates an instance profile, without a role in it.</summary>
internal static class CreateInstanceProfile
{
    public static Decision<CreateInstanceProfileResponse> Decide(
        CreateInstanceProfileRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope.Global);
        var profiles = realm.Of<InstanceProfile>();
        if (profiles.TryGet(request.InstanceProfileName, out _))
        {
            return new IamError.EntityAlreadyExists($"Instance Profile {request.InstanceProfileName} already exists.");
        }

        if (profiles.Count >= IamQuota.InstanceProfilesMax)
        {
            return new IamError.LimitExceeded(
                $"Cannot exceed quota for InstanceProfilesPerAccount: {IamQuota.InstanceProfilesMax}");
        }

        var (tags, error) = IamTags.Merge(ImmutableSortedDictionary<string, string>.Empty, request.Tags);
        if (error is not null)
        {
            return error;
        }

        var path = request.Path ?? "/";
        var profile = new InstanceProfile
        {
            InstanceProfileName = request.InstanceProfileName,
            InstanceProfileId = Mint.UpperAlphanumeric("AIPA", 17, given.Entropy),
            Path = path,
            Arn = $"arn:aws:iam::{given.Scope.Account}:instance-profile{path}{request.InstanceProfileName}",
            CreateDate = given.Now,
            Tags = tags,
        };
        return new Decision<CreateInstanceProfileResponse>.Accept(
            new CreateInstanceProfileResponse { InstanceProfile = IamShapes.Of(profile, realm) },
            [new Change.Put(given.Scope.Global, profile)]);
    }
}
