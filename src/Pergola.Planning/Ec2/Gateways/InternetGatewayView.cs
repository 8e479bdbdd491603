using Pergola.Core;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>An internet gateway as the API shows it.</summary>
internal static class InternetGatewayView
{
    /// <summary>The state of an attachment; clients wait for this word, not for <c>attached</c>.</summary>
    public const string Attached = "available";

    public static Shape.InternetGateway Of(Scope scope, InternetGateway gateway) => new()
    {
        InternetGatewayId = gateway.InternetGatewayId,
        OwnerId = scope.Account,
        Attachments = gateway.VpcId is null
            ? []
            : [new Shape.InternetGatewayAttachment { VpcId = gateway.VpcId, State = Attached }],
        Tags = TagList.Write(gateway.Tags),
    };
}
