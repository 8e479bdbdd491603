using System.Text.Json;

namespace ModelGen;

/// <summary>Writes the schemas of strings, numbers, lists and maps, and the member lines of structures.</summary>
internal static class SchemaWriter
{
    public static string Write(ServiceDescription service)
    {
        var code = new CodeText(service);
        code.Line();
        code.Line("/// <summary>The schemas of this service's shapes that are not structures.</summary>");
        code.Open("internal static class Schemas");
        foreach (var name in service.Reachable)
        {
            var shape = service.Shape(name);
            if (Expression(service, name, shape) is { } expression)
            {
                code.Line($"public static readonly Schema {Names.Pascal(name)} = {expression};");
            }
        }

        code.Close();
        return code.ToString();
    }

    /// <summary>One line that makes a <c>MemberSchema</c>.</summary>
    public static string Member(ServiceDescription service, JsonProperty member, bool required, string getter)
    {
        var value = member.Value;
        var facts = new List<string>();
        if (required)
        {
            facts.Add("Required = true");
        }

        if (value.Text("location") is { } location)
        {
            facts.Add("Location = MemberLocation." + location switch
            {
                "uri" => "Uri",
                "querystring" => "QueryString",
                "header" => "Header",
                "statusCode" => "StatusCode",
                _ => throw new InvalidDataException($"{member.Name}: location '{location}' is not known."),
            });
        }

        var wireName = value.Text("locationName");
        if (wireName is not null)
        {
            facts.Add($"WireName = {Names.Literal(wireName)}");
        }

        var queryName = value.Text("queryName") ?? (wireName is null ? null : Names.Pascal(wireName));
        if (queryName is not null && service.Protocol == "Ec2Query")
        {
            facts.Add($"QueryName = {Names.Literal(queryName)}");
        }

        if (value.Flag("idempotencyToken"))
        {
            facts.Add("IdempotencyToken = true");
        }

        var initializer = facts.Count == 0 ? "" : " { " + string.Join(", ", facts) + " }";
        return $"new({Names.Literal(member.Name)}, static () => {Reference(service, value.Text("shape")!)}!, "
            + $"{getter}){initializer},";
    }

    private static string Reference(ServiceDescription service, string name)
    {
        var shape = service.Shape(name);
        return shape.Text("type") switch
        {
            "structure" when shape.Flag("document") => "DocumentSchema.Plain",
            // The full name: inside a union a case of the same name would be meant, and inherit the union's schema.
            "structure" => $"global::Pergola.Api.{service.Namespace}.{Names.Pascal(name)}.Schema",
            "boolean" => "BooleanSchema.Plain",
            "float" or "double" => "DoubleSchema.Plain",
            _ => "Schemas." + Names.Pascal(name),
        };
    }

    private static string? Expression(ServiceDescription service, string name, JsonElement shape)
    {
        var min = Names.Number(shape.Long("min"));
        var max = Names.Number(shape.Long("max"));
        return shape.Text("type") switch
        {
            "string" => StringExpression(service, name, shape, min, max),
            "integer" => $"new IntegerSchema({min}, {max})",
            "long" => $"new LongSchema({min}, {max})",
            "timestamp" => "new TimestampSchema(" + shape.Text("timestampFormat") switch
            {
                null => "",
                "iso8601" => "TimestampFormat.Iso8601",
                "unixTimestamp" => "TimestampFormat.UnixTimestamp",
                "rfc822" => "TimestampFormat.Rfc822",
                var other => throw new InvalidDataException($"{name}: timestamp format '{other}' is not known."),
            } + ")",
            "blob" => $"new BlobSchema({min}, {max})",
            "list" => $"new ListSchema<{Names.Target(service, shape, "member")}>(static () => "
                + $"{Part(service, shape, "member")}, {Names.Literal(PartName(shape, "member", "member"))}, "
                + $"{Flag(shape, "flattened")}, {min}, {max})",
            "map" => $"new MapSchema<{Names.Target(service, shape, "value")}>(static () => "
                + $"{Part(service, shape, "key")}, static () => {Part(service, shape, "value")}, "
                + $"{Names.Literal(PartName(shape, "key", "key"))}, "
                + $"{Names.Literal(PartName(shape, "value", "value"))}, "
                + $"{Flag(shape, "flattened")}, {min}, {max})",
            _ => null,
        };
    }

    private static string StringExpression(
        ServiceDescription service, string name, JsonElement shape, string min, string max)
    {
        var values = shape.Values() is null
            ? "null"
            : $"global::Pergola.Api.{service.Namespace}.{ValueWriter.ClassName(service, name)}.All";
        return $"new StringSchema({min}, {max}, {Names.Literal(shape.Text("pattern"))}, {values})";
    }

    // The lambda runs after the class is initialised, which the compiler's null analysis cannot know.
    private static string Part(ServiceDescription service, JsonElement shape, string part) =>
        Reference(service, shape.GetProperty(part).Text("shape")!) + "!";

    private static string PartName(JsonElement shape, string part, string otherwise) =>
        shape.GetProperty(part).Text("locationName") ?? otherwise;

    private static string Flag(JsonElement shape, string name) => shape.Flag(name) ? "true" : "false";
}
