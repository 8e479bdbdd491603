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

    /// <summary>Null when the signature is right.</summary>
    public SignatureFault? Verify(WireRequest request, Authorization.Present authorization, DateTimeOffset now)
    {
        if (ReadTimestamp(authorization.Timestamp) is not { } signedAt)
        {
            return new SignatureFault.Incomplete("The request requires X-Amz-Date in the form 20150830T123600Z.");
        }

        if (!authorization.Timestamp!.StartsWith(authorization.Scope.Date, StringComparison.Ordinal))
        {
            return new SignatureFault.Incomplete("The date of the credential is not the date of X-Amz-Date.");
        }

        if (!authorization.SignedHeaders.Contains("host"))
        {
            return new SignatureFault.Incomplete("The header 'host' must be signed.");
        }

        if (CheckTime(signedAt, authorization, now) is { } expired)
        {
            return expired;
        }

        if (keys.Find(authorization.Scope.AccessKeyId) is not { } secret)
        {
            return new SignatureFault.UnknownKey();
        }

        if (PayloadHash(request, authorization) is not { } payloadHash)
        {
            return new SignatureFault.Mismatch();
        }

        var canonical = Signing.CanonicalRequest(request, authorization.SignedHeaders, payloadHash);
        var signature = Signing.Signature(
            Signing.SigningKey(secret, authorization.Scope),
            Signing.StringToSign(authorization.Timestamp, authorization.Scope, canonical));
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
