namespace Pergola.Conformance.Tests.LifeCycles;

internal static class Associations
{
    public static async Task LiveAsync(StrictClient api)
    {
        var vpc = await Network.VpcAsync(api);
        var group = await Network.SecurityGroupAsync(api, vpc);
        var network = await api.AskAsync("CreateServiceNetwork", """{"name":"joined"}""");
        var service = await api.AskAsync("CreateService", """{"name":"joined"}""");
        await api.SettleAsync();
        var ofService = await WithServiceAsync(api, network.Id(), service.Id());
        var ofVpc = await WithVpcAsync(api, network.Arn(), vpc, group);
        var byId = $$"""{"serviceNetworkIdentifier":"{{network.Id()}}"}""";
        Assert.Empty(await api.ListAsync("ListServiceNetworkVpcEndpointAssociations", byId));
        await api.MustRefuseAsync("ConflictException", "DeleteServiceNetwork", byId);
        await api.MustRefuseAsync(
            "ConflictException", "DeleteService", $$"""{"serviceIdentifier":"{{service.Id()}}"}""");

        var left = await api.AskAsync("DeleteServiceNetworkServiceAssociation", ofService);
        Assert.Equal("DELETE_IN_PROGRESS", left.Status());
        Assert.Equal("DELETE_IN_PROGRESS", (await api.AskAsync("DeleteServiceNetworkVpcAssociation", ofVpc)).Status());
        await api.SettleAsync();
        await api.MustRefuseAsync("ResourceNotFoundException", "GetServiceNetworkServiceAssociation", ofService);
        await api.MustRefuseAsync("ResourceNotFoundException", "GetServiceNetworkVpcAssociation", ofVpc);
        await api.AskAsync("DeleteServiceNetwork", byId);
        await api.AskAsync("DeleteService", $$"""{"serviceIdentifier":"{{service.Id()}}"}""");
        await api.SettleAsync();
    }

    private static async Task<string> WithServiceAsync(StrictClient api, string network, string service)
    {
        var pair = $$"""{"serviceNetworkIdentifier":"{{network}}","serviceIdentifier":"{{service}}"}""";
        var made = await api.AskAsync("CreateServiceNetworkServiceAssociation", pair);
        Assert.Equal("CREATE_IN_PROGRESS", made.Status());
        var byId = $$"""{"serviceNetworkServiceAssociationIdentifier":"{{made.Id()}}"}""";
        await api.MustRefuseAsync("ConflictException", "DeleteServiceNetworkServiceAssociation", byId);
        await api.SettleAsync();
        var read = await api.AskAsync("GetServiceNetworkServiceAssociation", byId);
        Assert.Equal("ACTIVE", read.Status());
        await api.MustRefuseAsync("ConflictException", "CreateServiceNetworkServiceAssociation", pair);
        foreach (var side in (string[])["serviceNetworkIdentifier", "serviceIdentifier"])
        {
            var value = side == "serviceIdentifier" ? service : network;
            StrictClient.MustAgree(read, Assert.Single(await api.ListAsync(
                "ListServiceNetworkServiceAssociations", $$"""{"{{side}}":"{{value}}"}""")));
        }

        return byId;
    }

    private static async Task<string> WithVpcAsync(StrictClient api, string network, string vpc, string group)
    {
        var made = await api.AskAsync(
            "CreateServiceNetworkVpcAssociation",
            $$"""{"serviceNetworkIdentifier":"{{network}}","vpcIdentifier":"{{vpc}}"}""");
        Assert.Equal("CREATE_IN_PROGRESS", made.Status());
        await api.SettleAsync();
        var byId = $$"""{"serviceNetworkVpcAssociationIdentifier":"{{made.Id()}}"}""";
        Assert.Equal("ACTIVE", (await api.AskAsync("GetServiceNetworkVpcAssociation", byId)).Status());
        await api.AskAsync(
            "UpdateServiceNetworkVpcAssociation",
            $$"""{"serviceNetworkVpcAssociationIdentifier":"{{made.Arn()}}","securityGroupIds":["{{group}}"]}""");
        await api.SettleAsync();
        var read = await api.AskAsync("GetServiceNetworkVpcAssociation", byId);
        Assert.Equal(["ACTIVE", group], [read.Status(), (string?)read["securityGroupIds"]![0]]);
        StrictClient.MustAgree(read, Assert.Single(await api.ListAsync(
            "ListServiceNetworkVpcAssociations", $$"""{"vpcIdentifier":"{{vpc}}"}""")));
        return byId;
    }
}
