using Pergola.Core;
using Pergola.Wire.Errors;
using Pergola.Wire.Messages;
using Pergola.Wire.Routing;
using Pergola.Wire.Schemas;

namespace Pergola.Wire.Tests;

/// <summary>Routing, codec and error vocabulary together, as the HTTP door joins them.</summary>
internal static class Door
{
    public static ServiceModel[] Services { get; } =
    [
        Api.Ec2.Ec2Api.Model,
        Api.Ecs.EcsApi.Model,
        Api.Iam.IamApi.Model,
        Api.Logs.LogsApi.Model,
        Api.Ram.RamApi.Model,
        Api.Sts.StsApi.Model,
        Api.VpcLattice.VpcLatticeApi.Model,
    ];

    private static readonly Router Router = new(Services, WireLimits.Default);

    public static Route Find(WireRequest request, string? signedFor = null) => Router.Find(request, signedFor);

    /// <summary>The typed request of a message that is right.</summary>
    public static T Read<T>(WireRequest request, string? signedFor = null)
    {
        var found = Assert.IsType<Route.Found>(Find(request, signedFor));
        var decoded = ProtocolCodec.Of(found.Service.Protocol).Decode(found, request, WireLimits.Default);
        Assert.Empty(decoded.Faults);
        return Assert.IsType<T>(decoded.Request);
    }

    /// <summary>The answer to a message that is wrong.</summary>
    public static WireResponse Refuse(WireRequest request, string? signedFor = null)
    {
        var route = Find(request, signedFor);
        if (route is Route.Refused refused)
        {
            return ProtocolCodec.Of(refused.Protocol).EncodeError(refused.Service, refused.Error, Requests.RequestId);
        }

        var found = (Route.Found)route;
        var codec = ProtocolCodec.Of(found.Service.Protocol);
        var decoded = codec.Decode(found, request, WireLimits.Default);
        Assert.Null(decoded.Request);
        return codec.EncodeError(found.Service, FaultErrors.Of(found.Service, decoded.Faults), Requests.RequestId);
    }

    /// <summary>The answer of an operation.</summary>
    public static WireResponse Write(ServiceModel service, Operation operation, object response) =>
        ProtocolCodec.Of(service.Protocol).Encode(service, operation, response, Requests.RequestId);

    /// <summary>The answer of an operation that refuses.</summary>
    public static WireResponse Write(ServiceModel service, ApiError error) =>
        ProtocolCodec.Of(service.Protocol).EncodeError(service, error, Requests.RequestId);
}
