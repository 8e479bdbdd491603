using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Pergola.Conformance.Tests.LifeCycles;

namespace Pergola.Conformance.Tests.Writers;

/// <summary>Sixty-four clients at once, on the same and on different resources: nothing is lost or torn.</summary>
public sealed class ConcurrentWriterTests : IAsyncLifetime
{
    private const int Clients = 64;

    private readonly ControlPlane _plane = new();
    private StrictClient _api = null!;

    public async ValueTask InitializeAsync()
    {
        await _plane.InitializeAsync();
        _api = new StrictClient(_plane);
    }

    public async ValueTask DisposeAsync()
    {
        _api.Dispose();
        await _plane.DisposeAsync();
    }

    [Fact]
    public async Task One_token_makes_one_thing_however_many_clients_send_it()
    {
        var ids = new ConcurrentBag<string>();

        await AtOnceAsync(async (api, _) => ids.Add((await api.AskAsync(
            "CreateServiceNetwork", """{"name":"once","clientToken":"the-same"}""")).Id()));

        Assert.Single(ids.Distinct());
        Assert.Single(await _api.ListAsync("ListServiceNetworks"));
    }

    [Fact]
    public async Task One_name_goes_to_one_client()
    {
        var made = new ConcurrentBag<JsonObject>();

        await AtOnceAsync(async (api, client) =>
        {
            var input = new JsonObject { ["name"] = "wanted", ["clientToken"] = $"client-{client}" };
            if (await api.TryAskAsync("CreateService", input) is { } answer)
            {
                made.Add(answer);
            }
        });

        var owner = Assert.Single(made);
        Assert.Equal(owner.Id(), Assert.Single(await _api.ListAsync("ListServices")).Id());
    }

