using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// DeleteDomainVerification: gone at once. Configurations that named it are no longer verified; what their associations
/// already offer stays.
/// </summary>
internal static class DeleteDomainVerification
{
    public static Decision<DeleteDomainVerificationResponse> Decide(
        DeleteDomainVerificationRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!LatticeLookup.TryFind<DomainVerification>(
            realm, request.DomainVerificationIdentifier, out var found, out var refusal))
        {
            return refusal;
        }

        return new Decision<DeleteDomainVerificationResponse>.Accept(
            new DeleteDomainVerificationResponse(),
            [
                .. ConfigurationFamily.ProvenBy(realm, found.Id).Select(configuration => new Change.Put(
                    given.Scope, configuration with { DomainVerificationId = null })),
                new Change.Remove(given.Scope, ResourceKinds.For<DomainVerification>(), found.Id),
            ]);
    }
}
