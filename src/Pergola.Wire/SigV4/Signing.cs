using System.Security.Cryptography;
using System.Text;
using Pergola.Wire.Messages;

namespace Pergola.Wire.SigV4;

/// <summary>The four steps of Signature Version 4, each of which AWS publishes test vectors for.</summary>
public static class Signing
{
    /// <summary>The only algorithm; the asymmetric one is for several regions at once.</summary>
    public const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>Ends every credential scope.</summary>
    public const string Terminator = "aws4_request";

    /// <summary>Step 1: the request in the one form that both sides can write.</summary>
    public static string CanonicalRequest(WireRequest request, IReadOnlyList<string> signedHeaders, string payloadHash)
    {
        var text = new StringBuilder()
            .Append(request.Method).Append('\n')
            .Append(CanonicalPath(request.RawPath)).Append('\n')
            .Append(CanonicalQuery(request.RawQuery)).Append('\n');
        foreach (var name in signedHeaders)
        {
            text.Append(name).Append(':').Append(HeaderValue(request, name)).Append('\n');
        }

        return text.Append('\n').AppendJoin(';', signedHeaders).Append('\n').Append(payloadHash).ToString();
    }

    /// <summary>Step 2: what is signed.</summary>
    public static string StringToSign(string timestamp, CredentialScope scope, string canonicalRequest) =>
        $"{Algorithm}\n{timestamp}\n{scope.Text}\n{Hash(Encoding.UTF8.GetBytes(canonicalRequest))}";

    /// <summary>Step 3: the key of one day, region and service.</summary>
    public static byte[] SigningKey(string secret, CredentialScope scope)
    {
        var key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (var part in (string[])[scope.Date, scope.Region, scope.Service, Terminator])
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        return key;
    }

    /// <summary>Step 4: the signature, in lower-case hex.</summary>
    public static string Signature(byte[] signingKey, string stringToSign) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(signingKey, Encoding.UTF8.GetBytes(stringToSign)));

    /// <summary>SHA-256 in lower-case hex.</summary>
    public static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>
    /// The path without dot segments and doubled slashes, encoded once more than it was sent: every service but S3
    /// wants that.
    /// </summary>
    private static string CanonicalPath(string rawPath)
    {
        var segments = new List<string>();
        foreach (var segment in rawPath.Split('/'))
        {
            if (segment == "..")
            {
                if (segments.Count > 0)
                {
                    segments.RemoveAt(segments.Count - 1);
                }
            }
            else if (segment.Length > 0 && segment != ".")
            {
                segments.Add(PercentEncoding.Encode(segment));
            }
        }

        var path = "/" + string.Join('/', segments);
        return segments.Count > 0 && EndsAsFolder(rawPath) ? path + "/" : path;
    }

    private static bool EndsAsFolder(string rawPath) =>
        rawPath.EndsWith('/')
        || rawPath.EndsWith("/.", StringComparison.Ordinal)
        || rawPath.EndsWith("/..", StringComparison.Ordinal);

    private static string CanonicalQuery(string rawQuery)
    {
        var parameters = new List<(string Name, string Value)>();
        foreach (var part in rawQuery.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var name = Recode(equals < 0 ? part : part[..equals]);
            if (name != "X-Amz-Signature")
            {
                parameters.Add((name, equals < 0 ? "" : Recode(part[(equals + 1)..])));
            }
        }

        parameters.Sort(static (one, other) => string.CompareOrdinal(one.Name, other.Name) is var order && order != 0
            ? order
            : string.CompareOrdinal(one.Value, other.Value));
        return string.Join('&', parameters.Select(parameter => $"{parameter.Name}={parameter.Value}"));
    }

    // Clients differ in what they leave unencoded; both sides sign the strict form.
    private static string Recode(string text) =>
        PercentEncoding.Encode(PercentEncoding.TryDecode(text, plusIsSpace: false, out var decoded) ? decoded : text);

    private static string HeaderValue(WireRequest request, string name) => string.Join(
        ',',
        request.Headers
            .Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(header => string.Join(' ', header.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
}
