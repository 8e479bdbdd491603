using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>
/// Begins the deletion of a NAT gateway: it is <c>deleting</c> when this answers, <c>deleted</c> by the loop.
/// </summary>
internal static class DeleteNatGateway
{
    public static Decision<Shape.DeleteNatGatewayResult> Decide(
        Shape.DeleteNatGatewayRequest request, Snapshot snapshot, Given given)
    {
        if (!snapshot.In(given.Scope).Of<NatGateway>().TryGet(request.NatGatewayId, out var gateway))
        {
            return new Ec2Error.NotFound(Noun.NatGateway, request.NatGatewayId ?? "");
        }

        var answer = new Shape.DeleteNatGatewayResult { NatGatewayId = gateway.NatGatewayId };
        return gateway.Stands
            ? new Decision<Shape.DeleteNatGatewayResult>.Accept(answer, [new Change.Put(given.Scope, gateway with
            {
                State = NatGatewayState.Deleting,
                AwaitedRevision = snapshot.Revision + 1,
            })])
            : answer;
    }
}
