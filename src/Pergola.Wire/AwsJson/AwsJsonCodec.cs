using Pergola.Core;
using Pergola.Wire.Json;
using Pergola.Wire.Messages;
using Pergola.Wire.Routing;
using Pergola.Wire.Schemas;
using Pergola.Wire.Validation;

namespace Pergola.Wire.AwsJson;

/// <summary>awsJson 1.0 and 1.1 (ECS, CloudWatch Logs): everything is in the body, which is never absent.</summary>
internal sealed class AwsJsonCodec : ProtocolCodec
{
    private readonly string _contentType;

    private AwsJsonCodec(string contentType) => _contentType = contentType;

    public static AwsJsonCodec Json10 { get; } = new("application/x-amz-json-1.0");

    public static AwsJsonCodec Json11 { get; } = new("application/x-amz-json-1.1");

    public override Decoded Decode(Route.Found route, WireRequest request, WireLimits limits)
    {
        var faults = new Faults(limits.FaultsMax);
        var input = route.Operation.Input;
        var values = new object?[input.Members.Count];
        return JsonDraftReader.TryReadBody(input, request.Body, limits.DepthMax, values, faults)
            ? Decoded.From(input, values, faults)
            : new Decoded(null, faults.All);
    }

    public override WireResponse Encode(ServiceModel service, Operation operation, object response, string requestId) =>
        new(
            operation.SuccessStatus,
            _contentType,
            [RequestIdHeader(requestId)],
            JsonShapeWriter.Object(json => JsonShapeWriter.WriteMembers(json, operation.Output, response)));

    public override WireResponse EncodeError(ServiceModel? service, ApiError error, string requestId) =>
        new(
            error.HttpStatus,
            _contentType,
            [RequestIdHeader(requestId), new("x-amzn-ErrorType", error.Code)],
            JsonShapeWriter.Object(json =>
            {
                json.WriteString("__type", error.Code);
                JsonErrorWriter.WriteMembers(json, error);
            }));
}
