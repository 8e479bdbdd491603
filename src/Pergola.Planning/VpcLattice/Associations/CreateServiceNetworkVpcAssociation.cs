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

        if (!LatticeLookup.TryFind<ServiceNetwork>(
            realm, request.ServiceNetworkIdentifier, out var network, out var refusal))
        {
            return refusal;
        }

        ImmutableArray<string> groups = [.. request.SecurityGroupIds ?? []];
        if ((LatticeTags.Refuse(request.Tags) ?? Refuse(realm, network, request.VpcIdentifier, groups)) is { } refused)
        {
            return refused;
        }

        var id = Mint.ResourceId(LatticeIds.VpcAssociation, given.Entropy);
        var association = new ServiceNetworkVpcAssociation
        {
            AssociationId = id,
            Arn = LatticeIds.ArnOf(given.Scope, "servicenetworkvpcassociation", id),
            ServiceNetworkId = network.Id,
            VpcId = request.VpcIdentifier,
            SecurityGroupIds = groups,
            PrivateDnsEnabled = request.PrivateDnsEnabled ?? false,
            DnsOptions = request.DnsOptions,
            Status = ServiceNetworkVpcAssociationStatus.CreateInProgress,
            SinceRevision = snapshot.Revision + 1,
            CreatedBy = given.Scope.Account,
            CreatedAt = given.Now,
            LastUpdatedAt = given.Now,
            Tags = LatticeTags.Of(request.Tags),
        };
        return new Decision<CreateServiceNetworkVpcAssociationResponse>.Accept(
            Response(association), [new Change.Put(given.Scope, association), .. token.Remember(given, id)]);
    }

    /// <summary>The refusal when a group is not of the VPC; null when all are.</summary>
    public static LatticeError? RefuseGroups(Realm realm, string vpcId, ImmutableArray<string> groupIds)
    {
        foreach (var id in groupIds)
        {
            if (realm.Of<SecurityGroup>().Find(id) is not { } group)
            {
                return new LatticeError.NotFound(id, "SECURITY_GROUP");
            }

            if (group.VpcId != vpcId)
            {
                return LatticeError.Validation.Of(
                    "securityGroupIds", $"Security group {id} is of {group.VpcId}; it must be of {vpcId}.");
            }
        }

        return null;
    }

    private static LatticeError? Refuse(
        Realm realm, ServiceNetwork network, string vpcId, ImmutableArray<string> groupIds)
    {
        if (realm.Of<Vpc>().Find(vpcId) is null)
        {
            return new LatticeError.NotFound(vpcId, "VPC");
        }

        if (realm.Of<ServiceNetworkVpcAssociation>().By(vpcId).FirstOrDefault() is { } other)
        {
            return LatticeError.Conflict.With<ServiceNetworkVpcAssociation>(
                other.Id, "VPC has already been associated to a service network.");
        }

        return RefuseGroups(realm, vpcId, groupIds)
            ?? LatticeQuota.VpcAssociations.Refuse<ServiceNetworkVpcAssociation>(
                Associations.VpcsOf(realm, network.Id).Count());
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
