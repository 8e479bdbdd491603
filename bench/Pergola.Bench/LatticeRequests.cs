using System.Text.Json.Nodes;
using Pergola.Demo;

namespace Pergola.Bench;

/// <summary>What the benchmarks ask VPC Lattice to make.</summary>
internal static class LatticeRequests
{
    /// <summary>Makes something and returns its id.</summary>
    public static async Task<string> CreateLatticeAsync(this ApiClient api, string collection, JsonObject input) =>
        (await api.LatticeAsync(HttpMethod.Post, collection, input))!["id"]!.GetValue<string>();

    /// <summary>A group of addresses that nobody checks.</summary>
    public static JsonObject TargetGroup(string name, string vpc) => new()
    {
        ["name"] = name,
        ["type"] = "IP",
        ["config"] = new JsonObject
        {
            ["port"] = 80,
            ["protocol"] = "HTTP",
            ["vpcIdentifier"] = vpc,
            ["healthCheck"] = new JsonObject { ["enabled"] = false },
        },
    };

    /// <summary>A listener on the port of HTTP.</summary>
    public static JsonObject Listener(string group) =>
        new() { ["name"] = "http", ["protocol"] = "HTTP", ["defaultAction"] = Forward(group) };

    public static JsonObject Forward(string group) => new()
    {
        ["forward"] = new JsonObject
        {
            ["targetGroups"] = new JsonArray(new JsonObject { ["targetGroupIdentifier"] = group }),
        },
    };
}
