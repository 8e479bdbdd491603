using System.Text.Json;
using Pergola.Planning.Access;

namespace Pergola.Proxy.Functions;

/// <summary>A request as the event that a Lambda function gets (VPC Lattice user guide, "Lambda functions").</summary>
/// <param name="PathAndQuery">As the client wrote it; names and values of the query are passed on undecoded.</param>
/// <param name="Headers">Those that a target would get, in order; a name may come more than once.</param>
internal sealed record FunctionEvent(
    string Method,
    string PathAndQuery,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    ReadOnlyMemory<byte> Body,
    AccessCaller Caller,
    string SourceVpcArn,
    string ServiceNetworkArn,
    string ServiceArn,
    string TargetGroupArn,
    string RequestId,
    DateTimeOffset Time)
{
    private static readonly string[] s_textTypes =
        ["application/json", "application/xml", "application/javascript"];

    /// <summary>The event in version V1.</summary>
    public byte[] ToV1() => Write(writer =>
    {
        writer.WriteString("raw_path", PathAndQuery);
        writer.WriteString("method", Method);
        writer.WriteStartObject("headers");
        foreach (var header in ByName(Headers))
        {
            writer.WriteString(header.Key, string.Join(", ", header.Select(pair => pair.Value)));
        }

        writer.WriteEndObject();
        writer.WriteStartObject("query_string_parameters");
        foreach (var parameter in ByName(Query()))
        {
            // Of a key that comes several times, the documentation keeps the last value.
            writer.WriteString(parameter.Key, parameter.Last().Value);
        }

        writer.WriteEndObject();
        WriteBody(writer, "is_base64_encoded");
        writer.WriteString("request_id", RequestId);
    });

    /// <summary>The event in version V2.</summary>
    public byte[] ToV2() => Write(writer =>
    {
        writer.WriteString("version", "2.0");
        writer.WriteString("path", PathAndQuery);
        writer.WriteString("method", Method);
        WriteLists(writer, "headers", Headers);
        WriteLists(writer, "queryStringParameters", Query());
        WriteBody(writer, "isBase64Encoded");
        WriteContext(writer);
    });

    private static byte[] Write(Action<Utf8JsonWriter> members)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void WriteLists(
        Utf8JsonWriter writer, string name, IEnumerable<KeyValuePair<string, string>> pairs)
    {
        writer.WriteStartObject(name);
        foreach (var values in ByName(pairs))
        {
            writer.WriteStartArray(values.Key);
            foreach (var pair in values)
            {
                writer.WriteStringValue(pair.Value);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private void WriteContext(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("requestContext");
        writer.WriteString("serviceNetworkArn", ServiceNetworkArn);
        writer.WriteString("serviceArn", ServiceArn);
        writer.WriteString("targetGroupArn", TargetGroupArn);
        writer.WriteStartObject("identity");
        writer.WriteString("sourceVpcArn", SourceVpcArn);
        if (Caller.Arn is { } principal)
        {
            writer.WriteString("type", "AWS_IAM");
            writer.WriteString("principal", principal);
            writer.WriteString("sessionName", Caller.SessionName);
        }

        writer.WriteEndObject();
        writer.WriteString("region", Core.Arn.TryParse(TargetGroupArn, out var arn) ? arn.Region : "");
        writer.WriteString(
            "timeEpoch",
            ((Time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond)
                .ToString(System.Globalization.CultureInfo.InvariantCulture));
        writer.WriteString("requestId", RequestId);
        writer.WriteEndObject();
    }

    private void WriteBody(Utf8JsonWriter writer, string flag)
    {
        var isText = IsText();
        if (Body.Length > 0 && isText)
        {
            writer.WriteString("body", Body.Span);
        }
        else if (Body.Length > 0)
        {
            writer.WriteBase64String("body", Body.Span);
        }

        writer.WriteBoolean(flag, Body.Length > 0 && !isText);
    }

    // Bytes that are no UTF-8 cannot stand in JSON, whatever their type says.
    private bool IsText()
    {
        var type = Header("content-type")?.Split(';')[0].Trim() ?? "";
        return Header("content-encoding") is null
            && (type.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
                || s_textTypes.Contains(type, StringComparer.OrdinalIgnoreCase))
            && System.Text.Unicode.Utf8.IsValid(Body.Span);
    }

    private string? Header(string name) => Headers
        .Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
        .Select(header => header.Value)
        .FirstOrDefault();

    private IEnumerable<KeyValuePair<string, string>> Query()
    {
        var mark = PathAndQuery.IndexOf('?', StringComparison.Ordinal);
        if (mark < 0)
        {
            yield break;
        }

        foreach (var part in PathAndQuery[(mark + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var sign = part.IndexOf('=', StringComparison.Ordinal);
            yield return sign < 0 ? new(part, "") : new(part[..sign], part[(sign + 1)..]);
        }
    }

    private static IEnumerable<IGrouping<string, KeyValuePair<string, string>>> ByName(
        IEnumerable<KeyValuePair<string, string>> pairs) => pairs.GroupBy(pair => pair.Key, StringComparer.Ordinal);
}
