using System.Text.Json.Nodes;

namespace Pergola.Conformance.Tests.LifeCycles;

/// <summary>Shares of AWS RAM between two accounts, through every operation of RAM that is there.</summary>
internal static class Shares
{
    private const string Guest = "999988887777";

    public static async Task LiveAsync(StrictClient lattice)
    {
        using var api = lattice.Of("ram", "000000000000");
        using var guest = lattice.Of("ram", Guest);
        var network = await lattice.AskAsync("CreateServiceNetwork", """{"name":"shared"}""");
        var other = await lattice.AskAsync("CreateServiceNetwork", """{"name":"also-shared"}""");
        var made = await api.AskAsync(
            "CreateResourceShare",
            $$"""
            {"name":"networks","principals":["{{Guest}}"],"resourceArns":["{{network.Arn()}}"],
             "tags":[{"key":"team","value":"one"}],"clientToken":"once"}
            """);
        var share = (string)made["resourceShare"]!["resourceShareArn"]!;
        var byShare = $$"""{"resourceShareArn":"{{share}}"}""";
        await ReadAsync(api, share, network.Arn());

        Assert.Equal("REJECTED", await AnswerAsync(guest, "RejectResourceShareInvitation"));
        await api.AskAsync(
            "DisassociateResourceShare", $$"""{"resourceShareArn":"{{share}}","principals":["{{Guest}}"]}""");
        await api.AskAsync(
            "AssociateResourceShare",
            $$"""{"resourceShareArn":"{{share}}","principals":["{{Guest}}"],"resourceArns":["{{other.Arn()}}"]}""");
        Assert.Equal("ACCEPTED", await AnswerAsync(guest, "AcceptResourceShareInvitation"));
        Assert.Equal(2, (await guest.AskAsync("ListResources", """{"resourceOwner":"OTHER-ACCOUNTS"}"""))["resources"]!
            .AsArray().Count);

        await api.AskAsync(
            "UpdateResourceShare", $$"""{"resourceShareArn":"{{share}}","name":"all-networks"}""");
        await api.AskAsync(
            "TagResource", $$"""{"resourceShareArn":"{{share}}","tags":[{"key":"stage","value":"test"}]}""");
        await api.AskAsync("UntagResource", $$"""{"resourceShareArn":"{{share}}","tagKeys":["team"]}""");
        var read = (await api.AskAsync("GetResourceShares", """{"resourceOwner":"SELF"}"""))["resourceShares"]![0]!;
        Assert.Equal("all-networks", (string?)read["name"]);
        Assert.Equal("stage", (string?)Assert.Single(read["tags"]!.AsArray())!["key"]);

        await api.AskAsync("DeleteResourceShare", byShare);
        Assert.Empty((await guest.AskAsync("ListResources", """{"resourceOwner":"OTHER-ACCOUNTS"}"""))["resources"]!
            .AsArray());
    }

    private static async Task ReadAsync(StrictClient api, string share, string network)
    {
        var associations = await api.AskAsync("GetResourceShareAssociations", """{"associationType":"RESOURCE"}""");
        Assert.Equal(network, (string?)associations["resourceShareAssociations"]![0]!["associatedEntity"]);
        var principals = await api.AskAsync("ListPrincipals", """{"resourceOwner":"SELF"}""");
        Assert.Equal(Guest, (string?)principals["principals"]![0]!["id"]);
        var permissions = await api.AskAsync("ListPermissions");
        var ofShare = await api.AskAsync(
            "ListResourceSharePermissions", $$"""{"resourceShareArn":"{{share}}"}""");
        var arn = (string)Assert.Single(ofShare["permissions"]!.AsArray())!["arn"]!;
        Assert.Contains(permissions["permissions"]!.AsArray(), each => (string?)each!["arn"] == arn);
        var permission = await api.AskAsync("GetPermission", $$"""{"permissionArn":"{{arn}}"}""");
        Assert.Contains(
            "CreateServiceNetworkVpcEndpointAssociation",
            (string)permission["permission"]!["permission"]!,
            StringComparison.Ordinal);
    }

    private static async Task<string?> AnswerAsync(StrictClient guest, string operation)
    {
        var invitations = (await guest.AskAsync("GetResourceShareInvitations"))["resourceShareInvitations"]!.AsArray();
        var pending = Assert.Single(invitations, each => (string?)each!["status"] == "PENDING");
        var answered = await guest.AskAsync(operation, new JsonObject
        {
            ["resourceShareInvitationArn"] = (string?)pending!["resourceShareInvitationArn"],
        }.ToJsonString());
        return (string?)answered["resourceShareInvitation"]!["status"];
    }
}
