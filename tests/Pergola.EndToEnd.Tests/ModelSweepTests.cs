using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Pergola.Planning;
using Pergola.Wire.Schemas;

namespace Pergola.EndToEnd.Tests;

/// <summary>Every operation of every service, asked with input that no client should send.</summary>
public sealed class ModelSweepTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    /// <summary>Absurd texts for each place; which ones differ from place to place, so that all meet every
    /// operation.</summary>
    private const int AbsurdTextsPerPlace = 4;

    public static TheoryData<string> Services => [.. AllBindings.Services.Select(s => s.Id)];

    [Theory]
    [MemberData(nameof(Services))]
    public async Task No_operation_fails_on_input_that_is_empty_absurd_or_of_the_wrong_type(string service)
    {
        using var client = new ApiClient(fixture.Server);
        var model = ApiClient.Service(service);
        var wrong = new ConcurrentDictionary<string, string>();
        var questions = model.Operations.SelectMany(o => Inputs(o).Select(input => (Operation: o, Input: input)));

        await Parallel.ForEachAsync(questions, async (question, _) =>
        {
            string? fault;
            try
            {
                fault = (await OperationRequest.SendAsync(client, model, question.Operation, question.Input))
                    .WhatIsWrong(model.Protocol);
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
                fault = e.ToString();
            }

            if (fault is not null)
            {
                wrong.TryAdd(question.Operation.Name, $"{Short(fault)} <- {Short(question.Input.ToJsonString())}");
            }
        });

        Assert.True(
            wrong.IsEmpty,
            string.Join('\n', wrong.OrderBy(w => w.Key).Select(w => $"{w.Key}: {w.Value}")) + "\n" + Short(fixture.Server.Log,
                3000));
    }

    private static IEnumerable<JsonObject> Inputs(Operation operation)
    {
        yield return [];
        yield return SchemaInput.Plausible(operation.Input);
        yield return SchemaInput.Plausible(operation.Input, everything: true);
        foreach (var member in operation.Input.Members)
        {
            foreach (var value in SchemaInput.WrongTypes)
            {
                var input = SchemaInput.Plausible(operation.Input);
                input[member.Name] = JsonNode.Parse(value);
                yield return input;
            }
        }

        var turn = 0;
        foreach (var place in SchemaInput.Texts(operation.Input))
        {
            for (var i = 0; i < AbsurdTextsPerPlace; i++)
            {
                var input = SchemaInput.Plausible(operation.Input);
                SchemaInput.Put(input, operation.Input, place,
                    SchemaInput.AbsurdTexts[turn++ % SchemaInput.AbsurdTexts.Length]);
                yield return input;
            }
        }
    }

    private static string Short(string text, int charactersMax = 300) =>
        text.Length <= charactersMax ? text : text[..charactersMax] + "…";
}
