using System.Diagnostics.CodeAnalysis;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;
using Pergola.Wire.Schemas;

namespace Pergola.Planning.VpcLattice;

/// <summary>How every list of associations is asked for: by the network, by what is in it, or by both.</summary>
/// <param name="Network">The id or ARN of the service network; null for any.</param>
/// <param name="OtherField">What the request calls the other filter.</param>
/// <param name="Other">The id or ARN of what is associated; null for anything.</param>
internal sealed record AssociationList(string? Network, string OtherField, string? Other)
{
    /// <summary>Cuts the page. Without any filter AWS refuses; what does not exist has no associations.</summary>
    /// <param name="isOther">Whether the other filter means the association, or is not there.</param>
    public bool TryCut<T>(
        Operation operation,
        object request,
        Snapshot snapshot,
        Given given,
        Func<T, bool> isOther,
        [NotNullWhen(true)] out Page<T>? page,
        [NotNullWhen(false)] out LatticeError? refusal)
        where T : LatticeAssociation
    {
        page = null;
        if ((Network ?? Other) is not { } known)
        {
            refusal = LatticeError.Validation.Of(
                "serviceNetworkIdentifier", $"Give serviceNetworkIdentifier, {OtherField} or both.");
            return false;
        }

        if (!TryFindKeeper<T>(snapshot, given, out var keeper, out refusal))
        {
            return false;
        }

        var wanted = snapshot.In(keeper).Of<T>().By(LatticeIds.IdIn(known))
            .Where(association => LatticeLookup.IsMeant(Network, association.ServiceNetworkId)
                && isOther(association));
        if (!Page<T>.TryCut(operation, request, given, wanted, out page, out refusal))
        {
            return false;
        }

        // What the caller keeps itself it sees with its own ARN.
        var own = snapshot.In(given.Scope).Of<T>();
        page = page with { Resources = [.. page.Resources.Select(found => own.Find(found.Id) ?? found)] };
        return true;
    }

    // The owner of a network keeps all of its associations; whom the network is shared with sees them there, and whom
    // it was shared with still sees the own ones.
    private bool TryFindKeeper<T>(
        Snapshot snapshot,
        Given given,
        [NotNullWhen(true)] out Scope? keeper,
        [NotNullWhen(false)] out LatticeError? refusal)
        where T : LatticeAssociation
    {
        (keeper, refusal) = (given.Scope, null);
        if (Network is null)
        {
            return true;
        }

        if (LatticeLookup.TryFindVisible<ServiceNetwork>(
            snapshot, given, Network, SharePermission.ServiceNetwork.Read, out var network, out var unseen))
        {
            keeper = Ownership.Of(network);
        }
        else if (unseen is LatticeError.AccessDenied
            && snapshot.In(given.Scope).Of<T>().CountBy(LatticeIds.IdIn(Network)) == 0)
        {
            (keeper, refusal) = (null, unseen);
        }

        return refusal is null;
    }
}
