using System.Text.Json.Nodes;

namespace Pergola.EndToEnd.Tests;

/// <summary>A server and what a test builds on it through the API, a line for each thing.</summary>
internal sealed class World : IAsyncDisposable
{
    /// <summary>What a task of the sample image or of http-echo listens on in here.</summary>
    private const string Http = "80";

    private readonly string[] _arguments;

    private World(PergolaProcess server, string[] arguments)
    {
        _arguments = arguments;
        Server = server;
        Api = new ApiClient(server.Endpoint);
    }

    public PergolaProcess Server { get; private set; }

    public ApiClient Api { get; private set; }

    public static async Task<World> StartAsync(params string[] arguments) =>
        new(await PergolaProcess.StartAsync(arguments), arguments);

    /// <summary>Kills the server as a crash would, and starts another on the same port and data.</summary>
    public async Task CrashAndRestartAsync()
    {
        await Server.KillAsync();
        await Server.DisposeAsync();
        Server = await PergolaProcess.StartAsync([.. _arguments, "--port", $"{Server.Port}"]);
        Api.Dispose();
        Api = new ApiClient(Server.Endpoint);
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await Server.DisposeAsync();
    }

    public async Task<string> VpcAsync(string cidr = "10.0.0.0/16") =>
        (await Api.Ec2Async("CreateVpc", $"CidrBlock={cidr}")).Element("vpcId");

    public async Task<string> SubnetAsync(string vpc, string cidr = "10.0.1.0/24") =>
        (await Api.Ec2Async("CreateSubnet", $"VpcId={vpc}", $"CidrBlock={cidr}")).Element("subnetId");

    public async Task<string> GroupAsync(string vpc, string name) => (await Api.Ec2Async(
        "CreateSecurityGroup", $"VpcId={vpc}", $"GroupName={name}", "GroupDescription=test")).Element("groupId");

    /// <summary>Lets HTTP in from a range of addresses or from a security group.</summary>
    public Task AllowAsync(string group, string source) => RuleAsync("AuthorizeSecurityGroupIngress", group, source);

    public Task RevokeAsync(string group, string source) => RuleAsync("RevokeSecurityGroupIngress", group, source);

    public async Task<string> RoleAsync()
    {
        const string Trust = """
            {"Version":"2012-10-17","Statement":[
              {"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"ecs.amazonaws.com"}}]}
            """;
        const string Policy = "arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForVpcLattice";
        var role = await Api.IamAsync("CreateRole", "RoleName=ecs-infrastructure", $"AssumeRolePolicyDocument={Trust}");
        await Api.IamAsync("AttachRolePolicy", "RoleName=ecs-infrastructure", $"PolicyArn={Policy}");
        return role.Element("Arn");
    }

    /// <summary>A target group for addresses, with quick health checks.</summary>
    public async Task<JsonObject> TargetGroupAsync(string name, string vpc)
    {
        var group = await Api.LatticeAsync(HttpMethod.Post, "/targetgroups", new JsonObject
        {
            ["name"] = name,
            ["type"] = "IP",
            ["config"] = new JsonObject
            {
                ["vpcIdentifier"] = vpc,
                ["port"] = 80,
                ["protocol"] = "HTTP",
                ["healthCheck"] = new JsonObject
                {
                    ["enabled"] = true,
                    ["healthCheckIntervalSeconds"] = 5,
                    ["healthCheckTimeoutSeconds"] = 2,
                    ["healthyThresholdCount"] = 2,
                    ["unhealthyThresholdCount"] = 2,
                },
            },
        });
        await ActiveAsync($"/targetgroups/{group["id"]}");
        return group;
    }

    /// <summary>A service in a network that the VPC is associated with; the answer holds its id and DNS name.</summary>
    public Task<JsonObject> ServiceAsync(string name, JsonObject defaultAction,
        params (string Vpc, string Group)[] clients) =>
        ServiceAsync(new JsonObject { ["name"] = name }, defaultAction, clients);

