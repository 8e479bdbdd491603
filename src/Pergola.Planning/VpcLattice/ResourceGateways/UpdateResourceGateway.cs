using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.Ec2;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// UpdateResourceGateway: other security groups, at once on every interface. An empty list stands for the VPC's default
/// group, as when the gateway is made.
/// </summary>
internal static class UpdateResourceGateway
{
    public static Decision<UpdateResourceGatewayResponse> Decide(
        UpdateResourceGatewayRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!LatticeLookup.TryFind<ResourceGateway>(
            realm, request.ResourceGatewayIdentifier, out var gateway, out var refusal))
        {
            return refusal;
        }

        if (gateway.Status != ResourceGatewayStatus.Active)
        {
            return LatticeError.Conflict.Status(gateway, gateway.Status);
        }

        if (request.SecurityGroupIds is null)
        {
            return Response(gateway);
        }

        var asked = VpcAssociationGroups.Of(request.SecurityGroupIds);
        if (VpcAssociationGroups.Refuse(realm, gateway.VpcId, asked) is { } refused)
        {
            return refused;
        }

        var updated = gateway with
        {
            SecurityGroupIds = InterfaceAllocation.Groups(realm, gateway.VpcId, asked),
            Status = ResourceGatewayStatus.UpdateInProgress,
            SinceRevision = snapshot.Revision + 1,
            LastUpdatedAt = given.Now,
        };
        return new Decision<UpdateResourceGatewayResponse>.Accept(
            Response(updated),
            [
                .. GatewayInterfaces.Regroup(given, realm, gateway, updated.SecurityGroupIds),
                new Change.Put(given.Scope, updated),
            ]);
    }

    private static UpdateResourceGatewayResponse Response(ResourceGateway gateway) => new()
    {
        Name = gateway.Name,
        Id = gateway.Id,
        Arn = gateway.Arn,
        Status = gateway.Status,
        VpcId = gateway.VpcId,
        SubnetIds = gateway.SubnetIds,
        SecurityGroupIds = gateway.SecurityGroupIds,
        IpAddressType = gateway.IpAddressType,
    };
}
