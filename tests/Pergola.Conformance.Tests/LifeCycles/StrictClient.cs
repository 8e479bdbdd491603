using System.Text.Json.Nodes;
using Pergola.Planning;
using Pergola.Testing;
using Pergola.Wire.Schemas;

namespace Pergola.Conformance.Tests.LifeCycles;

/// <summary>
/// Asks operations of a service by name, of VPC Lattice unless it is told another, and takes only answers that are in
/// every member what the model says. It keeps a record of what succeeded: nothing else may be called complete.
/// </summary>
internal sealed class StrictClient(
    ControlPlane plane, string account = "000000000000", string service = StrictClient.Lattice) : IDisposable
{
    public const string Lattice = "vpc-lattice";

    private readonly ServiceModel _model = ApiClient.Service(service);
    private readonly ApiClient _client = plane.Connect(account);

    /// <summary>
    /// The operations that succeeded here, each as <c>service:Operation</c>, with an answer of exactly their output's
    /// shape.
    /// </summary>
    public HashSet<string> Succeeded { get; init; } = new(StringComparer.Ordinal);

    public ApiClient Plain => _client;

    public void Dispose() => _client.Dispose();

    /// <summary>The same record, another service and account.</summary>
    public StrictClient Of(string other, string who) => new(plane, who, other) { Succeeded = Succeeded };

    /// <summary>Lets the loops do what is to be done.</summary>
    public Task SettleAsync() => plane.SettleAsync();

    /// <summary>The answer, which must be a success of the operation's shape and status.</summary>
    public async Task<JsonObject> AskAsync(string name, string input = "{}")
    {
        var operation = Bound(name);
        var asked = JsonNode.Parse(input)!.AsObject();
        Assert.Empty(Told(name, "input", ShapeCheck.Differences(operation.Input, asked)));
        var answer = await OperationRequest.SendAsync(_client, _model, operation, asked);
        Assert.True(
            answer.Status == operation.SuccessStatus, $"{name} {input}: {answer.Status} {answer.Body}\n{plane.Log}");
        var json = answer.Body.Length == 0 ? [] : answer.Json;
        Assert.Empty(Told(name, "answer", ShapeCheck.Differences(operation.Output, json)));
        Succeeded.Add($"{service}:{name}");
        return json;
    }

    /// <summary>
    /// The answer, or null when the operation refuses. Either must be of the shape and status that the model gives it.
    /// </summary>
    public async Task<JsonObject?> TryAskAsync(string name, JsonObject input)
    {
        var operation = Bound(name);
        var answer = await OperationRequest.SendAsync(_client, _model, operation, input);
        if (answer.Status == operation.SuccessStatus)
        {
            var json = answer.Body.Length == 0 ? [] : answer.Json;
            Assert.Empty(Told(name, "answer", ShapeCheck.Differences(operation.Output, json)));
            return json;
        }

        Assert.Empty(Told($"{name} {input.ToJsonString()}", "error", ErrorCheck.Differences(operation, answer)));
        return null;
    }

    /// <summary>The error, which must have this code and the shape and status that the model gives it.</summary>
    public async Task<JsonObject> MustRefuseAsync(string code, string name, string input)
    {
        var operation = Bound(name);
        var answer = await OperationRequest.SendAsync(_client, _model, operation, JsonNode.Parse(input)!.AsObject());
        Assert.Empty(Told(name, "error", ErrorCheck.Differences(operation, answer)));
        Assert.True(answer.ErrorType == code, $"{name} {input}: {code} expected, not {answer.Body}");
        return answer.Json;
    }

    /// <summary>Asks a list page by page, one thing a page, and returns all of it.</summary>
    public async Task<IReadOnlyList<JsonObject>> ListAsync(string name, string filter = "{}")
    {
        var things = new List<JsonObject>();
        var input = JsonNode.Parse(filter)!.AsObject();
        input["maxResults"] = 1;
        do
        {
            var page = await AskAsync(name, input.ToJsonString());
            Assert.True(page["items"]!.AsArray().Count <= 1, $"{name}: more than maxResults");
            things.AddRange(page["items"]!.AsArray().Select(thing => thing!.AsObject()));
            input["nextToken"] = page["nextToken"]?.DeepClone();
        }
        while (input["nextToken"] is not null);
        return things;
    }

    /// <summary>What a summary and a full description have in common says the same.</summary>
    public static void MustAgree(JsonObject one, JsonObject other) => Assert.Equal(
        one.Where(member => other.ContainsKey(member.Key)).Select(Text),
        other.Where(member => one.ContainsKey(member.Key)).OrderBy(member => one.IndexOf(member.Key)).Select(Text));

    private static string Text(KeyValuePair<string, JsonNode?> member) =>
        $"{member.Key}: {member.Value?.ToJsonString()}";

    private static IEnumerable<string> Told(string name, string part, IEnumerable<string> differences) =>
        differences.Select(difference => $"{name}'s {part}: {difference}");

    private Operation Bound(string name)
    {
        var operation = _model.Operations.Single(operation => operation.Name == name);
        Assert.SkipUnless(
            AllBindings.All.Any(binding => binding.Operation == operation), $"{name} is not implemented yet");
        return operation;
    }
}
