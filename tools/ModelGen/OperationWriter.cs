using System.Text.Json;

namespace ModelGen;

/// <summary>Writes the operation table of a service.</summary>
internal static class OperationWriter
{
    public static string Write(ServiceDescription service)
    {
        var code = new CodeText(service);
        code.Line();
        code.Line($"/// <summary>The operations of {service.Id} that Pergola knows by shape.</summary>");
        code.Open($"public static class {service.Namespace}Api");
        foreach (var operation in service.Operations)
        {
            WriteOperation(code, service, operation);
        }

        WriteModel(code, service);
        code.Close();
        return code.ToString();
    }

    private static void WriteOperation(CodeText code, ServiceDescription service, JsonElement operation)
    {
        var name = operation.Text("name")!;
        var input = ShapeOf(operation, "input");
        var output = ShapeOf(operation, "output");
        var http = operation.GetProperty("http");
        var status = http.TryGetProperty("responseCode", out var code200) ? code200.GetInt32() : 200;
        code.Line($"/// <summary>{name}</summary>");
        code.Line($"public static Operation<{input}, {output}> {name} {{ get; }} = new(");
        var (method, uri) = (Names.Literal(http.Text("method")), Names.Literal(http.Text("requestUri")));
        code.Line($"    {Names.Literal(name)}, {method}, {uri}, {status},");
        code.Line($"    {input}.Schema, {output}.Schema,");
        code.OpenBracket("[");
        foreach (var reference in Errors(operation))
        {
            code.Line(ErrorLine(service, reference.Text("shape")!));
        }

        code.Close("],");
        code.Line($"    {(operation.TryGetProperty("output", out _) ? "true" : "false")});");
        code.Line();
    }

    private static void WriteModel(CodeText code, ServiceDescription service)
    {
        var metadata = service.Metadata;
        code.Line("/// <summary>The service and all its operations.</summary>");
        code.Line("public static ServiceModel Model { get; } = new(");
        code.Line($"    {Names.Literal(service.Id)},");
        code.Line($"    Protocol.{service.Protocol},");
        code.Line($"    {Names.Literal(metadata.Text("apiVersion"))},");
        code.Line($"    {Names.Literal(metadata.Text("signingName") ?? metadata.Text("endpointPrefix"))},");
        code.Line($"    {Names.Literal(metadata.Text("targetPrefix"))},");
        code.Line($"    {Names.Literal(metadata.Text("xmlNamespace"))},");
        code.OpenBracket("[");
        foreach (var operation in service.Operations)
        {
            code.Line(operation.Text("name") + ",");
        }

        code.Close("],");
        code.OpenBracket("[");
        foreach (var name in service.OtherOperations)
        {
            code.Line(Names.Literal(name) + ",");
        }

        code.Close("    ]);");
    }

    private static IEnumerable<JsonElement> Errors(JsonElement operation) =>
        operation.TryGetProperty("errors", out var errors) ? errors.EnumerateArray() : [];

    private static string ShapeOf(JsonElement operation, string direction) =>
        operation.TryGetProperty(direction, out var reference) ? Names.Pascal(reference.Text("shape")!) : "Nothing";

    private static string ErrorLine(ServiceDescription service, string name)
    {
        var shape = service.Shape(name);
        var error = shape.TryGetProperty("error", out var e) ? e : default;
        var isObject = error.ValueKind == JsonValueKind.Object;
        var code = (isObject ? error.Text("code") : null) ?? name;
        var status = (isObject ? error.Long("httpStatusCode") : null) ?? (shape.Flag("fault") ? 500 : 400);
        var members = string.Join(", ", shape.Members().Select(m => Names.Literal(m.Name)));
        return $"new({Names.Literal(name)}, {Names.Literal(code)}, {status}, [{members}]),";
    }
}
