using System.Text.Json.Nodes;

namespace Pergola.Conformance.Tests.LifeCycles;

internal static class ListenersAndRules
{
    private const string NotFound = """{"fixedResponse":{"statusCode":404}}""";

    public static async Task LiveAsync(StrictClient api)
    {
        var vpc = await Network.VpcAsync(api);
        var service = await api.AskAsync("CreateService", """{"name":"shop"}""");
        var group = await Network.TargetGroupAsync(api, "shop", vpc);
        await api.SettleAsync();
        var inService = $"\"serviceIdentifier\":\"{service.Id()}\"";
        var forward = $$"""{"forward":{"targetGroups":[{"targetGroupIdentifier":"{{group.Arn()}}","weight":7}]} }""";

        var made = await api.AskAsync(
            "CreateListener",
            $$"""{{{inService}},"name":"http","protocol":"HTTP","port":8080,"defaultAction":{{forward}}}""");
        var inListener = $"{inService},\"listenerIdentifier\":\"{made.Id()}\"";
        var read = await api.AskAsync("GetListener", $"{{{inListener}}}");
        StrictClient.MustAgree(made, read);
        StrictClient.MustAgree(read, Assert.Single(await api.ListAsync("ListListeners", $"{{{inService}}}")));
        await api.MustRefuseAsync("ConflictException", "DeleteTargetGroup", Network.Of(group));
        await RulesAsync(api, inListener, forward);

        var changed = await api.AskAsync("UpdateListener", $$"""{{{inListener}},"defaultAction":{{NotFound}}}""");
        Assert.Equal(404, (int)changed["defaultAction"]!["fixedResponse"]!["statusCode"]!);
        StrictClient.MustAgree(changed, await api.AskAsync("GetListener", $"{{{inListener}}}"));
        await api.AskAsync("DeleteListener", $"{{{inListener}}}");
        await api.MustRefuseAsync("ResourceNotFoundException", "GetListener", $"{{{inListener}}}");
        Assert.Empty(await api.ListAsync("ListListeners", $"{{{inService}}}"));
        await api.AskAsync("DeleteService", $"{{{inService}}}");
        await api.AskAsync("DeleteTargetGroup", Network.Of(group));
        await api.SettleAsync();
    }

    private static async Task RulesAsync(StrictClient api, string inListener, string forward)
    {
        var one = await api.AskAsync(
            "CreateRule",
            $$$"""
            {{{{inListener}}},"name":"by-path","priority":10,"action":{{{forward}}},
             "match":{"httpMatch":{"method":"GET","pathMatch":{"match":{"prefix":"/a"},"caseSensitive":true},
              "headerMatches":[{"name":"x","match":{"contains":"1"},"caseSensitive":false}]}} }
            """);
        var other = await api.AskAsync(
            "CreateRule",
            $$$"""
            {{{{inListener}}},"name":"by-exact-path","priority":20,"action":{{{NotFound}}},
             "match":{"httpMatch":{"pathMatch":{"match":{"exact":"/b"}} }} }
            """);
        var ofOne = $"{inListener},\"ruleIdentifier\":\"{one.Id()}\"";
        StrictClient.MustAgree(one, await api.AskAsync("GetRule", $"{{{ofOne}}}"));
        var changed = await api.AskAsync("UpdateRule", $$"""{{{ofOne}},"priority":30,"action":{{NotFound}}}""");
        StrictClient.MustAgree(changed, await api.AskAsync("GetRule", $"{{{ofOne}}}"));

        // Two rules change places: unique in the end, and never on the way.
        var batch = await api.AskAsync(
            "BatchUpdateRule",
            $$"""
            {{{inListener}},"rules":[{"ruleIdentifier":"{{one.Id()}}","priority":20},
             {"ruleIdentifier":"{{other.Id()}}","priority":30}]}
            """);
        Assert.Equal(2, batch["successful"]!.AsArray().Count);
        var listed = await api.ListAsync("ListRules", $"{{{inListener}}}");
        Assert.Equal(
            [(20, one.Id()), (30, other.Id())],
            listed.Where(rule => !(bool)rule["isDefault"]!)
                .Select(rule => ((int)rule["priority"]!, rule.Id())).Order());
        var first = Assert.Single(listed, rule => (bool)rule["isDefault"]!);
        await api.MustRefuseAsync(
            "ConflictException", "CreateRule",
            $$$"""
            {{{{inListener}}},"name":"late","priority":30,"action":{{{NotFound}}},
             "match":{"httpMatch":{"method":"PUT"}} }
            """);
        Assert.NotEqual(one.Id(), first.Id());

        await api.AskAsync("DeleteRule", $"{{{ofOne}}}");
        await api.MustRefuseAsync("ResourceNotFoundException", "GetRule", $"{{{ofOne}}}");
        JsonObject[] left = [.. await api.ListAsync("ListRules", $"{{{inListener}}}")];
        Assert.Equal(2, left.Length);
    }
}
