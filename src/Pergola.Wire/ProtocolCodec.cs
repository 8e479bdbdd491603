using Pergola.Core;
using Pergola.Wire.AwsJson;
using Pergola.Wire.AwsQuery;
using Pergola.Wire.Ec2Query;
using Pergola.Wire.Messages;
using Pergola.Wire.RestJson;
using Pergola.Wire.Routing;
using Pergola.Wire.Schemas;

namespace Pergola.Wire;

/// <summary>One AWS protocol: bytes to shapes and back, by schema. Knows no service.</summary>
public abstract class ProtocolCodec
{
    private protected ProtocolCodec()
    {
    }

    /// <summary>The codec of a protocol.</summary>
    /// <exception cref="NotSupportedException">No service of ours speaks it.</exception>
    public static ProtocolCodec Of(Protocol protocol) => protocol switch
    {
        Protocol.RestJson1 => RestJsonCodec.Instance,
        Protocol.AwsJson10 => AwsJsonCodec.Json10,
        Protocol.AwsJson11 => AwsJsonCodec.Json11,
        Protocol.AwsQuery => AwsQueryCodec.Instance,
        Protocol.Ec2Query => Ec2QueryCodec.Instance,
        Protocol.RestXml or _ => throw new NotSupportedException($"No codec for {protocol}."),
    };

    /// <summary>Reads and validates the operation's input.</summary>
    public abstract Decoded Decode(Route.Found route, WireRequest request, WireLimits limits);

    /// <summary>Writes the operation's output.</summary>
    public abstract WireResponse Encode(ServiceModel service, Operation operation, object response, string requestId);

    /// <summary>Writes a refusal. The service may be unknown when the request fits none.</summary>
    public abstract WireResponse EncodeError(ServiceModel? service, ApiError error, string requestId);

    private protected static KeyValuePair<string, string> RequestIdHeader(string requestId) =>
        new("x-amzn-RequestId", requestId);
}
