using System.Text.Json.Nodes;

namespace Pergola.Conformance.Tests.LifeCycles;

internal static class TargetGroups
{
    private const string Function = "arn:aws:lambda:eu-central-1:000000000000:function:orders";
    private const string Balancer =
        "arn:aws:elasticloadbalancing:eu-central-1:000000000000:loadbalancer/app/orders/0123456789abcdef";

    public static async Task LiveAsync(StrictClient api)
    {
        var vpc = await Network.VpcAsync(api);
        await Network.SubnetAsync(api, vpc);
        var made = await Network.TargetGroupAsync(api, "orders", vpc);
        Assert.Equal("CREATE_IN_PROGRESS", made.Status());
        await api.SettleAsync();
        var read = await api.AskAsync("GetTargetGroup", Network.Of(made));
        made["status"] = "ACTIVE";
        StrictClient.MustAgree(made, read);
        StrictClient.MustAgree(read, Assert.Single(await api.ListAsync("ListTargetGroups")));

        var changed = await api.AskAsync(
            "UpdateTargetGroup",
            $$$"""
            {"targetGroupIdentifier":"{{{made.Arn()}}}",
             "healthCheck":{"path":"/health","healthCheckIntervalSeconds":20,"matcher":{"httpCode":"200-299"}} }
            """);
        Assert.Equal("/health", (string?)changed["config"]!["healthCheck"]!["path"]);
        StrictClient.MustAgree(changed, await api.AskAsync("GetTargetGroup", Network.Of(made)));
        await TargetsAsync(api, made);

        Assert.Equal("DELETE_IN_PROGRESS", (await api.AskAsync("DeleteTargetGroup", Network.Of(made))).Status());
        await api.SettleAsync();
        await api.MustRefuseAsync("ResourceNotFoundException", "GetTargetGroup", Network.Of(made));
        Assert.Empty(await api.ListAsync("ListTargetGroups"));
    }

    /// <summary>INSTANCE, ALB and LAMBDA groups echo what AWS echoes of each, and no more.</summary>
    public static async Task LiveAsOtherTypesAsync(StrictClient api)
    {
        var vpc = await Network.VpcAsync(api);
        var place = $"\"port\":80,\"protocol\":\"HTTP\",\"vpcIdentifier\":\"{vpc}\"";
        var instance = await MadeAsync(api, $$"""{"name":"instances","type":"INSTANCE","config":{{{place}} } }""");
        Assert.Equal("HTTP1", (string?)instance["config"]!["protocolVersion"]);
        Assert.NotNull(instance["config"]!["healthCheck"]);
        Assert.Null(instance["config"]!["ipAddressType"]);
        var balancer = await MadeAsync(api, $$"""{"name":"balancer","type":"ALB","config":{{{place}} } }""");
        Assert.Null(balancer["config"]!["healthCheck"]);
        var function = await MadeAsync(api, """{"name":"function","type":"LAMBDA"}""");
        Assert.Null(function["config"]);
        await RegisteredOrRefusedAsync(api, function, Function);
        await RegisteredOrRefusedAsync(api, balancer, Balancer);
        await RegisteredOrRefusedAsync(api, instance, "i-0123456789abcdef0");

        foreach (var group in (JsonObject[])[instance, balancer, function])
        {
            await DeregisterAllAsync(api, group);
            await api.AskAsync("DeleteTargetGroup", Network.Of(group));
        }

        await api.SettleAsync();
        Assert.Empty(await api.ListAsync("ListTargetGroups"));
    }

    private static async Task<JsonObject> MadeAsync(StrictClient api, string input)
    {
        var made = await api.AskAsync("CreateTargetGroup", input);
        await api.SettleAsync();
        return await api.AskAsync("GetTargetGroup", Network.Of(made));
    }

    private static async Task TargetsAsync(StrictClient api, JsonObject group)
    {
        var targets = $$"""
            {"targetGroupIdentifier":"{{group.Id()}}","targets":[{"id":"10.0.1.7","port":80},{"id":"10.0.1.8"}]}
            """;
        var registered = await api.AskAsync("RegisterTargets", targets);
        Assert.Equal(2, registered["successful"]!.AsArray().Count);
        Assert.Equal(2, (await api.AskAsync("RegisterTargets", targets))["successful"]!.AsArray().Count);
        Assert.Equal(2, (await api.ListAsync("ListTargets", Network.Of(group))).Count);
        var one = await api.ListAsync(
            "ListTargets",
            $$"""{"targetGroupIdentifier":"{{group.Id()}}","targets":[{"id":"10.0.1.8","port":80}]}""");
        Assert.Equal("10.0.1.8", (string?)Assert.Single(one)["id"]);
        await api.MustRefuseAsync("ConflictException", "DeleteTargetGroup", Network.Of(group));
        await DeregisterAllAsync(api, group);
        Assert.Empty(await api.ListAsync("ListTargets", Network.Of(group)));
    }

    // What does not exist here is among the unsuccessful; what cannot be looked up is taken as it is.
    private static async Task RegisteredOrRefusedAsync(StrictClient api, JsonObject group, string id)
    {
        var answer = await api.AskAsync(
            "RegisterTargets", $$"""{"targetGroupIdentifier":"{{group.Id()}}","targets":[{"id":"{{id}}"}]}""");
        var told = answer["successful"]!.AsArray().Concat(answer["unsuccessful"]!.AsArray());
        Assert.Equal(id, (string?)Assert.Single(told)!["id"]);
        var listed = await api.ListAsync("ListTargets", Network.Of(group));
        Assert.Equal(answer["successful"]!.AsArray().Count, listed.Count);
    }

    private static async Task DeregisterAllAsync(StrictClient api, JsonObject group)
    {
        var targets = (await api.ListAsync("ListTargets", Network.Of(group))).Select(target => new JsonObject
        {
            ["id"] = target["id"]!.DeepClone(),
            ["port"] = target["port"]?.DeepClone(),
        }).ToList();
        if (targets.Count == 0)
        {
            return;
        }

        targets.ForEach(target =>
        {
            if (target["port"] is null)
            {
                target.Remove("port");
            }
        });
        var answer = await api.AskAsync(
            "DeregisterTargets",
            $$"""
            {"targetGroupIdentifier":"{{group.Id()}}","targets":{{new JsonArray([.. targets]).ToJsonString()}}}
            """);
        Assert.Equal(targets.Count, answer["successful"]!.AsArray().Count);
        await api.SettleAsync();
    }
}
