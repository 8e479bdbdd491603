using System.Globalization;
using System.Text.Json.Nodes;

namespace Pergola.EndToEnd.Tests;

/// <summary>
/// Auth policies and signatures, with curl's own signer inside a VPC. The service answers 404 by itself, so 404 is a
/// request that was let in.
/// </summary>
public sealed class GuardPacketTests
{
    private const int LetIn = 404;
    private const int Refused = 403;

    [Fact]
    public async Task Signed_requests_pass_others_do_not_and_a_change_counts_at_once()
    {
        Tools.NeedRoot();
        await using var world = await World.StartAsync();
        var vpc = await world.VpcAsync();
        await world.SubnetAsync(vpc);
        var group = await world.GroupAsync(vpc, "client");
        await world.AllowAsync(group, "0.0.0.0/0");
        var service = await world.ServiceAsync("guarded", World.FixedResponse(404), (vpc, group));
        var url = $"http://{service["dnsEntry"]!["domainName"]}/orders?id=7&name=a%20b";
        var signed = await SignerAsync(world);
        await SubscribeAsync(world, service);

        Assert.Equal((LetIn, ""), await AskAsync(world, vpc, group, url));

        await GuardAsync(world, service, SignedCallers);
        var (status, text) = await AfterAsync(world, LetIn, () => AskAsync(world, vpc, group, url));
        Assert.Equal(Refused, status);
        Assert.Equal(
            "AccessDeniedException: User: anonymous is not authorized to perform: vpc-lattice-svcs:Invoke on "
            + $"resource: {service["arn"]}/orders because no service-based policy allows the "
            + "vpc-lattice-svcs:Invoke action",
            text);
        Assert.Equal((LetIn, ""), await AskAsync(world, vpc, group, url, signed));

        Assert.Equal(Refused, (await AskAsync(world, vpc, group, url + "&more", [.. signed, "-X", "DELETE"])).Status);

        await GuardAsync(world, service, SignedCallers.Replace("DELETE", "GET", StringComparison.Ordinal));
        (status, text) = await AfterAsync(world, LetIn, () => AskAsync(world, vpc, group, url, signed));
        Assert.Equal(Refused, status);
        Assert.EndsWith("with an explicit deny in a service-based policy", text, StringComparison.Ordinal);

        // The access log tells all of them, in a group that is read as any other.
        await world.UntilAsync("the last request is in the log", async () =>
            (await LogAsync(world)).LastOrDefault() is var (code, user, reason)
            && (code, user, reason) == (Refused, "curl", "Service"));
        var lines = await LogAsync(world);
        Assert.Contains((LetIn, "Unknown", "-"), lines);
        Assert.Contains((Refused, "Anonymous", "Service"), lines);
        Assert.Contains((LetIn, "curl", "-"), lines);
        using var http = new HttpClient();
        Assert.Matches(
            $"pergola_service_answers_total{{service=\"{service["id"]}\",code=\"4xx\"}} [1-9]",
            await http.GetStringAsync(
                $"{world.Server.Endpoint}/_pergola/metrics", TestContext.Current.CancellationToken));
    }

    private static async Task SubscribeAsync(World world, JsonObject service)
    {
        await LogsAsync(world, "CreateLogGroup", new JsonObject { ["logGroupName"] = "requests" });
        await world.Api.LatticeAsync(HttpMethod.Post, "/accesslogsubscriptions", new JsonObject
        {
            ["resourceIdentifier"] = (string?)service["id"],
            ["destinationArn"] = $"arn:aws:logs:{world.Api.Region}:000000000000:log-group:requests:*",
        });
    }

    // Status, the last word of who called, and which level denied it.
    private static async Task<List<(int Status, string User, string Denied)>> LogAsync(World world)
    {
        var answer = await LogsAsync(world, "FilterLogEvents", new JsonObject { ["logGroupName"] = "requests" });
        return
        [
            .. answer["events"]!.AsArray()
                .Select(one => JsonNode.Parse((string)one!["message"]!)!)
                .Select(line => (
                    (int)line["responseCode"]!,
                    ((string)line["resolvedUser"]!).Split('/')[^1],
                    (string)line["authDeniedReason"]!)),
        ];
    }

    private static async Task<JsonObject> LogsAsync(World world, string operation, JsonObject body)
    {
        var answer = await world.Api.JsonAsync(Testing.ApiClient.Service("logs"), operation, body.ToJsonString());
        answer.MustSucceed(operation);
        return answer.Body.Length == 0 ? [] : answer.Json;
    }

    private const string SignedCallers = """
        {"Version":"2012-10-17","Statement":[
        {"Effect":"Allow","Principal":{"AWS":"000000000000"},"Action":"vpc-lattice-svcs:Invoke","Resource":"*/orders"},
        {"Effect":"Deny","Principal":"*","Action":"vpc-lattice-svcs:Invoke","Resource":"*",
        "Condition":{"StringEquals":{"vpc-lattice-svcs:RequestMethod":"DELETE"}}}]}
        """;

    // The options with which curl signs as a role that may call any service.
    private static async Task<string[]> SignerAsync(World world)
    {
        const string Trust = """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole",
            "Principal":{"AWS":"000000000000"}}}
            """;
        const string Policy = """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"vpc-lattice-svcs:Invoke","Resource":"*"}}
            """;
        var role = await world.Api.IamAsync("CreateRole", "RoleName=caller", $"AssumeRolePolicyDocument={Trust}");
        await world.Api.IamAsync("PutRolePolicy", "RoleName=caller", "PolicyName=call", $"PolicyDocument={Policy}");
        var session = await world.Api.StsAsync(
            "AssumeRole", $"RoleArn={role.Element("Arn")}", "RoleSessionName=curl");
        return
        [
            "--aws-sigv4", $"aws:amz:{world.Api.Region}:vpc-lattice-svcs",
            "--user", $"{session.Element("AccessKeyId")}:{session.Element("SecretAccessKey")}",
            "--header", $"x-amz-security-token: {session.Element("SessionToken")}",
            "--header", "x-amz-content-sha256: UNSIGNED-PAYLOAD",
        ];
    }

    private static async Task GuardAsync(World world, JsonObject service, string policy)
    {
        await world.Api.LatticeAsync(HttpMethod.Put, $"/authpolicy/{service["id"]}", new JsonObject
        {
            ["policy"] = policy.ReplaceLineEndings(""),
        });
        await world.Api.LatticeAsync(
            HttpMethod.Patch, $"/services/{service["id"]}", new JsonObject { ["authType"] = "AWS_IAM" });
    }

    // The API answers when a change is durable; the next table follows on its heels.
    private static async Task<(int Status, string Text)> AfterAsync(
        World world, int before, Func<Task<(int Status, string Text)>> ask)
    {
        var answer = await ask();
        await world.UntilAsync($"something else than {before}", async () =>
        {
            answer = answer.Status == before ? await ask() : answer;
            return answer.Status != before;
        });
        return answer;
    }

    private static async Task<(int Status, string Text)> AskAsync(
        World world, string vpc, string group, string url, params string[] options)
    {
        var lines = (await world.CurlAsync(vpc, group, url, 3, options)).MustSucceed("curl").Output.Trim().Split('\n');
        return (int.Parse(lines[^1], CultureInfo.InvariantCulture), lines.Length > 1 ? lines[0] : "");
    }
}
