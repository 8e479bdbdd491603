using Pergola.Api.Iam;
using Pergola.Domain;
using Pergola.Domain.Identity;
using Pergola.Wire.Schemas;

namespace Pergola.Planning.Iam;

/// <summary>Create-, Get-, List- and DeletePolicyVersion, and SetDefaultPolicyVersion.</summary>
internal static class PolicyVersions
{
    public static Decision<CreatePolicyVersionResponse> Create(
        CreatePolicyVersionRequest request, Snapshot snapshot, Given given) => ModifyPolicy.With(
            request.PolicyArn,
            snapshot,
            given,
            policy =>
            {
                var id = $"v{policy.VersionCount + 1}";
                var changed = policy with
                {
                    VersionCount = policy.VersionCount + 1,
                    Versions = policy.Versions.Add(new ManagedPolicyVersion(id, request.PolicyDocument, given.Now)),
                    DefaultVersionId = request.SetAsDefault is true ? id : policy.DefaultVersionId,
                    UpdateDate = given.Now,
                };
                return (changed, PolicyCheck.Managed(request.PolicyDocument) ?? TooMany(policy));
            },
            policy => new CreatePolicyVersionResponse
            {
                PolicyVersion = IamShapes.Of(policy, policy.Versions[^1], withDocument: false),
            });

    public static Decision<GetPolicyVersionResponse> Get(
        GetPolicyVersionRequest request, Snapshot snapshot, Given given)
    {
        if (!ManagedPolicies.TryFind(snapshot.In(given.Scope.Global), request.PolicyArn, out var policy))
        {
            return IamError.NoPolicy(request.PolicyArn);
        }

        return Find(policy, request.VersionId) is { } version
            ? new GetPolicyVersionResponse { PolicyVersion = IamShapes.Of(policy, version, withDocument: true) }
            : NoVersion(policy, request.VersionId);
    }

    public static Decision<ListPolicyVersionsResponse> List(
        ListPolicyVersionsRequest request, Snapshot snapshot, Given given)
    {
        if (!ManagedPolicies.TryFind(snapshot.In(given.Scope.Global), request.PolicyArn, out var policy))
        {
            return IamError.NoPolicy(request.PolicyArn);
        }

        // Newest first, as AWS lists them; keys are padded so that they sort so.
        var versions = policy.Versions.Reverse();
        return IamPage.Of(versions, version => SortKey(version.VersionId), request.Marker, request.MaxItems) is { } page
            ? new ListPolicyVersionsResponse
            {
                Versions = [.. page.Entries.Select(version => IamShapes.Of(policy, version, withDocument: false))],
                IsTruncated = page.IsTruncated,
                Marker = page.Marker,
            }
            : IamPage.BadMarker(request.Marker);
    }

    public static Decision<Nothing> SetDefault(
        SetDefaultPolicyVersionRequest request, Snapshot snapshot, Given given) => ModifyPolicy.With(
            request.PolicyArn,
            snapshot,
            given,
            policy => (
                policy with { DefaultVersionId = request.VersionId, UpdateDate = given.Now },
                Find(policy, request.VersionId) is null ? NoVersion(policy, request.VersionId) : null),
            _ => new Nothing());

    public static Decision<Nothing> Delete(
        DeletePolicyVersionRequest request, Snapshot snapshot, Given given) => ModifyPolicy.With(
            request.PolicyArn,
            snapshot,
            given,
            policy => (
                policy with { Versions = policy.Versions.RemoveAll(version => version.VersionId == request.VersionId) },
                WhyNotDelete(policy, request.VersionId)),
            _ => new Nothing());

    private static IamError? WhyNotDelete(ManagedPolicy policy, string versionId)
    {
        if (Find(policy, versionId) is null)
        {
            return NoVersion(policy, versionId);
        }

        return policy.DefaultVersionId == versionId
            ? new IamError.DeleteConflict("Cannot delete the default version of a policy.")
            : null;
    }

    private static IamError? TooMany(ManagedPolicy policy) => policy.Versions.Length >= IamQuota.PolicyVersionsMax
        ? new IamError.LimitExceeded(
            $"A managed policy can have up to {IamQuota.PolicyVersionsMax} versions. Before you create a new version, "
            + "you must delete an existing version.")
        : null;

    private static ManagedPolicyVersion? Find(ManagedPolicy policy, string versionId) =>
        policy.Versions.FirstOrDefault(version => version.VersionId == versionId);

    private static IamError.NoSuchEntity NoVersion(ManagedPolicy policy, string versionId) =>
        new($"Policy {policy.Arn} version {versionId} does not exist or is not attachable.");

    private static string SortKey(string versionId) => (int.MaxValue - int.Parse(versionId.AsSpan(1), provider: null))
        .ToString("D10", System.Globalization.CultureInfo.InvariantCulture);
}
