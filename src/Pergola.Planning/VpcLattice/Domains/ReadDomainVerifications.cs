using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>GetDomainVerification and ListDomainVerifications.</summary>
internal static class ReadDomainVerifications
{
    public static Decision<GetDomainVerificationResponse> Get(
        GetDomainVerificationRequest request, Snapshot snapshot, Given given)
    {
        if (!LatticeLookup.TryFind<DomainVerification>(
            snapshot.In(given.Scope), request.DomainVerificationIdentifier, out var found, out var refusal))
        {
            return refusal;
        }

        return new GetDomainVerificationResponse
        {
            Id = found.Id,
            Arn = found.Arn,
            DomainName = found.DomainName,
            Status = found.Status,
            TxtMethodConfig = Method(found),
            CreatedAt = found.CreatedAt,
            LastVerifiedTime = found.LastVerifiedAt,
            Tags = found.Tags,
        };
    }

    public static Decision<ListDomainVerificationsResponse> List(
        ListDomainVerificationsRequest request, Snapshot snapshot, Given given)
    {
        if (!Page<DomainVerification>.TryCut(
            VpcLatticeApi.ListDomainVerifications,
            request,
            given,
            snapshot.In(given.Scope).Of<DomainVerification>().All,
            out var page,
            out var refusal))
        {
            return refusal;
        }

        return new ListDomainVerificationsResponse
        {
            Items = [.. page.Resources.Select(Summary)],
            NextToken = page.NextToken,
        };
    }

    /// <summary>The TXT record that proves ownership: its label below the domain, and its text.</summary>
    public static TxtMethodConfig Method(DomainVerification verification) =>
        new() { Name = verification.TxtName, Value = verification.TxtValue };

    private static DomainVerificationSummary Summary(DomainVerification found) => new()
    {
        Id = found.Id,
        Arn = found.Arn,
        DomainName = found.DomainName,
        Status = found.Status,
        TxtMethodConfig = Method(found),
        CreatedAt = found.CreatedAt,
        LastVerifiedTime = found.LastVerifiedAt,
        Tags = found.Tags,
    };
}
