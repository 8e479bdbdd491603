using System.Text.Json.Nodes;

namespace Pergola.EndToEnd.Tests;

/// <summary>TLS from a client in one VPC: ended by Lattice, and passed through to a target in another.</summary>
public sealed class TlsPacketTests
{
    private const string Domain = "web.shop.example";

    // curl's word for a server that ends the handshake with an alert.
    private const int HandshakeFailed = 35;

    [Fact]
    public async Task TLS_ends_at_a_listener_or_at_a_target_and_is_trusted_by_the_root_that_the_server_gives()
    {
        Tools.NeedRoot();
        Assert.SkipWhen(Tools.OnPath("openssl") is null, "openssl is not on the PATH");
        var folder = Directory.CreateTempSubdirectory("pergola-tls-").FullName;
        await using var world = await World.StartAsync("--quota", "listeners-per-service=3");
        var one = await world.VpcAsync();
        await world.SubnetAsync(one);
        var servers = await world.GroupAsync(one, "servers");
        await AllowAsync(world, servers, "169.254.171.0/24", 8443, 8443);
        var serving = ServeAsync(world, one, servers, folder);
        var address = await AddressAsync(world, servers);
        var secure = await GroupAsync(world, "secure", one, address, "HTTPS");
        var raw = await GroupAsync(world, "raw", one, address, "TCP");

        var two = await world.VpcAsync();
        await world.SubnetAsync(two);
        var client = await world.GroupAsync(two, "client");
        var certificate = (string)(await world.Api.AcmAsync("RequestCertificate", new JsonObject
        {
            ["DomainName"] = "*.shop.example",
            ["ValidationMethod"] = "DNS",
        }))["CertificateArn"]!;
        var service = await world.ServiceAsync(
            new JsonObject { ["name"] = "web", ["customDomainName"] = Domain, ["certificateArn"] = certificate },
            World.FixedResponse(404), (two, client));
        await AllowAsync(world, client, "10.0.0.0/16", 443, 444);
        await ListenAsync(world, service, "HTTPS", 443, secure);
        await ListenAsync(world, service, "TLS_PASSTHROUGH", 444, raw);

        using var http = new HttpClient();
        var root = Path.Combine(folder, "ca.pem");
        var cancel = TestContext.Current.CancellationToken;
        var given = await http.GetStringAsync(new Uri($"{world.Server.Endpoint}/_pergola/ca.pem"), cancel);
        await File.WriteAllTextAsync(root, given, cancel);
        var generated = (string)service["dnsEntry"]!["domainName"]!;
        string[] asDomain = ["--connect-to", $"{Domain}::{generated}:"];

        var own = await world.CurlAsync(two, client, $"https://{generated}/", 10, "--cacert", root);
        Assert.Contains("s_server", own.MustSucceed("the generated name").Output, StringComparison.Ordinal);
        var custom = await world.CurlAsync(
            two, client, $"https://{Domain}/", 10, ["--cacert", root, "--http1.1", .. asDomain]);
        Assert.Contains("s_server", custom.MustSucceed("the custom domain").Output, StringComparison.Ordinal);

        // The target has a certificate of its own, which is what the client sees where nothing ends TLS before.
        var passed = await world.CurlAsync(
            two, client, $"https://{Domain}:444/", 10, ["--cacert", Path.Combine(folder, "own.pem"), .. asDomain]);
        Assert.Contains("s_server", passed.MustSucceed("the passed connection").Output, StringComparison.Ordinal);
        var unknown = await world.CurlAsync(
            two, client, "https://other.example/", 10, "-k", "--connect-to", $"other.example::{generated}:");
        Assert.Equal(HandshakeFailed, unknown.ExitCode);

        var inUse = await world.Api.AcmAsync(
            "DescribeCertificate", new JsonObject { ["CertificateArn"] = certificate });
        Assert.Equal((string?)service["arn"], (string?)inUse["Certificate"]!["InUseBy"]![0]);
        await serving;
        Directory.Delete(folder, recursive: true);
    }

    // Three connections, as many as the test makes.
    private static Task<RunResult> ServeAsync(World world, string vpc, string group, string folder) =>
        world.Server.ExecAsync(
            vpc,
            ["--security-group", group],
            "sh",
            "-c",
            "cd $1 && openssl req -x509 -newkey rsa:2048 -nodes -keyout own.key -out own.pem -days 2 -subj /CN=$2 "
            + "-addext subjectAltName=DNS:$2 2>/dev/null && exec timeout 100 openssl s_server -accept 8443 "
            + "-cert own.pem -key own.key -www -quiet -naccept 3 >/dev/null 2>&1",
            "sh",
            folder,
            Domain);

    private static async Task<string> AddressAsync(World world, string group)
    {
        var address = "";
        await world.UntilAsync("the server's host is there", async () =>
        {
            var found = await world.Api.Ec2Async(
                "DescribeNetworkInterfaces", "Filter.1.Name=group-id", $"Filter.1.Value.1={group}");
            address = found.Elements("privateIpAddress").FirstOrDefault("");
            return address.Length > 0;
        });
        return address;
    }

    private static async Task<JsonObject> GroupAsync(
        World world, string name, string vpc, string address, string protocol)
    {
        var group = await world.Api.LatticeAsync(HttpMethod.Post, "/targetgroups", new JsonObject
        {
            ["name"] = name,
            ["type"] = "IP",
            ["config"] = new JsonObject
            {
                ["vpcIdentifier"] = vpc,
                ["port"] = 8443,
                ["protocol"] = protocol,
                ["healthCheck"] = new JsonObject { ["enabled"] = false },
            },
        });
        await world.ActiveAsync($"/targetgroups/{group["id"]}");
        await world.Api.LatticeAsync(HttpMethod.Post, $"/targetgroups/{group["id"]}/registertargets", new JsonObject
        {
            ["targets"] = new JsonArray(new JsonObject { ["id"] = address }),
        });
        return group;
    }

    private static Task<JsonObject> ListenAsync(
        World world, JsonObject service, string protocol, int port, JsonObject group) => world.Api.LatticeAsync(
            HttpMethod.Post, $"/services/{service["id"]}/listeners", new JsonObject
            {
                ["name"] = $"on-{port}",
                ["protocol"] = protocol,
                ["port"] = port,
                ["defaultAction"] = World.Forward((group, 1)),
            });

    private static Task AllowAsync(World world, string group, string source, int first, int last) =>
        world.Api.Ec2Async(
            "AuthorizeSecurityGroupIngress",
            $"GroupId={group}",
            "IpPermissions.1.IpProtocol=tcp",
            $"IpPermissions.1.FromPort={first}",
            $"IpPermissions.1.ToPort={last}",
            $"IpPermissions.1.IpRanges.1.CidrIp={source}");
}
