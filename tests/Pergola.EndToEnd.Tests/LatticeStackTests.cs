using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Pergola.EndToEnd.Tests;

/// <summary>All of Terraform's VPC Lattice: one stack with every resource and data source of the provider.</summary>
[Trait("tier", "terraform")]
public sealed partial class LatticeStackTests
{
    private const string Attachment = "attachment.tf";

    [Fact]
    public async Task It_is_created_changed_in_place_imported_and_destroyed_and_every_plan_after_is_empty()
    {
        Tools.NeedRoot();
        Tools.NeedTerraform();
        await using var server = await PergolaProcess.StartAsync();
        using var stack = Stack.Open(server, Tools.Stack("lattice"));

        await stack.ApplyAsync();
        Assert.Equal("", await stack.PlanAsync());
        var agreement = JsonNode.Parse(await stack.JsonOutputAsync("agreement"))!.AsObject();
        Assert.All(agreement, pair => Assert.Equal((string?)pair.Value![0], (string?)pair.Value![1]));

        var changed = await stack.ApplyAsync("changed=true");
        Assert.Contains(" 0 added,", changed, StringComparison.Ordinal);
        Assert.Contains(" 0 destroyed.", changed, StringComparison.Ordinal);
        Assert.Equal("", await stack.PlanAsync("changed=true"));

        await ImportIntoAnotherStateAsync(server, stack);

        await stack.DestroyAsync("changed=true");
        await NothingIsLeftAsync(server);
    }

    [Fact]
    public async Task The_stack_has_every_resource_and_data_source_that_the_provider_has()
    {
        Tools.NeedTerraform();
        await using var server = await PergolaProcess.StartAsync();
        using var stack = Stack.Open(server, Tools.Stack("lattice"));
        var schemas = (await stack.TerraformAsync("providers", "schema", "-json")).MustSucceed("providers schema");
        var provider = JsonNode.Parse(schemas.Output)!["provider_schemas"]!.AsObject().Single().Value!;
        var text = string.Concat(Directory.EnumerateFiles(stack.Folder, "*.tf").Select(File.ReadAllText));

        Assert.Empty(Missing(provider["resource_schemas"]!, "resource", text));
        Assert.Empty(Missing(provider["data_source_schemas"]!, "data", text));
    }

    private static IEnumerable<string> Missing(JsonNode schemas, string kind, string text) => schemas.AsObject()
        .Select(schema => schema.Key)
        .Where(name => name.StartsWith("aws_vpclattice_", StringComparison.Ordinal))
        .Where(name => !text.Contains($"{kind} \"{name}\"", StringComparison.Ordinal));

    // What other services have may be completed by Terraform's own defaults; of Lattice everything must fit at once.
    private static async Task ImportIntoAnotherStateAsync(PergolaProcess server, Stack stack)
    {
        var shown = (await stack.TerraformAsync("show", "-json")).MustSucceed("terraform show").Output;
        var imports = new StringBuilder();
        foreach (var resource in JsonNode.Parse(shown)!["values"]!["root_module"]!["resources"]!.AsArray())
        {
            if ((string?)resource!["mode"] == "managed"
                && (string?)resource["type"] != "aws_vpclattice_target_group_attachment")
            {
                imports.AppendLine("import {")
                    .Append("  to = ").AppendLine((string?)resource["address"])
                    .Append("  id = \"").Append((string?)resource["values"]!["id"]).AppendLine("\"")
                    .AppendLine("}");
            }
        }

        using var second = Stack.Open(server, Tools.Stack("lattice"), Attachment);
        await File.WriteAllTextAsync(Path.Combine(second.Folder, "imports.tf"), imports.ToString());
        var imported = await second.ApplyAsync("changed=true");
        Assert.DoesNotMatch(ChangedOnImport(), imported);
        Assert.Equal("", await second.PlanAsync("changed=true"));
    }

    private static async Task NothingIsLeftAsync(PergolaProcess server)
    {
        Assert.Equal("nothing", await server.InventoryAsync());
        using var api = new ApiClient(server.Endpoint);
        foreach (var collection in (string[])
            ["services", "servicenetworks", "targetgroups", "resourcegateways", "resourceconfigurations"])
        {
            Assert.Empty((await api.LatticeAsync(HttpMethod.Get, $"/{collection}"))["items"]!.AsArray());
        }
    }

    [GeneratedRegex(@"# aws_vpclattice_\S+ (?:will be (?:created|updated|destroyed)|must be replaced)")]
    private static partial Regex ChangedOnImport();
}
