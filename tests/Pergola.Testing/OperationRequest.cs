using System.Globalization;
using System.Text.Json.Nodes;
using Pergola.Wire.Schemas;

namespace Pergola.Testing;

/// <summary>Input of any shape, right or wrong, put on the wire as an operation's protocol would have it.</summary>
public static class OperationRequest
{
    /// <summary>Stands for half a character, which JSON can say (<c>\ud800</c>) and .NET's writers refuse to.</summary>
    public const string LoneSurrogate = "LONE-SURROGATE";

    public static Task<ApiAnswer> SendAsync(ApiClient client, ServiceModel service, Operation operation,
        JsonObject input) =>
        service.Protocol switch
        {
            Protocol.AwsQuery or Protocol.Ec2Query =>
                client.FormAsync(service, operation.Name, Flatten(service.Protocol, operation.Input, input)),
            Protocol.RestJson1 => SendRestAsync(client, service, operation, input),
            _ => client.JsonAsync(service, operation.Name, JsonText(input)),
        };

    /// <summary>The names and values of a form.</summary>
    public static List<KeyValuePair<string, string>> Flatten(Protocol protocol, Schema schema, JsonNode? value)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        Add(protocol, schema, value, "", pairs);
        return pairs;
    }

    private static Task<ApiAnswer> SendRestAsync(
        ApiClient client, ServiceModel service, Operation operation, JsonObject input)
    {
        var path = operation.RequestUri;
        var query = new List<string>();
        var headers = new List<(string, string)>();
        var body = new JsonObject();
        foreach (var member in operation.Input.Members)
        {
            if (!input.TryGetPropertyValue(member.Name, out var value))
            {
                continue;
            }

            switch (member.Location)
            {
                case MemberLocation.Uri:
                    path = path
                        .Replace($"{{{member.WireName}+}}", Uri.EscapeDataString(Text(value)), StringComparison.Ordinal)
                        .Replace($"{{{member.WireName}}}", Uri.EscapeDataString(Text(value)), StringComparison.Ordinal);
                    break;
                case MemberLocation.QueryString:
                    query.AddRange((value is JsonArray list ? list : [value?.DeepClone()]).Select(each =>
                        $"{member.WireName}={Uri.EscapeDataString(Text(each))}"));
                    break;
                case MemberLocation.Header:
                    headers.Add((member.WireName, Uri.EscapeDataString(Text(value))));
                    break;
                default:
                    body[member.WireName] = value?.DeepClone();
                    break;
            }
        }

        // A label that was left out stays in braces, which no URI may hold: it arrives encoded.
        path = path.Replace("{", "%7B", StringComparison.Ordinal).Replace("}", "%7D", StringComparison.Ordinal);
        var whole = query.Count == 0 ? path
            : $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{string.Join('&', query)}";
        var method = new HttpMethod(operation.HttpMethod);
        var text = method == HttpMethod.Get ? null : JsonText(body);
        return client.SendAsync(service, method, whole, text, "application/json", [.. headers]);
    }

    private static string JsonText(JsonObject input) =>
        input.ToJsonString().Replace(LoneSurrogate, "\\ud800", StringComparison.Ordinal);

    private static void Add(
        Protocol protocol, Schema schema, JsonNode? value, string name, List<KeyValuePair<string, string>> pairs)
    {
        switch (schema, value)
        {
            case (StructureSchema structure, JsonObject members):
                foreach (var (key, member) in members)
                {
                    var known = structure.Members.FirstOrDefault(m => m.Name == key);
                    var wire = known is null ? key : protocol == Protocol.Ec2Query ? known.QueryName : known.WireName;
                    Add(protocol, known?.Target ?? StringSchema.Plain, member, Join(name, wire), pairs);
                }

                break;
            case (ListSchema list, JsonArray elements):
                var prefix = protocol == Protocol.Ec2Query || list.Flattened ? name : Join(name, list.ElementName);
                for (var i = 0; i < elements.Count; i++)
                {
                    Add(protocol, list.Element, elements[i],
                        $"{prefix}.{(i + 1).ToString(CultureInfo.InvariantCulture)}", pairs);
                }

                break;
            default:
                pairs.Add(new(name, Text(value)));
                break;
        }
    }

    private static string Join(string name, string part) => name.Length == 0 ? part : $"{name}.{part}";

    private static string Text(JsonNode? value) =>
        value is JsonValue scalar && scalar.TryGetValue<string>(out var text) ? text : value?.ToJsonString() ?? "";
}
