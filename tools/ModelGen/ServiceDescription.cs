using System.Text.Json;

namespace ModelGen;

/// <summary>One service model, reduced to the wanted operations and the shapes that they reach.</summary>
internal sealed class ServiceDescription
{
    private readonly JsonElement _model;

    private ServiceDescription(JsonElement model, string id, IReadOnlySet<string> wanted)
    {
        _model = model;
        Id = id;
        Namespace = string.Concat(id.Split('-').Select(Names.Pascal));
        var all = model.GetProperty("operations").EnumerateObject().ToList();
        foreach (var name in wanted.Where(name => all.All(o => o.Name != name)))
        {
            throw new InvalidDataException($"{id}: the model has no operation '{name}'.");
        }

        Operations = [.. all.Where(o => wanted.Contains(o.Name)).Select(o => o.Value)];
        OtherOperations = [.. all.Where(o => !wanted.Contains(o.Name)).Select(o => o.Name)];
        foreach (var operation in Operations)
        {
            Reach(operation, "input");
            Reach(operation, "output");
        }
    }

    public string Id { get; }

    public string Namespace { get; }

    public List<JsonElement> Operations { get; }

    public List<string> OtherOperations { get; }

    public SortedSet<string> Reachable { get; } = new(StringComparer.Ordinal);

    public JsonElement Metadata => _model.GetProperty("metadata");

    public string Protocol => Metadata.GetProperty("protocol").GetString() switch
    {
        "rest-json" => "RestJson1",
        // Those that have it beside CBOR are spoken to by JSON as well, and botocore prefers that.
        "smithy-rpc-v2-cbor" => "AwsJson10",
        "json" when Metadata.GetProperty("jsonVersion").GetString() == "1.0" => "AwsJson10",
        "json" => "AwsJson11",
        "query" => "AwsQuery",
        "ec2" => "Ec2Query",
        "rest-xml" => "RestXml",
        var other => throw new InvalidDataException($"{Id}: protocol '{other}' is not known."),
    };

    public static ServiceDescription Read(string file, string id, IReadOnlySet<string> wanted)
    {
        using var stream = File.OpenRead(file);
        return new ServiceDescription(JsonDocument.Parse(stream).RootElement, id, wanted);
    }

    public JsonElement Shape(string name) => _model.GetProperty("shapes").GetProperty(name);

    private void Reach(JsonElement operation, string direction)
    {
        if (operation.TryGetProperty(direction, out var reference))
        {
            Reach(reference.Text("shape")!);
        }
    }

    private void Reach(string name)
    {
        if (!Reachable.Add(name))
        {
            return;
        }

        var shape = Shape(name);
        foreach (var part in new[] { "member", "key", "value" })
        {
            if (shape.TryGetProperty(part, out var reference))
            {
                Reach(reference.Text("shape")!);
            }
        }

        foreach (var member in shape.Members())
        {
            Reach(member.Value.Text("shape")!);
        }
    }
}
