namespace Pergola.Conformance.Tests.LifeCycles;

internal static class AccessLogs
{
    private const string LogGroup = "arn:aws:logs:eu-central-1:000000000000:log-group:lattice";
    private const string OtherLogGroup = "arn:aws:logs:eu-central-1:000000000000:log-group:lattice-two";
    private const string Bucket = "arn:aws:s3:::lattice-logs";

    public static async Task LiveAsync(StrictClient api)
    {
        foreach (var name in (string[])["lattice", "lattice-two"])
        {
            (await api.Plain.JsonAsync(
                Testing.ApiClient.Service("logs"), "CreateLogGroup", $$"""{"logGroupName":"{{name}}"}"""))
                .MustSucceed("CreateLogGroup");
        }

        var service = await api.AskAsync("CreateService", """{"name":"logged"}""");
        await api.SettleAsync();
        var made = await api.AskAsync(
            "CreateAccessLogSubscription",
            $$"""{"resourceIdentifier":"{{service.Id()}}","destinationArn":"{{LogGroup}}","tags":{"team":"a"} }""");
        Assert.Equal(service.Arn(), (string?)made["resourceArn"]);
        var byId = $$"""{"accessLogSubscriptionIdentifier":"{{made.Id()}}"}""";
        var read = await api.AskAsync("GetAccessLogSubscription", byId);
        StrictClient.MustAgree(made, read);
        await api.MustRefuseAsync(
            "ConflictException", "CreateAccessLogSubscription",
            $$"""{"resourceIdentifier":"{{service.Arn()}}","destinationArn":"{{OtherLogGroup}}"}""");
        var second = await api.AskAsync(
            "CreateAccessLogSubscription",
            $$"""{"resourceIdentifier":"{{service.Arn()}}","destinationArn":"{{Bucket}}"}""");
        var listed = await api.ListAsync(
            "ListAccessLogSubscriptions", $$"""{"resourceIdentifier":"{{service.Id()}}"}""");
        Assert.Equal([made.Id(), second.Id()], listed.Select(Answers.Id));
        StrictClient.MustAgree(read, listed[0]);

        var changed = await api.AskAsync(
            "UpdateAccessLogSubscription",
            $$"""{"accessLogSubscriptionIdentifier":"{{made.Arn()}}","destinationArn":"{{OtherLogGroup}}"}""");
        StrictClient.MustAgree(changed, await api.AskAsync("GetAccessLogSubscription", byId));
        await api.MustRefuseAsync(
            "ConflictException", "UpdateAccessLogSubscription",
            $$"""{"accessLogSubscriptionIdentifier":"{{made.Arn()}}","destinationArn":"{{Bucket}}"}""");
        await api.AskAsync("DeleteAccessLogSubscription", byId);
        await api.MustRefuseAsync("ResourceNotFoundException", "GetAccessLogSubscription", byId);

        // The other one goes with its service.
        await api.AskAsync("DeleteService", $$"""{"serviceIdentifier":"{{service.Id()}}"}""");
        await api.SettleAsync();
        await api.MustRefuseAsync(
            "ResourceNotFoundException", "GetAccessLogSubscription",
            $$"""{"accessLogSubscriptionIdentifier":"{{second.Id()}}"}""");
    }
}