    [Fact]
    public async Task Tags_of_many_clients_all_stay()
    {
        // Fifty tags fit on a resource: the clients share two.
        var arns = new[]
        {
            (await _api.AskAsync("CreateServiceNetwork", """{"name":"even"}""")).Arn(),
            (await _api.AskAsync("CreateServiceNetwork", """{"name":"odd"}""")).Arn(),
        };

        await AtOnceAsync(async (api, client) =>
        {
            for (var time = 0; time < 5; time++)
            {
                await api.AskAsync("TagResource", new JsonObject
                {
                    ["resourceArn"] = arns[client % 2], ["tags"] = new JsonObject { [$"client-{client}"] = $"{time}" },
                }.ToJsonString());
            }
        });

        for (var parity = 0; parity < 2; parity++)
        {
            var tags = await _api.AskAsync("ListTagsForResource", $$"""{"resourceArn":"{{arns[parity]}}"}""");
            Assert.Equal(
                Enumerable.Range(0, Clients).Where(client => client % 2 == parity)
                    .Select(client => $"client-{client}: 4").Order(StringComparer.Ordinal),
                tags["tags"]!.AsObject().Select(tag => $"{tag.Key}: {tag.Value}").Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task Weights_that_many_clients_write_and_read_have_one_order_that_explains_all_answers()
    {
        const int AtFirst = 999;
        var (place, group) = await ListenerAsync();
        await _api.AskAsync("UpdateListener", Weighted(place, group, AtFirst).ToJsonString());
        var register = new Register();

        await AtOnceAsync(async (api, client) =>
        {
            for (var time = 0; time < 6; time++)
            {
                var weight = (client * 6) + time + 1;
                await register.DoAsync(isWrite: true, async () => Weight(
                    await api.AskAsync("UpdateListener", Weighted(place, group, weight).ToJsonString())));
                await register.DoAsync(isWrite: false, async () => Weight(
                    await api.AskAsync("GetListener", place.ToJsonString())));
            }
        });

        register.MustBeSerialisable(AtFirst);
        register.MustEndWith(Weight(await _api.AskAsync("GetListener", place.ToJsonString())));
    }

    [Fact]
    public async Task No_two_rules_of_many_clients_get_one_priority()
    {
        const int Priorities = 8;
        var (place, _) = await ListenerAsync();
        var made = new ConcurrentBag<int>();

        await AtOnceAsync(async (api, client) =>
        {
            var input = place.DeepClone().AsObject();
            input["name"] = $"of-client-{client}";
            input["priority"] = (client % Priorities) + 1;
            input["match"] = new JsonObject { ["httpMatch"] = new JsonObject { ["method"] = "GET" } };
            input["action"] = new JsonObject { ["fixedResponse"] = new JsonObject { ["statusCode"] = 404 } };
            if (await api.TryAskAsync("CreateRule", input) is { } rule)
            {
                made.Add((int)rule["priority"]!);
            }
        });

        Assert.Equal(Enumerable.Range(1, Priorities), made.Order());
        var listed = await _api.ListAsync("ListRules", place.ToJsonString());
        Assert.Equal(
            Enumerable.Range(1, Priorities),
            listed.Where(rule => !(bool)rule["isDefault"]!).Select(rule => (int)rule["priority"]!).Order());
    }

    [Fact]
    public async Task Clients_with_resources_of_their_own_do_not_disturb_each_other()
    {
        var made = new string[Clients];
        await AtOnceAsync(async (api, client) =>
            made[client] = (await api.AskAsync("CreateService", $$"""{"name":"of-client-{{client}}"}""")).Id());
        await _api.SettleAsync();

        await AtOnceAsync(async (api, client) =>
        {
            var byId = $$"""{"serviceIdentifier":"{{made[client]}}"}""";
            for (var time = 0; time < 4; time++)
            {
                var seconds = 60 + client + time;
                var changed = await api.AskAsync(
                    "UpdateService",
                    $$"""{"serviceIdentifier":"{{made[client]}}","idleTimeoutSeconds":{{seconds}}}""");
                Assert.Equal(seconds, (int)changed["idleTimeoutSeconds"]!);
                Assert.Equal(seconds, (int)(await api.AskAsync("GetService", byId))["idleTimeoutSeconds"]!);
            }

            await api.AskAsync("DeleteService", byId);
        });

        await _api.SettleAsync();
        Assert.Empty(await _api.ListAsync("ListServices"));
    }

    [Fact]
    public async Task Pages_show_what_stays_once_each_while_others_come_and_go()
    {
        for (var i = 0; i < 40; i++)
        {
            await _api.AskAsync("CreateServiceNetwork", $$"""{"name":"stays-{{i}}"}""");
        }

        await AtOnceAsync(async (api, client) =>
        {
            if (client % 8 == 0)
            {
                var names = (await api.ListAsync("ListServiceNetworks"))
                    .Select(network => (string)network["name"]!)
                    .ToList();
                Assert.Equal(names.Distinct(), names);
                Assert.Equal(40, names.Count(name => name.StartsWith("stays-", StringComparison.Ordinal)));
                return;
            }

            for (var time = 0; time < 4; time++)
            {
                var input = new JsonObject { ["name"] = $"comes-{client}-{time}" };
                if (await api.TryAskAsync("CreateServiceNetwork", input) is { } made)
                {
                    await api.AskAsync("DeleteServiceNetwork", $$"""{"serviceNetworkIdentifier":"{{made.Id()}}"}""");
                }
            }
        });

        Assert.Equal(40, (await _api.ListAsync("ListServiceNetworks")).Count);
    }

    private async Task AtOnceAsync(Func<StrictClient, int, Task> work)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var clients = Enumerable.Range(0, Clients).Select(async client =>
        {
            using var api = new StrictClient(_plane);
            await start.Task;
            await work(api, client);
        }).ToList();
        start.SetResult();
        await Task.WhenAll(clients);
        Assert.Equal("", _plane.Log);
    }

    private async Task<(JsonObject Place, string Group)> ListenerAsync()
    {
        var group = await Network.TargetGroupAsync(_api, "shared", await Network.VpcAsync(_api));
        var service = await _api.AskAsync("CreateService", """{"name":"shared"}""");
        await _api.SettleAsync();
        var listener = await _api.AskAsync(
            "CreateListener",
            $$$"""
            {"serviceIdentifier":"{{{service.Id()}}}","name":"http","protocol":"HTTP",
             "defaultAction":{"fixedResponse":{"statusCode":404} } }
            """);
        var place = new JsonObject
        {
            ["serviceIdentifier"] = service.Id(), ["listenerIdentifier"] = listener.Id(),
        };
        return (place, group.Id());
    }

    private static JsonObject Weighted(JsonObject place, string group, int weight)
    {
        var input = place.DeepClone().AsObject();
        input["defaultAction"] = new JsonObject
        {
            ["forward"] = new JsonObject
            {
                ["targetGroups"] = new JsonArray(new JsonObject
                {
                    ["targetGroupIdentifier"] = group, ["weight"] = weight,
                }),
            },
        };
        return input;
    }

    private static int Weight(JsonObject listener) =>
        (int)listener["defaultAction"]!["forward"]!["targetGroups"]![0]!["weight"]!;
}
