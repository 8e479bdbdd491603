namespace Pergola.Conformance.Tests.LifeCycles;

internal static class Services
{
    public static async Task LiveAsync(StrictClient api)
    {
        var made = await api.AskAsync(
            "CreateService", """{"name":"orders","customDomainName":"orders.example.com","idleTimeoutSeconds":90}""");
        Assert.Equal("CREATE_IN_PROGRESS", made.Status());
        await api.SettleAsync();
        var byId = $$"""{"serviceIdentifier":"{{made.Id()}}"}""";
        var read = await api.AskAsync("GetService", byId);
        Assert.Equal("ACTIVE", read.Status());
        made["status"] = "ACTIVE";
        StrictClient.MustAgree(made, read);
        await api.MustRefuseAsync("ConflictException", "CreateService", """{"name":"orders"}""");

        var changed = await api.AskAsync(
            "UpdateService",
            $$"""{"serviceIdentifier":"{{made.Arn()}}","authType":"AWS_IAM","idleTimeoutSeconds":120}""");
        Assert.Equal("AWS_IAM", (string?)changed["authType"]);
        StrictClient.MustAgree(changed, await api.AskAsync("GetService", byId));
        var listed = Assert.Single(await api.ListAsync("ListServices"));
        StrictClient.MustAgree(await api.AskAsync("GetService", byId), listed);

        Assert.Equal("DELETE_IN_PROGRESS", (await api.AskAsync("DeleteService", byId)).Status());
        await api.SettleAsync();
        await api.MustRefuseAsync("ResourceNotFoundException", "GetService", byId);
        Assert.Empty(await api.ListAsync("ListServices"));
    }
}
