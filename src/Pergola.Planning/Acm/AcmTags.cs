using System.Collections.Immutable;
using Pergola.Api.Acm;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Wire.Schemas;

namespace Pergola.Planning.Acm;

/// <summary>Tags of certificates: those that a new one gets, and adding, removing and listing later.</summary>
internal static class AcmTags
{
    /// <summary>User tags of one resource (AWS General Reference, "Tag naming limits").</summary>
    private const int Most = 50;

    public static Decision<Nothing> Add(AddTagsToCertificateRequest request, Snapshot snapshot, Given given)
    {
        if (!Certificates.TryFind(snapshot, given, request.CertificateArn, out var certificate, out var refusal))
        {
            return refusal;
        }

        var (tags, error) = Merge(certificate.Tags, request.Tags);
        return error is not null
            ? error
            : new Decision<Nothing>.Accept(
                new Nothing(), [new Change.Put(given.Scope, certificate with { Tags = tags })]);
    }

    /// <summary>A tag that is given with a value is removed only if it has that value (ACM API reference).</summary>
    public static Decision<Nothing> Remove(RemoveTagsFromCertificateRequest request, Snapshot snapshot, Given given)
    {
        if (!Certificates.TryFind(snapshot, given, request.CertificateArn, out var certificate, out var refusal))
        {
            return refusal;
        }

        var rest = certificate.Tags.RemoveRange(request.Tags
            .Where(tag => tag.Value is null || certificate.Tags.GetValueOrDefault(tag.Key) == tag.Value)
            .Select(tag => tag.Key));
        return new Decision<Nothing>.Accept(
            new Nothing(), [new Change.Put(given.Scope, certificate with { Tags = rest })]);
    }

    public static Decision<ListTagsForCertificateResponse> List(
        ListTagsForCertificateRequest request, Snapshot snapshot, Given given) =>
        Certificates.TryFind(snapshot, given, request.CertificateArn, out var certificate, out var refusal)
            ? new ListTagsForCertificateResponse
            {
                Tags = [.. certificate.Tags.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })],
            }
            : refusal;

    /// <summary>The tags with others put over them, or what is wrong with that.</summary>
    public static (ImmutableSortedDictionary<string, string> Tags, AcmError? Error) Merge(
        ImmutableSortedDictionary<string, string> existing, IReadOnlyList<Tag>? added)
    {
        var merged = existing.SetItems((added ?? []).Select(
            tag => new KeyValuePair<string, string>(tag.Key, tag.Value ?? "")));
        if (merged.Keys.FirstOrDefault(TagKeys.IsReserved) is { } key)
        {
            return (existing, new AcmError.InvalidTag(
                $"Tag key '{key}' is invalid: keys that begin with 'aws:' are reserved."));
        }

        return merged.Count > Most
            ? (existing, new AcmError.TooManyTags(
                $"The certificate would have {merged.Count} tags, but at most {Most} are allowed."))
            : (merged, null);
    }
}
