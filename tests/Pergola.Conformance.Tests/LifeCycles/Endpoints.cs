using System.Text.Json.Nodes;

namespace Pergola.Conformance.Tests.LifeCycles;

/// <summary>VPC endpoints, which EC2 makes, as VPC Lattice shows them.</summary>
internal static class Endpoints
{
    public static async Task LiveAsResourceAsync(StrictClient api)
    {
        var gateway = await Resources.GatewayAsync(api);
        var single = await Resources.SingleAsync(api, gateway);
        var (vpc, subnet) = await PlaceAsync(api);
        var endpoint = await MadeAsync(
            api, vpc, subnet, "Resource", $"ResourceConfigurationArn={single.Arn()}");
        var other = await MadeAsync(
            api, vpc, subnet, "Resource", $"ResourceConfigurationArn={single.Arn()}");

        var listed = await api.ListAsync("ListResourceEndpointAssociations", Resources.Of(single));
        Assert.Equal([endpoint, other], listed.Select(item => (string?)item["vpcEndpointId"]));
        var association = Assert.Single(await api.ListAsync(
            "ListResourceEndpointAssociations",
            $$"""
            {"resourceConfigurationIdentifier":"{{single.Arn()}}","vpcEndpointId":"{{endpoint}}",
             "vpcEndpointOwner":"000000000000","resourceEndpointAssociationIdentifier":"{{listed[0].Arn()}}"}
            """));
        Assert.Equal(single.Id(), (string?)association["resourceConfigurationId"]);
        var refusal = await api.MustRefuseAsync(
            "ConflictException", "DeleteResourceConfiguration", Resources.Of(single));
        Assert.Contains(endpoint, (string)refusal["message"]!, StringComparison.Ordinal);
        await api.AskAsync(
            "TagResource", $$"""{"resourceArn":"{{association.Arn()}}","tags":{"team":"one"} }""");
        Assert.Equal("one", (string?)(await api.AskAsync(
            "ListTagsForResource", $$"""{"resourceArn":"{{association.Arn()}}"}"""))["tags"]!["team"]);

        var ended = await api.AskAsync("DeleteResourceEndpointAssociation", Of(association));
        Assert.Equal(
            [association.Arn(), endpoint, single.Arn()],
            [ended.Arn(), (string?)ended["vpcEndpointId"], (string?)ended["resourceConfigurationArn"]]);
        await api.MustRefuseAsync(
            "ResourceNotFoundException", "DeleteResourceEndpointAssociation", Of(association));
        await DeleteAsync(api, endpoint, other);
        Assert.Empty(await api.ListAsync("ListResourceEndpointAssociations", Resources.Of(single)));
        await Resources.EndAsync(api, single, gateway);
    }

    public static async Task LiveAsNetworkAsync(StrictClient api)
    {
        var network = await api.AskAsync("CreateServiceNetwork", """{"name":"by-endpoint"}""");
        var byId = $$"""{"serviceNetworkIdentifier":"{{network.Id()}}"}""";
        Assert.Empty(await api.ListAsync("ListServiceNetworkVpcEndpointAssociations", byId));
        var (vpc, subnet) = await PlaceAsync(api);
        var endpoint = await MadeAsync(api, vpc, subnet, "ServiceNetwork", $"ServiceNetworkArn={network.Arn()}");

        var listed = Assert.Single(await api.ListAsync("ListServiceNetworkVpcEndpointAssociations", byId));
        Assert.Equal(
            [endpoint, vpc, "000000000000", "ACTIVE", network.Arn()],
            new[] { "vpcEndpointId", "vpcId", "vpcEndpointOwnerId", "state", "serviceNetworkArn" }
                .Select(name => (string?)listed[name]));
        var refusal = await api.MustRefuseAsync("ConflictException", "DeleteServiceNetwork", byId);
        Assert.Contains(endpoint, (string)refusal["message"]!, StringComparison.Ordinal);

        await DeleteAsync(api, endpoint);
        Assert.Empty(await api.ListAsync("ListServiceNetworkVpcEndpointAssociations", byId));
        await api.AskAsync("DeleteServiceNetwork", byId);
    }

    private static async Task<(string Vpc, string Subnet)> PlaceAsync(StrictClient api)
    {
        var vpc = await Network.VpcAsync(api);
        return (vpc, await Network.SubnetAsync(api, vpc));
    }

    private static async Task<string> MadeAsync(
        StrictClient api, string vpc, string subnet, string type, string target)
    {
        var made = await api.Plain.Ec2Async(
            "CreateVpcEndpoint", $"VpcEndpointType={type}", $"VpcId={vpc}", $"SubnetId.1={subnet}", target);
        Assert.Equal("Pending", made.Element("state"));
        await api.SettleAsync();
        var id = made.Element("vpcEndpointId");
        Assert.Equal("Available", (await api.Plain.Ec2Async(
            "DescribeVpcEndpoints", $"VpcEndpointId.1={id}")).Element("state"));
        return id;
    }

    private static async Task DeleteAsync(StrictClient api, params string[] endpoints)
    {
        await api.Plain.Ec2Async(
            "DeleteVpcEndpoints", [.. endpoints.Select((id, at) => $"VpcEndpointId.{at + 1}={id}")]);
        await api.SettleAsync();
        Assert.Empty((await api.Plain.Ec2Async("DescribeVpcEndpoints")).Elements("vpcEndpointId"));
        Assert.Empty((await api.Plain.Ec2Async(
            "DescribeNetworkInterfaces", "Filter.1.Name=interface-type", "Filter.1.Value.1=vpc_endpoint"))
            .Elements("networkInterfaceId"));
    }

    private static string Of(JsonObject association) =>
        $$"""{"resourceEndpointAssociationIdentifier":"{{association.Arn()}}"}""";
}
