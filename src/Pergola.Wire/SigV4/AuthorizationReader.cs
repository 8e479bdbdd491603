using System.Globalization;
using Pergola.Wire.Messages;

namespace Pergola.Wire.SigV4;

/// <summary>Reads a SigV4 signature from the Authorization header or from a presigned query.</summary>
public static class AuthorizationReader
{
    /// <summary>A presigned URL lives at most seven days, says AWS.</summary>
    private const int ValiditySecondsMax = 7 * 24 * 3600;

    /// <summary>Signatures have few headers and a query few signature parameters; more is nobody's client.</summary>
    private const int QueryParametersMax = 1000;

    /// <summary>What the request says about its signer.</summary>
    public static Authorization Read(WireRequest request)
    {
        if (request.Header("Authorization") is { } header)
        {
            // Other schemes (Basic, Bearer) say nothing to an AWS service.
            return header.StartsWith("AWS4-", StringComparison.Ordinal)
                ? ReadHeader(request, header)
                : new Authorization.Absent();
        }

        return request.RawQuery.Contains("X-Amz-Signature=", StringComparison.Ordinal)
            ? ReadQuery(request)
            : new Authorization.Absent();
    }

    private static Authorization ReadHeader(WireRequest request, string header)
    {
        if (!header.StartsWith(Signing.Algorithm + " ", StringComparison.Ordinal))
        {
            return new Authorization.Malformed($"The algorithm must be {Signing.Algorithm}.");
        }

        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in header[(Signing.Algorithm.Length + 1)..].Split(',', StringSplitOptions.TrimEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                parts[part[..equals]] = part[(equals + 1)..];
            }
        }

        return Read(parts, prefix: "", request.Header("X-Amz-Date"), validity: null, "Authorization header");
    }

    private static Authorization ReadQuery(WireRequest request)
    {
        if (!Parameters.TryRead(request.RawQuery, QueryParametersMax, out var query, out var fault))
        {
            return new Authorization.Malformed(fault);
        }

        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in query)
        {
            parts[name] = value;
        }

        if (parts.GetValueOrDefault("X-Amz-Algorithm") != Signing.Algorithm)
        {
            return new Authorization.Malformed($"X-Amz-Algorithm must be {Signing.Algorithm}.");
        }

        if (!int.TryParse(
                parts.GetValueOrDefault("X-Amz-Expires"),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var seconds)
            || seconds is < 1 or > ValiditySecondsMax)
        {
            return new Authorization.Malformed($"X-Amz-Expires must be a number from 1 to {ValiditySecondsMax}.");
        }

        return Read(
            parts, "X-Amz-", parts.GetValueOrDefault("X-Amz-Date"), TimeSpan.FromSeconds(seconds), "query string");
    }

    private static Authorization Read(
        Dictionary<string, string> parts, string prefix, string? timestamp, TimeSpan? validity, string place)
    {
        if (!parts.TryGetValue(prefix + "Credential", out var credential)
            || !parts.TryGetValue(prefix + "SignedHeaders", out var headers)
            || !parts.TryGetValue(prefix + "Signature", out var signature))
        {
            return new Authorization.Malformed($"The {place} requires Credential, SignedHeaders and Signature.");
        }

        if (ReadScope(credential) is not { } scope)
        {
            return new Authorization.Malformed(
                $"Credential must be KEY/yyyymmdd/region/service/{Signing.Terminator}, not '{credential}'.");
        }

        if (signature.Length != 64 || !signature.All(char.IsAsciiHexDigitLower))
        {
            return new Authorization.Malformed("Signature must be 64 lower-case hex digits.");
        }

        return new Authorization.Present(scope, headers.Split(';'), signature, timestamp, validity);
    }

    private static CredentialScope? ReadScope(string credential) =>
        credential.Split('/') is [var key, var date, var region, var service, Signing.Terminator]
        && IsName(key)
        && date.Length == 8 && date.All(char.IsAsciiDigit)
        && IsName(region)
        && IsName(service)
            ? new CredentialScope(key, date, region, service)
            : null;

    // They become parts of ARNs and names of scopes: 128 is IAM's limit of an access key id.
    private static bool IsName(string text) =>
        text.Length is > 0 and <= 128
        && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.');
}
