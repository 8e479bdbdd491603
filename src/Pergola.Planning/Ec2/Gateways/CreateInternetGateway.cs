using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Makes an internet gateway that is attached to nothing.</summary>
internal static class CreateInternetGateway
{
    public static Decision<Shape.CreateInternetGatewayResult> Decide(
        Shape.CreateInternetGatewayRequest request, Snapshot snapshot, Given given)
    {
        if (TagList.Read(request.TagSpecifications, Noun.InternetGateway, out var tags) is { } error)
        {
            return error;
        }

        var gateway = new InternetGateway
        {
            InternetGatewayId = Mint.ResourceId(Noun.InternetGateway.Prefix, given.Entropy),
            Tags = tags,
        };
        return new Decision<Shape.CreateInternetGatewayResult>.Accept(
            new Shape.CreateInternetGatewayResult { InternetGateway = InternetGatewayView.Of(given.Scope, gateway) },
            [new Change.Put(given.Scope, gateway)]);
    }
}
