using System.Collections.Immutable;
using Pergola.Api.Ram;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Ram;
using Pergola.Planning.VpcLattice;

namespace Pergola.Planning.Ram;

/// <summary>CreateResourceShare: ACTIVE at once, with the members that the request names.</summary>
internal static class CreateResourceShare
{
    public static Decision<CreateResourceShareResponse> Decide(
        CreateResourceShareRequest request, Snapshot snapshot, Given given)
    {
        var fingerprint = RequestFingerprint.Of(RamApi.CreateResourceShare.Input, request);
        if (request.ClientToken is { Length: > 0 } token
            && snapshot.In(given.Scope).Of<Share>().By(token).FirstOrDefault() is { } same)
        {
            return same.Fingerprint == fingerprint ? Response(same, given) : new RamError.TokenMismatch(token);
        }

        var (tags, error) = RamTags.Merge(ImmutableSortedDictionary<string, string>.Empty, request.Tags);
        if ((error ?? RefusePermissions(request.PermissionArns)) is { } refused)
        {
            return refused;
        }

        var share = Make(request, tags, fingerprint, given);
        var wanted = MemberRequest.Of(request.ResourceArns, request.Principals, request.Sources);
        return NewMembers.TryRead(share, wanted, snapshot, given, out var members, out var refusal)
            ? new Decision<CreateResourceShareResponse>.Accept(
                Response(share, given), [new Change.Put(given.Scope, share), .. members.Additions(given.Scope)])
            : refusal;
    }

    private static Share Make(
        CreateResourceShareRequest request,
        ImmutableSortedDictionary<string, string> tags,
        string fingerprint,
        Given given) => new()
        {
            ShareArn = Arn.Of("ram", given.Scope, $"resource-share/{Mint.Uuid(given.Entropy)}"),
            Name = request.Name,

            // The API reference gives this default.
            AllowExternalPrincipals = request.AllowExternalPrincipals ?? true,
            PermissionArns = [.. request.PermissionArns ?? []],
            CreatedAt = given.Now,
            LastUpdatedAt = given.Now,
            Tags = tags,
            ClientToken = string.IsNullOrEmpty(request.ClientToken) ? null : request.ClientToken,
            Fingerprint = fingerprint,
        };

    private static RamError? RefusePermissions(IReadOnlyList<string>? arns) =>
        arns?.FirstOrDefault(arn => ManagedPermission.Find(arn) is null) is { } unknown
            ? new RamError.UnknownResource(
                $"Permission {unknown} could not be found; there are "
                + $"{string.Join(", ", ManagedPermission.All.Select(permission => permission.Arn))}.")
            : null;

    private static CreateResourceShareResponse Response(Share share, Given given) => new()
    {
        ResourceShare = RamShapes.Of(new OwnedShare(given.Scope, share), given.Scope),
        ClientToken = share.ClientToken,
    };
}
