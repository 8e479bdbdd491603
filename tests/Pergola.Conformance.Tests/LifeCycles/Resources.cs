using System.Text.Json.Nodes;

namespace Pergola.Conformance.Tests.LifeCycles;

/// <summary>Resource gateways, resource configurations, and what connects them to networks.</summary>
internal static class Resources
{
    public static async Task LiveAsGatewayAsync(StrictClient api)
    {
        var vpc = await Network.VpcAsync(api);
        var subnet = await Network.SubnetAsync(api, vpc);
        var group = await Network.SecurityGroupAsync(api, vpc);
        var made = await api.AskAsync(
            "CreateResourceGateway",
            $$"""{"name":"door","vpcIdentifier":"{{vpc}}","subnetIds":["{{subnet}}"],"ipAddressType":"IPV4"}""");
        await api.SettleAsync();
        var byId = $$"""{"resourceGatewayIdentifier":"{{made.Id()}}"}""";
        Assert.Equal("ACTIVE", (await api.AskAsync("GetResourceGateway", byId)).Status());
        await api.MustRefuseAsync(
            "ConflictException", "CreateResourceGateway",
            $$"""{"name":"door","vpcIdentifier":"{{vpc}}","subnetIds":["{{subnet}}"]}""");
        await api.AskAsync(
            "UpdateResourceGateway",
            $$"""{"resourceGatewayIdentifier":"{{made.Arn()}}","securityGroupIds":["{{group}}"]}""");
        await api.SettleAsync();
        var read = await api.AskAsync("GetResourceGateway", byId);
        Assert.Equal(["ACTIVE", group], [read.Status(), (string?)read["securityGroupIds"]![0]]);
        StrictClient.MustAgree(read, Assert.Single(await api.ListAsync("ListResourceGateways")));

        Assert.Equal("DELETE_IN_PROGRESS", (await api.AskAsync("DeleteResourceGateway", byId)).Status());
        await api.SettleAsync();
        await api.MustRefuseAsync("ResourceNotFoundException", "GetResourceGateway", byId);
        Assert.Empty(await api.ListAsync("ListResourceGateways"));
    }

    public static async Task LiveAsConfigurationsAsync(StrictClient api)
    {
        var gateway = await GatewayAsync(api);
        var through = $"\"resourceGatewayIdentifier\":\"{gateway}\"";
        var single = await MadeAsync(
            api,
            $$$"""
            {"name":"database","type":"SINGLE",{{{through}}},"portRanges":["5432","6000-6010"],"protocol":"TCP",
             "resourceConfigurationDefinition":{"ipResource":{"ipAddress":"10.0.1.50"}} }
            """);
        var group = await MadeAsync(
            api, $$"""{"name":"cluster","type":"GROUP",{{through}},"portRanges":["5432"],"protocol":"TCP"}""");
        var child = await MadeAsync(
            api,
            $$$"""
            {"name":"member","type":"CHILD","resourceConfigurationGroupIdentifier":"{{{group.Arn()}}}",
             "portRanges":["5432"],
             "resourceConfigurationDefinition":{"dnsResource":{"domainName":"db.example.com","ipAddressType":"IPV4"}} }
            """);
        var listed = await api.ListAsync("ListResourceConfigurations");
        Assert.Equal([single.Id(), group.Id(), child.Id()], listed.Select(Answers.Id));
        StrictClient.MustAgree(single, listed[0]);
        Assert.Equal(child.Id(), Assert.Single(await api.ListAsync(
            "ListResourceConfigurations",
            $$"""{"resourceConfigurationGroupIdentifier":"{{group.Id()}}"}""")).Id());
        var changed = await api.AskAsync(
            "UpdateResourceConfiguration",
            $$"""{"resourceConfigurationIdentifier":"{{single.Arn()}}","portRanges":["5433"]}""");
        Assert.Equal("5433", (string?)changed["portRanges"]![0]);
        await api.SettleAsync();
        await api.MustRefuseAsync(
            "ConflictException", "DeleteResourceGateway", $$"""{"resourceGatewayIdentifier":"{{gateway}}"}""");

        foreach (var configuration in (JsonObject[])[child, group, single])
        {
            await api.AskAsync("DeleteResourceConfiguration", Of(configuration));
            await api.SettleAsync();
            await api.MustRefuseAsync("ResourceNotFoundException", "GetResourceConfiguration", Of(configuration));
        }

        await api.AskAsync("DeleteResourceGateway", $$"""{"resourceGatewayIdentifier":"{{gateway}}"}""");
        await api.SettleAsync();
    }

