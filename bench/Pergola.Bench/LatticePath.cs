using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pergola.Server;

namespace Pergola.Bench;

/// <summary>Our path: a client in one VPC, a backend in another of the same addresses, Lattice between them.</summary>
internal sealed class LatticePath : IProxyPath
{
    /// <summary>What the whole product is called among the others.</summary>
    public const string LatticeName = "pergola";

    private readonly BenchServer _server;
    private readonly string _folder;
    private readonly List<HttpResponseMessage> _hosts = [];
    private Process? _backend;

    private LatticePath(BenchServer server, string folder)
    {
        _server = server;
        _folder = folder;
    }

    public string Name => LatticeName;

    public string Url { get; private set; } = "";

    public IReadOnlyList<string> ClientPrefix { get; private set; } = [];

    public IReadOnlyList<int> ProxyPids => [_server.Pid];

    public static async Task<LatticePath> OpenAsync(string folder)
    {
        var path = new LatticePath(await BenchServer.StartAsync(), folder);
        await path.BuildAsync();
        return path;
    }

    public async ValueTask DisposeAsync()
    {
        if (_backend is not null)
        {
            await Backend.StopAsync(_backend);
        }

        foreach (var host in _hosts)
        {
            host.Dispose();
        }

        await _server.DisposeAsync();
    }

    private async Task BuildAsync()
    {
        var (targetVpc, targetGroupId) = await VpcAsync();
        var (clientVpc, clientGroupId) = await VpcAsync();
        var target = await HostAsync(targetVpc, targetGroupId);
        var client = await HostAsync(clientVpc, clientGroupId);
        _backend = Backend.Start(
            _folder, "lattice-backend", Prefix(target), Backend.Configuration(_folder + "/l", $"{target.Address}:80"));

        var group = await _server.Api.CreateLatticeAsync(
            "/targetgroups", LatticeRequests.TargetGroup("bench", targetVpc));
        await ActiveAsync($"/targetgroups/{group}");
        await _server.Api.LatticeAsync(HttpMethod.Post, $"/targetgroups/{group}/registertargets", new JsonObject
        {
            ["targets"] = new JsonArray(new JsonObject { ["id"] = target.Address, ["port"] = 80 }),
        });
        var service = await _server.Api.CreateLatticeAsync("/services", new JsonObject { ["name"] = "bench" });
        await _server.Api.CreateLatticeAsync($"/services/{service}/listeners", LatticeRequests.Listener(group));
        await AssociateAsync(service, clientVpc, clientGroupId);
        var name =
            (await _server.Api.LatticeAsync(HttpMethod.Get, $"/services/{service}"))!["dnsEntry"]!["domainName"]!;
        Url = $"http://{name.GetValue<string>()}/";
        ClientPrefix = Prefix(client);
        await Backend.AnswersAsync(ClientPrefix, Url);
    }

    private async Task AssociateAsync(string service, string vpc, string group)
    {
        var network = await _server.Api.CreateLatticeAsync("/servicenetworks", new JsonObject { ["name"] = "bench" });
        var withService = await _server.Api.CreateLatticeAsync("/servicenetworkserviceassociations", new JsonObject
        {
            ["serviceIdentifier"] = service,
            ["serviceNetworkIdentifier"] = network,
        });
        var withVpc = await _server.Api.CreateLatticeAsync("/servicenetworkvpcassociations", new JsonObject
        {
            ["vpcIdentifier"] = vpc,
            ["serviceNetworkIdentifier"] = network,
            ["securityGroupIds"] = new JsonArray(group),
        });
        await ActiveAsync($"/servicenetworkserviceassociations/{withService}");
        await ActiveAsync($"/servicenetworkvpcassociations/{withVpc}");
    }

    private async Task<(string Vpc, string Group)> VpcAsync()
    {
        var vpc = (await _server.Api.Ec2Async("CreateVpc", "CidrBlock", "10.0.0.0/16")).Descendants("vpcId")
            .First().Value;
        await _server.Api.Ec2Async("CreateSubnet", "VpcId", vpc, "CidrBlock", "10.0.1.0/24");
        var group = (await _server.Api.Ec2Async(
            "CreateSecurityGroup", "VpcId", vpc, "GroupName", "bench", "GroupDescription", "bench"))
            .Descendants("groupId").First().Value;
        await _server.Api.Ec2Async(
            "AuthorizeSecurityGroupIngress",
            "GroupId", group,
            "IpPermissions.1.IpProtocol", "tcp",
            "IpPermissions.1.FromPort", "80",
            "IpPermissions.1.ToPort", "80",
            "IpPermissions.1.IpRanges.1.CidrIp", "0.0.0.0/0");
        return (vpc, group);
    }

    private async Task<SandboxView> HostAsync(string vpc, string group)
    {
        var http = new HttpClient { BaseAddress = _server.Endpoint, Timeout = Timeout.InfiniteTimeSpan };
        var response = await http.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, $"/_pergola/hosts?vpc={vpc}&security-group={group}"),
            HttpCompletionOption.ResponseHeadersRead);
        _hosts.Add(response);
        var line = await new StreamReader(await response.Content.ReadAsStreamAsync()).ReadLineAsync();
        return JsonSerializer.Deserialize(line!, OwnJson.Default.SandboxView)
            ?? throw new InvalidOperationException($"no host: {line}");
    }

    private string[] Prefix(SandboxView host)
    {
        var resolvConf = Path.Combine(_folder, $"{host.Sandbox}.resolv");
        var hosts = Path.Combine(_folder, $"{host.Sandbox}.hosts");
        File.WriteAllText(resolvConf, $"nameserver {host.Resolver}\n");
        File.WriteAllText(hosts, "127.0.0.1 localhost\n");
        return BenchServer.Binary.With("sandbox-exec", host.Sandbox, resolvConf, hosts, host.Hostname);
    }

    private async Task ActiveAsync(string path)
    {
        for (var i = 0; i < 10_000; i++)
        {
            if ((await _server.Api.LatticeAsync(HttpMethod.Get, path))!["status"]!.GetValue<string>() == "ACTIVE")
            {
                return;
            }
        }

        throw new InvalidOperationException($"{path} does not become ACTIVE.");
    }
}
