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
        using var client = new ApiClient(fixture.Server.Endpoint);
        var model = ApiClient.Service(service);
        var wrong = new ConcurrentDictionary<string, string>();
        var known = await KnownAsync(client);
        var questions = model.Operations.OrderBy(TakesAway)
            .SelectMany(o => Inputs(o, known).Select(input => (Operation: o, Input: input)));

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
            string.Join('\n',
                wrong.OrderBy(w => w.Key).Select(w => $"{w.Key}: {w.Value}")) + "\n" + Short(fixture.Server.Log,
                3000));
    }

    // What takes away comes last: until then the known things are there to be asked about.
    private static bool TakesAway(Operation operation) =>
        operation.Name.StartsWith("De", StringComparison.Ordinal)
            && !operation.Name.StartsWith("Desc", StringComparison.Ordinal);

    /// <summary>Ids of things that exist, by the members that take them: input with these gets past the first
    /// question.</summary>
    private static async Task<IReadOnlyDictionary<string, string>> KnownAsync(ApiClient client)
    {
        var vpc = (await client.Ec2Async("CreateVpc", "CidrBlock=10.0.0.0/16")).Element("vpcId");
        var subnet = await client.Ec2Async("CreateSubnet", $"VpcId={vpc}", "CidrBlock=10.0.1.0/24");
        var table = await client.Ec2Async("CreateRouteTable", $"VpcId={vpc}");
        var groups = await client.Ec2Async("DescribeSecurityGroups", "Filter.1.Name=vpc-id", $"Filter.1.Value.1={vpc}");
        await client.EcsAsync("CreateCluster", new JsonObject { ["clusterName"] = "known" });
        var name = $"known-{vpc[4..]}";
        var service = await client.LatticeAsync(HttpMethod.Post, "/services", new JsonObject { ["name"] = name });
        var network = await client.LatticeAsync(HttpMethod.Post, "/servicenetworks",
            new JsonObject { ["name"] = name });
        var listener = await client.LatticeAsync(HttpMethod.Post, $"/services/{service["id"]}/listeners", new JsonObject
        {
            ["name"] = "http",
            ["protocol"] = "HTTP",
            ["defaultAction"] = World.FixedResponse(404),
        });
        return new Dictionary<string, string>
        {
            ["VpcId"] = vpc,
            ["SubnetId"] = subnet.Element("subnetId"),
            ["RouteTableId"] = table.Element("routeTableId"),
            ["GroupId"] = groups.Element("groupId"),
            ["cluster"] = "known",
            ["serviceIdentifier"] = (string)service["id"]!,
            ["serviceNetworkIdentifier"] = (string)network["id"]!,
            ["listenerIdentifier"] = (string)listener["id"]!,
            ["resourceArn"] = (string)service["arn"]!,
        };
    }

    private static JsonObject Plausible(
        Operation operation, IReadOnlyDictionary<string, string> known, bool everything = false)
    {
        var input = SchemaInput.Plausible(operation.Input, everything);
        foreach (var member in operation.Input.Members.Where(m => m.Target is StringSchema
            && known.ContainsKey(m.Name)))
        {
            input[member.Name] = known[member.Name];
        }

        return input;
    }

    private static IEnumerable<JsonObject> Inputs(Operation operation, IReadOnlyDictionary<string, string> known)
    {
        yield return [];
        yield return Plausible(operation, known);
        yield return Plausible(operation, known, everything: true);
        foreach (var member in operation.Input.Members)
        {
            foreach (var value in SchemaInput.WrongTypes)
            {
                var input = Plausible(operation, known);
                input[member.Name] = JsonNode.Parse(value);
                yield return input;
            }
        }

        var turn = 0;
        foreach (var place in SchemaInput.Texts(operation.Input))
        {
            for (var i = 0; i < AbsurdTextsPerPlace; i++)
            {
                var input = Plausible(operation, known);
                SchemaInput.Put(input, operation.Input, place,
                    SchemaInput.AbsurdTexts[turn++ % SchemaInput.AbsurdTexts.Length]);
                yield return input;
            }
        }
    }

    private static string Short(string text, int charactersMax = 300) =>
        text.Length <= charactersMax ? text : text[..charactersMax] + "…";
}