    public static async Task LiveInNetworkAsync(StrictClient api)
    {
        var gateway = await GatewayAsync(api);
        var single = await SingleAsync(api, gateway);
        var network = await api.AskAsync("CreateServiceNetwork", """{"name":"with-a-resource"}""");
        var made = await api.AskAsync(
            "CreateServiceNetworkResourceAssociation",
            $$"""
            {"resourceConfigurationIdentifier":"{{single.Id()}}","serviceNetworkIdentifier":"{{network.Id()}}"}
            """);
        await api.SettleAsync();
        var byId = $$"""{"serviceNetworkResourceAssociationIdentifier":"{{made.Id()}}"}""";
        var read = await api.AskAsync("GetServiceNetworkResourceAssociation", byId);
        Assert.Equal("ACTIVE", read.Status());
        StrictClient.MustAgree(read, Assert.Single(await api.ListAsync(
            "ListServiceNetworkResourceAssociations", $$"""{"serviceNetworkIdentifier":"{{network.Id()}}"}""")));
        await api.MustRefuseAsync("ConflictException", "DeleteResourceConfiguration", Of(single));
        await api.MustRefuseAsync(
            "ConflictException", "DeleteServiceNetwork", $$"""{"serviceNetworkIdentifier":"{{network.Id()}}"}""");

        var left = await api.AskAsync("DeleteServiceNetworkResourceAssociation", byId);
        Assert.Equal("DELETE_IN_PROGRESS", left.Status());
        await api.SettleAsync();
        await api.MustRefuseAsync("ResourceNotFoundException", "GetServiceNetworkResourceAssociation", byId);
        await api.AskAsync("DeleteServiceNetwork", $$"""{"serviceNetworkIdentifier":"{{network.Id()}}"}""");
        await EndAsync(api, single, gateway);
    }

    public static async Task<string> GatewayAsync(StrictClient api)
    {
        var vpc = await Network.VpcAsync(api);
        var subnet = await Network.SubnetAsync(api, vpc);
        var made = await api.AskAsync(
            "CreateResourceGateway", $$"""{"name":"way-in","vpcIdentifier":"{{vpc}}","subnetIds":["{{subnet}}"]}""");
        await api.SettleAsync();
        return made.Id();
    }

    public static Task<JsonObject> SingleAsync(StrictClient api, string gateway) => MadeAsync(
        api,
        $$$"""
        {"name":"database","type":"SINGLE","resourceGatewayIdentifier":"{{{gateway}}}","portRanges":["5432"],
         "resourceConfigurationDefinition":{"ipResource":{"ipAddress":"10.0.1.50"}} }
        """);

    private static async Task<JsonObject> MadeAsync(StrictClient api, string input)
    {
        var made = await api.AskAsync("CreateResourceConfiguration", input);
        await api.SettleAsync();
        var read = await api.AskAsync("GetResourceConfiguration", Of(made));
        Assert.Equal("ACTIVE", read.Status());
        made["status"] = "ACTIVE";
        StrictClient.MustAgree(made, read);
        return read;
    }

    public static async Task EndAsync(StrictClient api, JsonObject configuration, string gateway)
    {
        await api.AskAsync("DeleteResourceConfiguration", Of(configuration));
        await api.SettleAsync();
        await api.AskAsync("DeleteResourceGateway", $$"""{"resourceGatewayIdentifier":"{{gateway}}"}""");
        await api.SettleAsync();
    }

    public static string Of(JsonObject configuration) =>
        $$"""{"resourceConfigurationIdentifier":"{{configuration.Id()}}"}""";
}
