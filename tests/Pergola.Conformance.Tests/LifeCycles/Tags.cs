namespace Pergola.Conformance.Tests.LifeCycles;

internal static class Tags
{
    public static async Task LiveAsync(StrictClient api)
    {
        var made = await api.AskAsync("CreateServiceNetwork", """{"name":"tagged","tags":{"team":"a"}}""");
        var byArn = $"\"resourceArn\":\"{made.Arn()}\"";
        await api.AskAsync("TagResource", $$$"""{{{{byArn}}},"tags":{"stage":"b","empty":""}}""");
        Assert.Equal(
            """{"empty":"","stage":"b","team":"a"}""",
            (await api.AskAsync("ListTagsForResource", $"{{{byArn}}}"))["tags"]!.ToJsonString());
        await api.AskAsync("UntagResource", $$"""{{{byArn}},"tagKeys":["team","empty"]}""");
        Assert.Equal(
            """{"stage":"b"}""",
            (await api.AskAsync("ListTagsForResource", $"{{{byArn}}}"))["tags"]!.ToJsonString());
        await api.MustRefuseAsync(
            "ValidationException", "TagResource", $$$"""{{{{byArn}}},"tags":{"aws:mine":"b"}}""");
        await api.AskAsync("DeleteServiceNetwork", $$"""{"serviceNetworkIdentifier":"{{made.Id()}}"}""");
        await api.MustRefuseAsync("ResourceNotFoundException", "ListTagsForResource", $"{{{byArn}}}");
    }
}
