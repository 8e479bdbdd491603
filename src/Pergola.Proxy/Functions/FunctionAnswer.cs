using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace Pergola.Proxy.Functions;

/// <summary>
/// What a function answers: <c>{isBase64Encoded, statusCode, headers, body}</c>, all but the status optional (VPC
/// Lattice user guide, "Lambda functions").
/// </summary>
internal sealed record FunctionAnswer(
    int StatusCode, IReadOnlyList<KeyValuePair<string, string>> Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>
    /// Reads an answer; the fault says what is wrong with it. A header may be a text or a list of texts; what belongs
    /// to a connection, and the length, are not the function's to say and are left out.
    /// </summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> json,
        [NotNullWhen(true)] out FunctionAnswer? answer,
        [NotNullWhen(false)] out string? fault)
    {
        answer = null;
        fault = null;
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                fault = "it is no JSON object";
            }
            else if (Status(root) is not { } status)
            {
                fault = "statusCode is no number from 200 to 599";
            }
            else if (!TryReadHeaders(root, out var headers))
            {
                fault = "headers is no object of texts or lists of texts without line breaks";
            }
            else if (!TryReadBody(root, out var body))
            {
                fault = "body is no text, or not the base64 that isBase64Encoded says it is";
            }
            else
            {
                answer = new FunctionAnswer(status, headers, body);
            }
        }
        catch (JsonException)
        {
            fault = "it is no JSON";
        }

        return fault is null;
    }

    private static int? Status(JsonElement root) =>
        root.TryGetProperty("statusCode", out var member)
        && (member.ValueKind == JsonValueKind.Number ? member.TryGetInt32(out var status)
            : int.TryParse(member.ValueKind == JsonValueKind.String ? member.GetString() : null, out status))
        && status is >= 200 and <= 599
            ? status
            : null;

    private static bool TryReadHeaders(JsonElement root, out List<KeyValuePair<string, string>> headers)
    {
        headers = [];
        if (!root.TryGetProperty("headers", out var member) || member.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        if (member.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        foreach (var header in member.EnumerateObject())
        {
            IEnumerable<JsonElement> values =
                header.Value.ValueKind == JsonValueKind.Array ? header.Value.EnumerateArray() : [header.Value];
            foreach (var value in values)
            {
                var text = value.ValueKind is JsonValueKind.String ? value.GetString()! : value.GetRawText();
                if (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null
                    || !IsName(header.Name) || text.AsSpan().ContainsAny("\r\n\0"))
                {
                    return false;
                }

                if (!IsOfConnection(header.Name))
                {
                    headers.Add(new(header.Name, text));
                }
            }
        }

        return true;
    }

    private static bool TryReadBody(JsonElement root, out ReadOnlyMemory<byte> body)
    {
        body = default;
        if (!root.TryGetProperty("body", out var member) || member.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        if (member.ValueKind != JsonValueKind.String)
        {
            return false;
        }

        if (root.TryGetProperty("isBase64Encoded", out var flag) && flag.ValueKind == JsonValueKind.True)
        {
            var isThere = member.TryGetBytesFromBase64(out var bytes);
            body = bytes;
            return isThere;
        }

        body = Encoding.UTF8.GetBytes(member.GetString()!);
        return true;
    }

    // RFC 9110, 5.6.2: a token.
    private static bool IsName(string name) => name.Length > 0 && name.All(letter =>
        char.IsAsciiLetterOrDigit(letter) || "!#$%&'*+-.^_`|~".Contains(letter, StringComparison.Ordinal));

    // RFC 9110, 7.6.1.
    private static bool IsOfConnection(string name) => name.ToUpperInvariant() is
        "CONNECTION" or "KEEP-ALIVE" or "PROXY-CONNECTION" or "TE" or "TRAILER" or "TRANSFER-ENCODING" or "UPGRADE"
        or "CONTENT-LENGTH";
}
