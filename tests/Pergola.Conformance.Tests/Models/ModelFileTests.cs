using System.Text.Json.Nodes;
using Pergola.Testing;
using Pergola.Wire.Schemas;

namespace Pergola.Conformance.Tests.Models;

/// <summary>
/// AWS's own model of VPC Lattice, where it is at hand: what is checked here is checked against it, since nothing was
/// lost when schemas were generated.
/// </summary>
public sealed class ModelFileTests
{
    /// <summary>The folder with one folder a service, as botocore has it.</summary>
    private const string ModelsVariable = "PERGOLA_MODELS";

    [Fact]
    public void Every_operation_of_the_model_is_generated_with_every_constraint()
    {
        var model = Model();
        var shapes = model["shapes"]!.AsObject();
        var ours = ApiClient.Service("vpc-lattice").Operations.ToDictionary(operation => operation.Name);
        var theirs = model["operations"]!.AsObject();

        Assert.Equal(73, theirs.Count);
        Assert.Equal(theirs.Select(each => each.Key).Order(), ours.Keys.Order());
        foreach (var (name, operation) in theirs)
        {
            Assert.Equal(Text(shapes, operation!.AsObject()), Text(ours[name]));
        }
    }

    private static string Text(JsonObject shapes, JsonObject operation) => string.Join(
        '\n',
        $"{operation["name"]} {operation["http"]!["method"]} {operation["http"]!["requestUri"]} "
        + $"{operation["http"]!["responseCode"] ?? 200}",
        ModelText.Of(shapes, (string)operation["input"]!["shape"]!),
        operation["output"] is { } output ? ModelText.Of(shapes, (string)output["shape"]!) : "",
        string.Join(", ", operation["errors"]!.AsArray().Select(error => (string)error!["shape"]!).Select(error =>
            $"{error} {shapes[error]!["error"]!["httpStatusCode"]} "
            + string.Join(' ', shapes[error]!["members"]!.AsObject().Select(member => member.Key)))));

    private static string Text(Operation operation) => string.Join(
        '\n',
        $"{operation.Name} {operation.HttpMethod} {operation.RequestUri} {operation.SuccessStatus}",
        ModelText.Of(operation.Input),
        operation.HasOutput ? ModelText.Of(operation.Output) : "",
        string.Join(", ", operation.Errors.Select(error =>
            $"{error.Code} {error.HttpStatus} {string.Join(' ', error.Members)}")));

    private static JsonNode Model()
    {
        var folder = Environment.GetEnvironmentVariable(ModelsVariable)
            ?? Path.Combine(SourceTree.Root, "..", "shared", "models");
        var file = Path.Combine(folder, "vpc-lattice", "service-2.json");
        Assert.SkipUnless(
            File.Exists(file), $"AWS's models are not here; {ModelsVariable} names their folder where there is one");
        return JsonNode.Parse(File.ReadAllText(file))!;
    }
}
