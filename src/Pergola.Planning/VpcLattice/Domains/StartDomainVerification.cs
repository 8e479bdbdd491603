using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// StartDomainVerification: PENDING, with the TXT record that the domain's owner must publish. It is VERIFIED when the
/// node sees that record in DNS, and by nothing else.
/// </summary>
internal static class StartDomainVerification
{
    public static Decision<StartDomainVerificationResponse> Decide(
        StartDomainVerificationRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        var token = ClientToken.Read<DomainVerification>(
            VpcLatticeApi.StartDomainVerification, request, request.ClientToken, realm, given);
        if (token.Conflict is { } reused)
        {
            return reused;
        }

        var verifications = realm.Of<DomainVerification>();
        if (verifications.TryGet(token.ResourceId, out var same))
        {
            return Response(same);
        }

        if (LatticeError.Validation.OfAll(
            [.. DomainNames.Faults("domainName", request.DomainName), .. LatticeTags.Faults(request.Tags)]) is { } bad)
        {
            return bad;
        }

        if (verifications.By(request.DomainName.ToLowerInvariant()).FirstOrDefault() is { } other)
        {
            return LatticeError.Conflict.With<DomainVerification>(
                other.Id,
                $"Domain '{request.DomainName}' already has a verification: {other.Id}, status: {other.Status}.");
        }

        if (LatticeQuota.DomainVerifications.Refuse<DomainVerification>(given, verifications.Count) is { } full)
        {
            return full;
        }

        var made = Make(request, given);
        return new Decision<StartDomainVerificationResponse>.Accept(
            Response(made), [new Change.Put(given.Scope, made), .. token.Remember(given, made.Id)]);
    }

    private static DomainVerification Make(StartDomainVerificationRequest request, Given given)
    {
        var id = Mint.ResourceId(LatticeIds.DomainVerification, given.Entropy);
        return new DomainVerification
        {
            DomainVerificationId = id,
            Arn = LatticeIds.ArnOf(given.Scope, "domainverification", id),
            DomainName = request.DomainName,
            TxtName = "_" + Mint.Hex(16, given.Entropy),
            TxtValue = "vpc-lattice:" + Mint.Hex(32, given.Entropy),
            Status = VerificationStatus.Pending,
            GivesUpAt = given.Now + DomainVerificationLoop.Patience,
            CreatedAt = given.Now,
            LastUpdatedAt = given.Now,
            Tags = LatticeTags.Of(request.Tags),
        };
    }

    private static StartDomainVerificationResponse Response(DomainVerification made) => new()
    {
        Id = made.Id,
        Arn = made.Arn,
        DomainName = made.DomainName,
        Status = made.Status,
        TxtMethodConfig = ReadDomainVerifications.Method(made),
    };
}
