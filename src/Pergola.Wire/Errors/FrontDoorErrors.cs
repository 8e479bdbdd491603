using Pergola.Core;
using Pergola.Wire.Schemas;

namespace Pergola.Wire.Errors;

/// <summary>
/// The errors that every operation of a protocol can give. Clients retry a 5xx for minutes, so whatever is not there
/// is a 4xx.
/// </summary>
public static class FrontDoorErrors
{
    /// <summary>The service has no such operation.</summary>
    public static ApiError UnknownOperation(Protocol protocol, string operation) =>
        NoSuchOperation(protocol, operation, $"The operation {operation} does not exist.");

    /// <summary>AWS has the operation and Pergola has not.</summary>
    public static ApiError NotImplemented(Protocol protocol, string service, string operation) =>
        NoSuchOperation(protocol, operation, $"Pergola does not implement the operation {operation} of {service}.");

    /// <summary>Nothing in the request says which of our services it is for.</summary>
    public static ApiError UnknownService(string? service) => new WireError(
        "UnknownOperationException",
        400,
        service is null
            ? "The request names no service: it needs a signature, an X-Amz-Target header, or Action and Version."
            : $"Pergola does not implement the service {service}.");

    /// <summary>A query request without an action.</summary>
    public static ApiError MissingAction() => new WireError(
        "MissingAction", 400, "The request must contain the parameter Action.");

    /// <summary>The body or a list in it is larger than anything AWS takes.</summary>
    public static ApiError TooLarge(Protocol protocol, int bytesMax) => new WireError(
        protocol is Protocol.AwsJson10 or Protocol.AwsJson11
            ? "RequestEntityTooLargeException"
            : "RequestEntityTooLarge",
        413,
        $"The body of a request may have at most {bytesMax} bytes.");

    /// <summary>The transport gave up on the request: cut off, or framed wrongly.</summary>
    public static ApiError MalformedHttp(Protocol protocol, string message) => protocol switch
    {
        Protocol.AwsJson10 or Protocol.AwsJson11 => new WireError("SerializationException", 400, message),
        Protocol.RestJson1 => new WireError("MalformedHttpRequestException", 400, message),
        _ => new WireError("MalformedHttpRequest", 400, message),
    };

    /// <summary>A bug of ours, or a disk that refuses.</summary>
    public static ApiError Internal(ServiceModel service, string requestId)
    {
        var code = (service.Id, service.Protocol) switch
        {
            ("ecs", _) => "ServerException",
            ("logs", _) => "ServiceUnavailableException",
            ("iam", _) => "ServiceFailure",
            ("ram", _) => "ServerInternalException",
            (_, Protocol.Ec2Query) => "InternalError",
            (_, Protocol.RestJson1) => "InternalServerException",
            _ => "InternalFailure",
        };
        return new WireError(
            code, 500, $"An internal error has occurred; the server's log has it under request {requestId}.");
    }

    private static WireError NoSuchOperation(Protocol protocol, string operation, string message) => protocol switch
    {
        // The provider's reader of elastic IPs looks for exactly this text.
        Protocol.Ec2Query => new WireError(
            "InvalidAction", 400, $"The action {operation} is not valid for this web service."),
        Protocol.AwsQuery => new WireError("InvalidAction", 400, message),
        Protocol.RestJson1 => new WireError("ValidationException", 400, message)
        {
            Details = [new("reason", "unknownOperation")],
        },
        _ => new WireError("UnknownOperationException", 400, message),
    };
}
