namespace Pergola.Conformance.Tests.LifeCycles;

internal static class Networks
{
    public static async Task LiveAsync(StrictClient api)
    {
        var made = await api.AskAsync(
            "CreateServiceNetwork", """{"name":"blue","authType":"NONE","tags":{"team":"a"},"clientToken":"one"}""");
        var again = await api.AskAsync(
            "CreateServiceNetwork", """{"name":"blue","authType":"NONE","tags":{"team":"a"},"clientToken":"one"}""");
        Assert.Equal(made.Id(), again.Id());
        var byId = $$"""{"serviceNetworkIdentifier":"{{made.Id()}}"}""";
        var read = await api.AskAsync("GetServiceNetwork", byId);
        StrictClient.MustAgree(made, read);
        Assert.Equal(0, (int)read["numberOfAssociatedVPCs"]!);
        Assert.Equal(0, (int)read["numberOfAssociatedServices"]!);
        await api.MustRefuseAsync("ConflictException", "CreateServiceNetwork", """{"name":"blue"}""");

        var byArn = $$"""{"serviceNetworkIdentifier":"{{made.Arn()}}","authType":"AWS_IAM"}""";
        Assert.Equal("AWS_IAM", (string?)(await api.AskAsync("UpdateServiceNetwork", byArn))["authType"]);
        Assert.Equal("AWS_IAM", (string?)(await api.AskAsync("GetServiceNetwork", byId))["authType"]);
        var second = await api.AskAsync("CreateServiceNetwork", """{"name":"green"}""");
        var listed = await api.ListAsync("ListServiceNetworks");
        Assert.Equal(["blue", "green"], listed.Select(network => (string?)network["name"]));
        StrictClient.MustAgree(await api.AskAsync("GetServiceNetwork", byId), listed[0]);

        await api.AskAsync("DeleteServiceNetwork", $$"""{"serviceNetworkIdentifier":"{{second.Arn()}}"}""");
        await api.AskAsync("DeleteServiceNetwork", byId);
        await api.MustRefuseAsync("ResourceNotFoundException", "GetServiceNetwork", byId);
        Assert.Empty(await api.ListAsync("ListServiceNetworks"));
    }
}
