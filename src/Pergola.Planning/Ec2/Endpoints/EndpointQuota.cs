using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.VpcLattice;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>How many endpoints a VPC and a service network may have (AWS PrivateLink guide, "Quotas").</summary>
internal static class EndpointQuota
{
    /// <summary>The refusal of one endpoint too many; null when there is room for it.</summary>
    public static Ec2Error? Refuse(
        Shape.CreateVpcEndpointRequest request, Snapshot snapshot, Given given, LatticeResource target)
    {
        var inVpc = snapshot.In(given.Scope).Of<VpcEndpoint>().Under(request.VpcId)
            .Count(each => each.EndpointType == request.VpcEndpointType);
        return target is ServiceNetwork
            ? Refuse(LatticeQuota.NetworkEndpointsOfVpc, given, inVpc, request.VpcId)
                ?? Refuse(
                    LatticeQuota.EndpointsOfNetwork,
                    given,
                    VpcEndpoints.To(snapshot, given.Scope.Region, target.Id).Count(),
                    target.Id)
            : Refuse(LatticeQuota.ResourceEndpointsOfVpc, given, inVpc, request.VpcId);
    }

    private static Ec2Error.EndpointLimitExceeded? Refuse(
        LatticeQuota quota, Given given, int existing, string within) =>
        given.Quotas.Of(quota.Code, quota.Default) is var limit && existing < limit
            ? null
            : new Ec2Error.EndpointLimitExceeded(quota, within, limit, existing + 1);
}
