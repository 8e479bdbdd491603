using System.Text.Json.Nodes;

namespace Pergola.Conformance.Tests.LifeCycles;

/// <summary>What of EC2 and of Lattice itself other things need in order to live.</summary>
internal static class Network
{
    public static async Task<string> VpcAsync(StrictClient api)
    {
        var vpc = (await api.Plain.Ec2Async("CreateVpc", "CidrBlock=10.0.0.0/16")).Element("vpcId");
        await api.SettleAsync();
        return vpc;
    }

    public static async Task<string> SubnetAsync(StrictClient api, string vpc, string cidr = "10.0.1.0/24") =>
        (await api.Plain.Ec2Async("CreateSubnet", $"VpcId={vpc}", $"CidrBlock={cidr}")).Element("subnetId");

    public static async Task<string> SecurityGroupAsync(StrictClient api, string vpc, string name = "web") =>
        (await api.Plain.Ec2Async(
            "CreateSecurityGroup", $"VpcId={vpc}", $"GroupName={name}", $"GroupDescription={name}")).Element("groupId");

    public static Task<JsonObject> TargetGroupAsync(StrictClient api, string name, string vpc) => api.AskAsync(
        "CreateTargetGroup",
        $$"""{"name":"{{name}}","type":"IP","config":{"port":80,"protocol":"HTTP","vpcIdentifier":"{{vpc}}"} }""");

    public static string Of(JsonObject targetGroup) => $$"""{"targetGroupIdentifier":"{{targetGroup.Id()}}"}""";
}
