using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Pergola.Wire.Messages;

namespace Pergola.Wire.SigV4;

/// <summary>Checks that whoever signed a request knows the secret, and did so just now.</summary>
public sealed class SignatureVerifier(ISecretKeys keys)
{
    /// <summary>How far clocks may be apart, as AWS allows.</summary>
    private static readonly TimeSpan SkewMax = TimeSpan.FromMinutes(5);

    private const string TimestampForm = "yyyyMMdd'T'HHmmss'Z'";
    private const string UnsignedPayload = "UNSIGNED-PAYLOAD";

    /// <summary>Null when the signature is right, also over the body.</summary>
    public SignatureFault? Verify(WireRequest request, Authorization.Present authorization, DateTimeOffset now) =>
        Verify(request, authorization, now, PayloadHash(request, authorization));

    /// <summary>Null when the form of the signature and its time are right, whoever made it.</summary>
    public static SignatureFault? CheckForm(Authorization.Present authorization, DateTimeOffset now)
    {
        if (ReadTimestamp(authorization.Timestamp) is not { } signedAt)
        {
            return new SignatureFault.Incomplete("The request requires X-Amz-Date in the form 20150830T123600Z.");
        }

        if (!authorization.Timestamp!.StartsWith(authorization.Scope.Date, StringComparison.Ordinal))
        {
            return new SignatureFault.Incomplete("The date of the credential is not the date of X-Amz-Date.");
        }

        return authorization.SignedHeaders.Contains("host")
            ? CheckTime(signedAt, authorization, now)
            : new SignatureFault.Incomplete("The header 'host' must be signed.");
    }

    /// <summary>Null when the signature is right.</summary>
    /// <param name="payloadHash">What stands for the body; null when no signature over it can be right.</param>
    public SignatureFault? Verify(
        WireRequest request, Authorization.Present authorization, DateTimeOffset now, string? payloadHash)
    {
        if (CheckForm(authorization, now) is { } fault)
        {
            return fault;
        }

        if (keys.Find(authorization.Scope.AccessKeyId) is not { } secret)
        {
            return new SignatureFault.UnknownKey();
        }

        if (payloadHash is null)
        {
            return new SignatureFault.Mismatch();
        }

        var canonical = Signing.CanonicalRequest(request, authorization.SignedHeaders, payloadHash);
        var signature = Signing.Signature(
            Signing.SigningKey(secret, authorization.Scope),
            Signing.StringToSign(authorization.Timestamp!, authorization.Scope, canonical));
        return CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(signature), Encoding.ASCII.GetBytes(authorization.Signature))
            ? null
            : new SignatureFault.Mismatch();
    }

    private static SignatureFault.Expired? CheckTime(
        DateTimeOffset signedAt, Authorization.Present authorization, DateTimeOffset now)
    {
        var signed = authorization.Timestamp!;
        var clock = now.UtcDateTime.ToString(TimestampForm, CultureInfo.InvariantCulture);
        if (signedAt > now + SkewMax)
        {
            return new($"Signature not yet current: {signed} is still later than {clock}");
        }

        return signedAt + (authorization.Validity ?? SkewMax) < now
            ? new($"Signature expired: {signed} is now earlier than {clock}")
            : null;
    }

    // A client may sign a hash that it sends; then the body has to be what it says.
    private static string? PayloadHash(WireRequest request, Authorization.Present authorization)
    {
        var sent = request.Header("X-Amz-Content-Sha256");
        if (sent == UnsignedPayload)
        {
            return sent;
        }

        var actual = Signing.Hash(request.Body.Span);
        return authorization.Validity is not null || sent is null || sent == actual ? actual : null;
    }

    private static DateTimeOffset? ReadTimestamp(string? text) =>
        DateTimeOffset.TryParseExact(
            text, TimestampForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment
            : null;
}
