using System.Text.Json;

namespace ModelGen;

/// <summary>Writes a record for each structure and a closed family of records for each union.</summary>
internal static class ShapeWriter
{
    public static string Write(ServiceDescription service)
    {
        var code = new CodeText(service);
        foreach (var name in service.Reachable)
        {
            var shape = service.Shape(name);
            if (shape.Text("type") != "structure" || shape.Flag("document"))
            {
                continue;
            }

            code.Line();
            if (shape.Flag("union"))
            {
                WriteUnion(code, service, name, shape);
            }
            else
            {
                WriteRecord(code, service, name, shape);
            }
        }

        return code.ToString();
    }

    private static void WriteRecord(CodeText code, ServiceDescription service, string name, JsonElement shape)
    {
        var owner = Names.Pascal(name);
        var required = shape.Required();
        code.Line($"/// <summary>The shape {name}.</summary>");
        code.Open($"public sealed record {owner}");
        foreach (var member in shape.Members())
        {
            var isRequired = required.Contains(member.Name);
            var target = member.Value.Text("shape")!;
            var type = Names.Type(service, target);
            code.Line($"/// <summary>{Describe(service, member.Name, target, isRequired)}</summary>");
            code.Line($"public {(isRequired ? "required " : "")}{type}{(isRequired ? "" : "?")} "
                + $"{Names.Property(owner, member.Name)} {{ get; init; }}");
            code.Line();
        }

        code.Line("/// <summary>The shape as data, for codecs and the validator.</summary>");
        code.Line($"public static StructureSchema Schema {{ get; }} = new({Names.Literal(name)},");
        code.OpenBracket("[");
        foreach (var member in shape.Members())
        {
            code.Line(SchemaWriter.Member(service, member, required.Contains(member.Name),
                $"static o => (({owner})o).{Names.Property(owner, member.Name)}"));
        }

        code.Close("],");
        code.Line($"static v => new {owner}");
        code.OpenBracket("{");
        var index = 0;
        foreach (var member in shape.Members())
        {
            var type = Names.Type(service, member.Value.Text("shape")!);
            var cast = required.Contains(member.Name) ? $"({type})v[{index}]!" : $"({type}?)v[{index}]";
            code.Line($"{Names.Property(owner, member.Name)} = {cast},");
            index++;
        }

        code.Close("});");
        code.Close();
    }

    private static void WriteUnion(CodeText code, ServiceDescription service, string name, JsonElement shape)
    {
        var owner = Names.Pascal(name);
        code.Line($"/// <summary>The union {name}: exactly one of its cases.</summary>");
        foreach (var member in shape.Members())
        {
            code.Line("[global::System.Text.Json.Serialization.JsonDerivedType(typeof("
                + $"{Names.Property(owner, member.Name)}), {Names.Literal(member.Name)})]");
        }

        code.Open($"public abstract record {owner}");
        code.Line($"private {owner}() {{ }}");
        foreach (var member in shape.Members())
        {
            code.Line();
            code.Line($"/// <summary>The case {member.Name}.</summary>");
            code.Line($"public sealed record {Names.Property(owner, member.Name)}("
                + $"{Qualify(service, Names.Type(service, member.Value.Text("shape")!))} Value) : {owner};");
        }

        code.Line();
        code.Line("/// <summary>The union as data, for codecs and the validator.</summary>");
        code.Line($"public static StructureSchema Schema {{ get; }} = new({Names.Literal(name)},");
        code.OpenBracket("[");
        foreach (var member in shape.Members())
        {
            code.Line(SchemaWriter.Member(service, member, false,
                $"static o => o is {Names.Property(owner, member.Name)} c ? c.Value : null"));
        }

        code.Close("],");
        code.Open("static v =>");
        var index = 0;
        foreach (var member in shape.Members())
        {
            var type = Qualify(service, Names.Type(service, member.Value.Text("shape")!));
            var property = Names.Property(owner, member.Name);
            code.Line($"if (v[{index}] is {{ }} v{index}) {{ return new {property}(({type})v{index}); }}");
            index++;
        }

        code.Line($"throw new global::System.ArgumentException(\"{name} has no member set.\");");
        code.Close("},");
        code.Line("isUnion: true);");
        code.Close();
    }

    // Inside a union a case may be called like the shape it holds; the full name says which is meant.
    private static string Qualify(ServiceDescription service, string type) =>
        service.Reachable.Any(s => Names.Pascal(s) == type) ? $"global::Pergola.Api.{service.Namespace}.{type}" : type;

    private static string Describe(ServiceDescription service, string member, string target, bool required)
    {
        var shape = service.Shape(target);
        var facts = new List<string> { $"<c>{member}</c>" };
        if (required)
        {
            facts.Add("required");
        }

        if (shape.Values() is not null)
        {
            facts.Add($"one of <see cref=\"{ValueWriter.ClassName(service, target)}\"/>");
        }

        if (shape.Long("min") is not null || shape.Long("max") is not null)
        {
            facts.Add($"{shape.Long("min")?.ToString() ?? "…"} to {shape.Long("max")?.ToString() ?? "…"}");
        }

        return string.Join(", ", facts) + ".";
    }
}