    /// <summary>The same, with more than a name.</summary>
    public async Task<JsonObject> ServiceAsync(
        JsonObject asked, JsonObject defaultAction, params (string Vpc, string Group)[] clients)
    {
        var name = (string)asked["name"]!;
        var service = await Api.LatticeAsync(HttpMethod.Post, "/services", asked);
        await ActiveAsync($"/services/{service["id"]}");
        var listener = await Api.LatticeAsync(HttpMethod.Post, $"/services/{service["id"]}/listeners", new JsonObject
        {
            ["name"] = "http",
            ["protocol"] = "HTTP",
            ["port"] = 80,
            ["defaultAction"] = defaultAction,
        });
        service["listener"] = (string?)listener["id"];
        var network = await Api.LatticeAsync(HttpMethod.Post, "/servicenetworks",
            new JsonObject { ["name"] = $"{name}-network" });
        await AssociateAsync("/servicenetworkserviceassociations", new JsonObject
        {
            ["serviceNetworkIdentifier"] = (string?)network["id"],
            ["serviceIdentifier"] = (string?)service["id"],
        });
        foreach (var (vpc, group) in clients)
        {
            await AssociateAsync("/servicenetworkvpcassociations", new JsonObject
            {
                ["serviceNetworkIdentifier"] = (string?)network["id"],
                ["vpcIdentifier"] = vpc,
                ["securityGroupIds"] = new JsonArray(group),
            });
        }

        return service;
    }

    public static JsonObject Forward(params (JsonObject Group, int Weight)[] groups) => new()
    {
        ["forward"] = new JsonObject
        {
            ["targetGroups"] = new JsonArray([.. groups.Select(g => new JsonObject
            {
                ["targetGroupIdentifier"] = (string?)g.Group["id"],
                ["weight"] = g.Weight,
            })]),
        },
    };

    public static JsonObject FixedResponse(int status) => new()
    {
        ["fixedResponse"] = new JsonObject { ["statusCode"] = status },
    };

    /// <summary>A task definition whose container answers with this text; without text, with a page that names the
    /// task.</summary>
    public async Task<string> DefinitionAsync(string family, string? text = null)
    {
        var container = new JsonObject
        {
            ["name"] = "web",
            ["image"] = text is null ? "public.ecr.aws/ecs-sample-image/amazon-ecs-sample:latest"
                : "hashicorp/http-echo",
            ["essential"] = true,
            ["portMappings"] = new JsonArray(new JsonObject { ["name"] = "http", ["containerPort"] = 80 }),
        };
        if (text is not null)
        {
            container["command"] = new JsonArray($"-text={text}", $"-listen=:{Http}");
        }

        var made = await Api.EcsAsync("RegisterTaskDefinition", new JsonObject
        {
            ["family"] = family,
            ["networkMode"] = "awsvpc",
            ["requiresCompatibilities"] = new JsonArray("FARGATE"),
            ["cpu"] = "256",
            ["memory"] = "512",
            ["containerDefinitions"] = new JsonArray(container),
        });
        return (string)made["taskDefinition"]!["taskDefinitionArn"]!;
    }

    /// <summary>An ECS service in the default cluster, whose tasks register with the target group.</summary>
    public async Task EcsServiceAsync(
        string name, string definition, int count, (string Subnet, string Group) place,
            (JsonObject Group, string Role)? targets)
    {
        var service = new JsonObject
        {
            ["cluster"] = "default",
            ["serviceName"] = name,
            ["taskDefinition"] = definition,
            ["desiredCount"] = count,
            ["launchType"] = "FARGATE",
            ["networkConfiguration"] = Placed(place),
        };
        if (targets is var (group, role))
        {
            service["vpcLatticeConfigurations"] = new JsonArray(new JsonObject
            {
                ["roleArn"] = role,
                ["targetGroupArn"] = (string?)group["arn"],
                ["portName"] = "http",
            });
        }

        await Api.EcsAsync("CreateCluster", new JsonObject { ["clusterName"] = "default" });
        await Api.EcsAsync("CreateService", service);
    }

