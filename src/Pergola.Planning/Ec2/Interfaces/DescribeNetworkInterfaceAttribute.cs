using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Shows one attribute of an interface.</summary>
internal static class DescribeNetworkInterfaceAttribute
{
    public static Decision<Shape.DescribeNetworkInterfaceAttributeResult> Decide(
        Shape.DescribeNetworkInterfaceAttributeRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!realm.Of<NetworkInterface>().TryGet(request.NetworkInterfaceId, out var kept))
        {
            return new Ec2Error.NotFound(Noun.NetworkInterface, request.NetworkInterfaceId ?? "");
        }

        var result = new Shape.DescribeNetworkInterfaceAttributeResult { NetworkInterfaceId = kept.NetworkInterfaceId };
        return request.Attribute switch
        {
            "description" => result with { Description = new Shape.AttributeValue { Value = kept.Description } },
            "groupSet" => result with { Groups = NetworkInterfaceView.Groups(realm, kept) },
            "sourceDestCheck" =>
                result with { SourceDestCheck = new Shape.AttributeBooleanValue { Value = kept.SourceDestCheck } },
            "attachment" => result with { Attachment = NetworkInterfaceView.Attachment(given.Scope, kept) },
            _ => new Ec2Error.InvalidParameterValue(
                $"Value ({request.Attribute}) for parameter attribute is invalid. It must be description, groupSet, "
                + "sourceDestCheck or attachment."),
        };
    }
}
