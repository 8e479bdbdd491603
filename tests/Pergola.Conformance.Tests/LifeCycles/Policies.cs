using System.Text.Json.Nodes;

namespace Pergola.Conformance.Tests.LifeCycles;

internal static class Policies
{
    private const string Everyone =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}""";

    public static async Task LiveAsAuthPolicyAsync(StrictClient api)
    {
        var service = await api.AskAsync("CreateService", """{"name":"guarded"}""");
        await api.SettleAsync();
        var byId = $$"""{"resourceIdentifier":"{{service.Id()}}"}""";
        var put = await api.AskAsync("PutAuthPolicy", With(byId, Everyone));
        Assert.Equal("Inactive", (string?)put["state"]);
        await api.AskAsync("UpdateService", $$"""{"serviceIdentifier":"{{service.Id()}}","authType":"AWS_IAM"}""");
        var read = await api.AskAsync("GetAuthPolicy", $$"""{"resourceIdentifier":"{{service.Arn()}}"}""");
        Assert.Equal("Active", (string?)read["state"]);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Everyone), JsonNode.Parse((string)read["policy"]!)));
        await api.MustRefuseAsync("ValidationException", "PutAuthPolicy", With(byId, "{\"Version\":"));

        await api.AskAsync("UpdateService", $$"""{"serviceIdentifier":"{{service.Id()}}","authType":"NONE"}""");
        await api.AskAsync("DeleteAuthPolicy", byId);
        await api.AskAsync("DeleteService", $$"""{"serviceIdentifier":"{{service.Id()}}"}""");
        await api.SettleAsync();
        await api.MustRefuseAsync("ResourceNotFoundException", "PutAuthPolicy", With(byId, Everyone));
    }

    public static async Task LiveAsResourcePolicyAsync(StrictClient api)
    {
        const string Shared = """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"111122223333"},
             "Action":["vpc-lattice:CreateServiceNetworkServiceAssociation",
              "vpc-lattice:CreateServiceNetworkVpcAssociation","vpc-lattice:GetServiceNetwork"],
             "Resource":"ARN"}]}
            """;
        var network = await api.AskAsync("CreateServiceNetwork", """{"name":"lent"}""");
        var byArn = $$"""{"resourceArn":"{{network.Arn()}}"}""";
        var policy = Shared.ReplaceLineEndings("").Replace("ARN", network.Arn(), StringComparison.Ordinal);
        await api.AskAsync("PutResourcePolicy", With(byArn, policy));
        var read = await api.AskAsync("GetResourcePolicy", byArn);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(policy), JsonNode.Parse((string)read["policy"]!)));

        await api.AskAsync("DeleteResourcePolicy", byArn);
        await api.MustRefuseAsync("ResourceNotFoundException", "GetResourcePolicy", byArn);
        await api.AskAsync("DeleteServiceNetwork", $$"""{"serviceNetworkIdentifier":"{{network.Id()}}"}""");
    }

    private static string With(string input, string policy)
    {
        var whole = JsonNode.Parse(input)!.AsObject();
        whole["policy"] = policy;
        return whole.ToJsonString();
    }
}
