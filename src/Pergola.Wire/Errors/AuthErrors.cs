using Pergola.Core;
using Pergola.Wire.Schemas;
using Pergola.Wire.SigV4;

namespace Pergola.Wire.Errors;

/// <summary>What each protocol answers to a signature that does not convince.</summary>
public static class AuthErrors
{
    private const string Ended = "The security token included in the request is expired";

    private const string Mismatch =
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access "
        + "Key and signing method. Consult the service documentation for details.";

    /// <summary>The error in the words of a protocol.</summary>
    public static ApiError Of(Protocol protocol, SignatureFault fault) => protocol switch
    {
        Protocol.Ec2Query => Ec2(fault),
        Protocol.AwsQuery or Protocol.RestXml => Query(fault),
        _ => Json(fault),
    };

    private static WireError Json(SignatureFault fault) => fault switch
    {
        SignatureFault.Absent => new("MissingAuthenticationTokenException", 403, "Missing Authentication Token"),
        SignatureFault.Incomplete incomplete => new("IncompleteSignatureException", 403, incomplete.Message),
        SignatureFault.UnknownKey => new(
            "UnrecognizedClientException", 403, "The security token included in the request is invalid."),
        SignatureFault.SessionEnded => new("ExpiredTokenException", 403, Ended),
        SignatureFault.Expired expired => new("InvalidSignatureException", 403, expired.Message),
        _ => new("InvalidSignatureException", 403, Mismatch),
    };

    private static WireError Query(SignatureFault fault) => fault switch
    {
        SignatureFault.Absent => new(
            "MissingAuthenticationToken", 403, "Request is missing Authentication Token"),
        SignatureFault.Incomplete incomplete => new("IncompleteSignature", 400, incomplete.Message),
        SignatureFault.UnknownKey => new(
            "InvalidClientTokenId", 403, "The security token included in the request is invalid."),
        SignatureFault.SessionEnded => new("ExpiredToken", 403, Ended),
        SignatureFault.Expired expired => new("SignatureDoesNotMatch", 403, expired.Message),
        _ => new("SignatureDoesNotMatch", 403, Mismatch),
    };

    // EC2 does not tell a wrong key from a wrong signature.
    private static WireError Ec2(SignatureFault fault) => fault switch
    {
        SignatureFault.Absent => new("MissingAuthenticationToken", 403, "Request is missing Authentication Token"),
        SignatureFault.Incomplete incomplete => new("IncompleteSignature", 400, incomplete.Message),
        SignatureFault.SessionEnded => new("RequestExpired", 400, "Request has expired."),
        SignatureFault.Expired expired => new("RequestExpired", 400, expired.Message),
        _ => new("AuthFailure", 401, "AWS was not able to validate the provided access credentials"),
    };
}