    /// <summary>Waits until the service's only deployment runs as many tasks as it should.</summary>
    public Task SteadyAsync(string service) => UntilAsync($"service {service} is steady", async () =>
    {
        var answer = await Api.EcsAsync(
            "DescribeServices", new JsonObject { ["cluster"] = "default", ["services"] = new JsonArray(service) });
        var described = answer["services"]![0]!;
        return described["deployments"]!.AsArray().Count == 1
            && (int)described["runningCount"]! == (int)described["desiredCount"]!;
    });

    /// <summary>Waits until so many targets of the group are healthy.</summary>
    public Task HealthyAsync(JsonObject targetGroup, int count) =>
        UntilAsync($"{count} targets are healthy", async () =>
    {
        var targets = await Api.LatticeAsync(HttpMethod.Post, $"/targetgroups/{targetGroup["id"]}/listtargets");
        return targets["items"]!.AsArray().Count(t => (string?)t!["status"] == "HEALTHY") == count;
    });

    /// <summary>The private addresses of a service's running tasks, by task ARN.</summary>
    public async Task<SortedDictionary<string, string>> AddressesAsync(string service)
    {
        var list = await Api.EcsAsync("ListTasks",
            new JsonObject { ["cluster"] = "default", ["serviceName"] = service });
        if (list["taskArns"]!.AsArray().Count == 0)
        {
            return [];
        }

        var tasks = await Api.EcsAsync(
            "DescribeTasks", new JsonObject { ["cluster"] = "default", ["tasks"] = list["taskArns"]!.DeepClone() });
        var addresses = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var task in tasks["tasks"]!.AsArray())
        {
            addresses[(string)task!["taskArn"]!] =
                (string)task["containers"]![0]!["networkInterfaces"]![0]!["privateIpv4Address"]!;
        }

        return addresses;
    }

    /// <summary>One request from a throw-away host. Exit code 28 is curl's word for a silent wait that was given
    /// up.</summary>
    public Task<RunResult> CurlAsync(
        string vpc, string group, string url, int secondsMax = 3, params string[] options) => Server.ExecAsync(
            vpc,
            ["--security-group", group],
            ["curl", "-sS", "--max-time", $"{secondsMax}", "-w", "\n%{http_code}", .. options, url]);

    /// <summary>Many requests one after the other from one throw-away host: a line for each, text and status.</summary>
    public async Task<string[]> ManyAsync(string vpc, string group, string url, int count)
    {
        const string Script =
            "i=0; while [ $i -lt $2 ]; do "
            + "curl -sS --max-time 5 -w ' %{http_code}\\n' $1 2>&1 | tr -s '\\n' ' '; echo; i=$((i+1)); done";
        var result = await Server.ExecAsync(
            vpc, ["--security-group", group], "sh", "-c", Script, "sh", url, $"{count}");
        return result.MustSucceed("a row of requests").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public Task UntilAsync(string what, Func<Task<bool>> isSo) => Server.UntilAsync(what, isSo);

    public static JsonObject Placed((string Subnet, string Group) place) => new()
    {
        ["awsvpcConfiguration"] = new JsonObject
        {
            ["subnets"] = new JsonArray(place.Subnet),
            ["securityGroups"] = new JsonArray(place.Group),
        },
    };

    private async Task AssociateAsync(string collection, JsonObject body)
    {
        var made = await Api.LatticeAsync(HttpMethod.Post, collection, body);
        await ActiveAsync($"{collection}/{made["id"]}");
    }

    public Task ActiveAsync(string path) => UntilAsync(
        $"{path} is active", async () => (string?)(await Api.LatticeAsync(HttpMethod.Get, path))["status"] == "ACTIVE");

    private Task<ApiAnswer> RuleAsync(string action, string group, string source)
    {
        var from = source.StartsWith("sg-", StringComparison.Ordinal)
            ? $"IpPermissions.1.Groups.1.GroupId={source}"
            : $"IpPermissions.1.IpRanges.1.CidrIp={source}";
        return Api.Ec2Async(
            action,
            $"GroupId={group}",
            "IpPermissions.1.IpProtocol=tcp",
            $"IpPermissions.1.FromPort={Http}",
            $"IpPermissions.1.ToPort={Http}",
            from);
    }
}
