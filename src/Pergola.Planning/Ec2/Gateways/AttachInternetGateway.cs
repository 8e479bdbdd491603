using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Wire.Schemas;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Attaches an internet gateway to a VPC that has none.</summary>
internal static class AttachInternetGateway
{
    public static Decision<Nothing> Decide(Shape.AttachInternetGatewayRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!realm.Of<InternetGateway>().TryGet(request.InternetGatewayId, out var gateway))
        {
            return new Ec2Error.NotFound(Noun.InternetGateway, request.InternetGatewayId ?? "");
        }

        if (!realm.Of<Vpc>().TryGet(request.VpcId, out var vpc))
        {
            return new Ec2Error.NotFound(Noun.Vpc, request.VpcId ?? "");
        }

        if (gateway.VpcId is not null)
        {
            return new Ec2Error.AlreadyAssociated(
                $"resource {gateway.InternetGatewayId} is already attached to network {gateway.VpcId}");
        }

        if (realm.Of<InternetGateway>().Under(vpc.VpcId).FirstOrDefault() is { } other)
        {
            return new Ec2Error.InvalidParameterValue(
                $"Network {vpc.VpcId} already has an internet gateway attached: {other.InternetGatewayId}.");
        }

        return Done.With(new Change.Put(given.Scope, gateway with { VpcId = vpc.VpcId }));
    }
}
