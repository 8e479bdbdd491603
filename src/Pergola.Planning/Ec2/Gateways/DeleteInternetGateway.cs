using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Wire.Schemas;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Removes an internet gateway that is attached to nothing. Routes to it stay, as blackholes.</summary>
internal static class DeleteInternetGateway
{
    public static Decision<Nothing> Decide(Shape.DeleteInternetGatewayRequest request, Snapshot snapshot, Given given)
    {
        if (!snapshot.In(given.Scope).Of<InternetGateway>().TryGet(request.InternetGatewayId, out var gateway))
        {
            return new Ec2Error.NotFound(Noun.InternetGateway, request.InternetGatewayId ?? "");
        }

        return gateway.VpcId is { } vpcId
            ? new Ec2Error.DependencyViolation("internetGateway", gateway.InternetGatewayId, [$"{vpcId} (attached)"])
            : Done.With(Done.Remove<InternetGateway>(given.Scope, gateway.InternetGatewayId));
    }
}
