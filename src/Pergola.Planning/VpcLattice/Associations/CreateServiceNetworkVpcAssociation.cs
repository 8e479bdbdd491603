using System.Collections.Immutable;
using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>CreateServiceNetworkVpcAssociation: one per VPC; ACTIVE once the node reports the VPC.</summary>
internal static class CreateServiceNetworkVpcAssociation
{
    public static Decision<CreateServiceNetworkVpcAssociationResponse> Decide(
        CreateServiceNetworkVpcAssociationRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        var token = ClientToken.Read<ServiceNetworkVpcAssociation>(
            VpcLatticeApi.CreateServiceNetworkVpcAssociation, request, request.ClientToken, realm, given);
        if (token.Conflict is { } reused)
        {
            return reused;
        }

        if (realm.Of<ServiceNetworkVpcAssociation>().TryGet(token.ResourceId, out var same))
        {
            return Response(same);
        }

        if (!LatticeLookup.TryFindVisible<ServiceNetwork>(
            snapshot, given, request.ServiceNetworkIdentifier, SharePermission.AssociateVpc, out var network,
            out var refusal))
        {
            return refusal;
        }

        var groups = VpcAssociationGroups.Of(request.SecurityGroupIds);
        if (Refuse(request, snapshot, network, groups, given) is { } refused)
        {
            return refused;
        }

        var association = Make(request, network, groups, snapshot, given);
        return new Decision<CreateServiceNetworkVpcAssociationResponse>.Accept(
            Response(association),
            [.. AssociationTwins.Keep(given.Scope, association), .. token.Remember(given, association.Id)]);
    }

    private static LatticeError? Refuse(
        CreateServiceNetworkVpcAssociationRequest request,
        Snapshot snapshot,
        ServiceNetwork network,
        ImmutableArray<string> groups,
        Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (LatticeError.Validation.OfAll(
        [
            .. LatticeTags.Faults(request.Tags),
            .. PrivateDns.Faults(request.DnsOptions),
            .. VpcAssociationGroups.Faults(realm, request.VpcIdentifier, groups),
        ]) is { } faulty)
        {
            return faulty;
        }

        if (realm.Of<Vpc>().Find(request.VpcIdentifier) is null)
        {
            return new LatticeError.NotFound(request.VpcIdentifier, "VPC");
        }

        if (VpcAssociationGroups.RefuseAbsent(realm, groups) is { } absent)
        {
            return absent;
        }

        return realm.Of<ServiceNetworkVpcAssociation>().By(request.VpcIdentifier).FirstOrDefault() is { } other
            ? LatticeError.Conflict.With<ServiceNetworkVpcAssociation>(
                other.Id, "VPC has already been associated to a service network.")
            : LatticeQuota.VpcAssociations.Refuse<ServiceNetworkVpcAssociation>(
                given, Associations.CountVpcsOf(snapshot.In(Ownership.Of(network)), network.Id), network.Id);
    }

    private static ServiceNetworkVpcAssociation Make(
        CreateServiceNetworkVpcAssociationRequest request,
        ServiceNetwork network,
        ImmutableArray<string> groups,
        Snapshot snapshot,
        Given given)
    {
        var id = Mint.ResourceId(LatticeIds.VpcAssociation, given.Entropy);
        var networkOwner = Ownership.Of(network).Account;
        var privateDns = request.PrivateDnsEnabled ?? false;
        return new ServiceNetworkVpcAssociation
        {
            AssociationId = id,
            Arn = LatticeIds.ArnOf(given.Scope, "servicenetworkvpcassociation", id),
            ServiceNetworkId = network.Id,
            VpcId = request.VpcIdentifier,
            SecurityGroupIds = groups,
            PrivateDnsEnabled = privateDns,
            DnsOptions = PrivateDns.Effective(privateDns, request.DnsOptions),
            Status = ServiceNetworkVpcAssociationStatus.CreateInProgress,
            SinceRevision = snapshot.Revision + 1,
            CreatedBy = given.Scope.Account,
            OtherAccount = networkOwner == given.Scope.Account ? null : networkOwner,
            CreatedAt = given.Now,
            LastUpdatedAt = given.Now,
            Tags = LatticeTags.Of(request.Tags),
        };
    }

    private static CreateServiceNetworkVpcAssociationResponse Response(ServiceNetworkVpcAssociation made) => new()
    {
        Id = made.Id,
        Status = made.Status,
        Arn = made.Arn,
        CreatedBy = made.CreatedBy,
        SecurityGroupIds = made.SecurityGroupIds,
        PrivateDnsEnabled = made.PrivateDnsEnabled,
        DnsOptions = made.DnsOptions,
    };
}
