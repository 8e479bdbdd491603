namespace Pergola.Conformance.Tests.LifeCycles;

internal static class Domains
{
    public static async Task LiveAsync(StrictClient api)
    {
        var made = await api.AskAsync(
            "StartDomainVerification", """{"domainName":"example.com","tags":{"team":"a"}}""");
        Assert.StartsWith("vpc-lattice:", (string?)made["txtMethodConfig"]!["value"], StringComparison.Ordinal);
        var byId = $$"""{"domainVerificationIdentifier":"{{made.Id()}}"}""";
        var read = await api.AskAsync("GetDomainVerification", byId);
        StrictClient.MustAgree(made, read);
        var listed = Assert.Single(await api.ListAsync("ListDomainVerifications"));
        StrictClient.MustAgree(read, listed);

        await api.AskAsync("DeleteDomainVerification", $$"""{"domainVerificationIdentifier":"{{made.Arn()}}"}""");
        await api.SettleAsync();
        await api.MustRefuseAsync("ResourceNotFoundException", "GetDomainVerification", byId);
        Assert.Empty(await api.ListAsync("ListDomainVerifications"));
    }
}
