using System.Text.Json.Nodes;

namespace Pergola.Demo;

/// <summary>
/// The stack through the public API, for machines without Terraform. The same resources, in the same order.
/// </summary>
internal sealed class ApiStack(ApiClient api) : IStack
{
    private const string Cluster = "playground";
    private const string Service = "webserver";
    private const string RoleName = "ecs-infrastructure";
    private const string PolicyArn = "arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForVpcLattice";
    private const string Image = "public.ecr.aws/ecs-sample-image/amazon-ecs-sample:latest";

    /// <summary>How often a state is asked for; each question takes the server well under a millisecond.</summary>
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan s_waitMax = TimeSpan.FromMinutes(1);

    private readonly Stack<Func<Task>> _undo = new();
    private StackOutputs? _outputs;

    /// <inheritdoc/>
    public string Maker => "the API";

    /// <inheritdoc/>
    public async Task ApplyAsync(int desiredCount)
    {
        if (_outputs is null)
        {
            await CreateAsync(desiredCount).ConfigureAwait(false);
            return;
        }

        await api.EcsAsync("UpdateService", new JsonObject
        {
            ["cluster"] = Cluster,
            ["service"] = Service,
            ["desiredCount"] = desiredCount,
        }).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<string?> PlanAsync(int desiredCount) => Task.FromResult<string?>(null);

    /// <inheritdoc/>
    public async Task DestroyAsync()
    {
        while (_undo.TryPop(out var undo))
        {
            await undo().ConfigureAwait(false);
        }

        _outputs = null;
    }

    /// <inheritdoc/>
    public Task<StackOutputs> OutputsAsync() =>
        Task.FromResult(_outputs ?? throw new InvalidOperationException("Apply first."));

    private async Task CreateAsync(int desiredCount)
    {
        var one = await VpcAsync().ConfigureAwait(false);
        var two = await VpcAsync().ConfigureAwait(false);
        var subnet = await SubnetAsync(one).ConfigureAwait(false);
        await SubnetAsync(two).ConfigureAwait(false);
        var serviceGroup = await GroupAsync(one, "ecs-service", "0.0.0.0/0").ConfigureAwait(false);
        var networkGroup = await GroupAsync(two, "client-network", "10.0.0.0/16").ConfigureAwait(false);
        var client = await GroupAsync(two, "client", null).ConfigureAwait(false);
        var role = await RoleAsync().ConfigureAwait(false);

        var targetGroup = await LatticeAsync("/targetgroups", "tg", TargetGroup(one)).ConfigureAwait(false);
        var service = await LatticeAsync("/services", "svc", new JsonObject { ["name"] = Service })
            .ConfigureAwait(false);
        await ListenerAsync(service.Id, targetGroup.Id).ConfigureAwait(false);
        var network = await LatticeAsync("/servicenetworks", null, new JsonObject { ["name"] = Cluster })
            .ConfigureAwait(false);
        await LatticeAsync("/servicenetworkserviceassociations", "snsa", new JsonObject
        {
            ["serviceIdentifier"] = service.Id,
            ["serviceNetworkIdentifier"] = network.Id,
        }).ConfigureAwait(false);
        await LatticeAsync("/servicenetworkvpcassociations", "snva", new JsonObject
        {
            ["vpcIdentifier"] = two,
            ["serviceNetworkIdentifier"] = network.Id,
            ["securityGroupIds"] = new JsonArray(networkGroup),
        }).ConfigureAwait(false);

        await EcsAsync(subnet, serviceGroup, role, targetGroup.Arn, desiredCount).ConfigureAwait(false);
        var name = (await api.LatticeAsync(HttpMethod.Get, $"/services/{service.Id}").ConfigureAwait(false))!;
        _outputs = new StackOutputs(name["dnsEntry"]!["domainName"]!.GetValue<string>(), two, client, Cluster, Service);
    }

    private async Task<string> VpcAsync()
    {
        var answer = await api.Ec2Async("CreateVpc", "CidrBlock", "10.0.0.0/16").ConfigureAwait(false);
        var id = answer.Element("vpc")!.Element("vpcId")!.Value;
        _undo.Push(() => api.Ec2Async("DeleteVpc", "VpcId", id));
        return id;
    }

    private async Task<string> SubnetAsync(string vpc)
    {
        var answer = await api.Ec2Async("CreateSubnet", "VpcId", vpc, "CidrBlock", "10.0.1.0/24").ConfigureAwait(false);
        var id = answer.Element("subnet")!.Element("subnetId")!.Value;
        _undo.Push(() => api.Ec2Async("DeleteSubnet", "SubnetId", id));
        return id;
    }

    private async Task<string> GroupAsync(string vpc, string name, string? httpFrom)
    {
        var answer = await api.Ec2Async(
            "CreateSecurityGroup", "VpcId", vpc, "GroupName", name, "GroupDescription", "Playground")
            .ConfigureAwait(false);
        var id = answer.Element("groupId")!.Value;
        _undo.Push(() => api.Ec2Async("DeleteSecurityGroup", "GroupId", id));
        if (httpFrom is not null)
        {
            await api.Ec2Async(
                "AuthorizeSecurityGroupIngress",
                "GroupId", id,
                "IpPermissions.1.IpProtocol", "tcp",
                "IpPermissions.1.FromPort", "80",
                "IpPermissions.1.ToPort", "80",
                "IpPermissions.1.IpRanges.1.CidrIp", httpFrom).ConfigureAwait(false);
        }

        return id;
    }

    private async Task<string> RoleAsync()
    {
        const string Trust = """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
            "Principal":{"Service":"ecs.amazonaws.com"}}]}
            """;
        var answer = await api.IamAsync(
            "CreateRole", "RoleName", RoleName, "AssumeRolePolicyDocument", Trust).ConfigureAwait(false);
        _undo.Push(() => api.IamAsync("DeleteRole", "RoleName", RoleName));
        await api.IamAsync("AttachRolePolicy", "RoleName", RoleName, "PolicyArn", PolicyArn).ConfigureAwait(false);
        _undo.Push(() => api.IamAsync("DetachRolePolicy", "RoleName", RoleName, "PolicyArn", PolicyArn));
        return answer.Descendants("Arn").First().Value;
    }

    private static JsonObject TargetGroup(string vpc) => new()
    {
        ["name"] = Service,
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
    };

    private async Task<(string Id, string Arn)> LatticeAsync(string collection, string? asynchronous, JsonObject input)
    {
        var answer = (await api.LatticeAsync(HttpMethod.Post, collection, input).ConfigureAwait(false))!;
        var id = answer["id"]!.GetValue<string>();
        var path = $"{collection}/{id}";
        if (asynchronous is not null)
        {
            await UntilAsync($"{id} is ACTIVE", async () =>
                (await api.LatticeAsync(HttpMethod.Get, path).ConfigureAwait(false))!["status"]!
                    .GetValue<string>() == "ACTIVE")
                .ConfigureAwait(false);
        }

        _undo.Push(async () =>
        {
            await api.LatticeAsync(HttpMethod.Delete, path).ConfigureAwait(false);
            await UntilAsync($"{id} is gone", async () => !await api.LatticeExistsAsync(path).ConfigureAwait(false))
                .ConfigureAwait(false);
        });
        return (id, answer["arn"]!.GetValue<string>());
    }

    private async Task ListenerAsync(string service, string targetGroup)
    {
        var listener = await api.LatticeAsync(HttpMethod.Post, $"/services/{service}/listeners", new JsonObject
        {
            ["name"] = "http-80",
            ["protocol"] = "HTTP",
            ["port"] = 80,
            ["defaultAction"] = new JsonObject
            {
                ["forward"] = new JsonObject
                {
                    ["targetGroups"] = new JsonArray(new JsonObject { ["targetGroupIdentifier"] = targetGroup }),
                },
            },
        }).ConfigureAwait(false);
        var id = listener!["id"]!.GetValue<string>();
        _undo.Push(() => api.LatticeAsync(HttpMethod.Delete, $"/services/{service}/listeners/{id}"));
    }

    private async Task EcsAsync(string subnet, string group, string role, string targetGroupArn, int desiredCount)
    {
        await api.EcsAsync("CreateCluster", new JsonObject { ["clusterName"] = Cluster }).ConfigureAwait(false);
        _undo.Push(() => api.EcsAsync("DeleteCluster", new JsonObject { ["cluster"] = Cluster }));
        var definition = await api.EcsAsync("RegisterTaskDefinition", TaskDefinition()).ConfigureAwait(false);
        var arn = definition["taskDefinition"]!["taskDefinitionArn"]!.GetValue<string>();
        _undo.Push(() => api.EcsAsync("DeregisterTaskDefinition", new JsonObject { ["taskDefinition"] = arn }));
        await api.EcsAsync("CreateService", new JsonObject
        {
            ["cluster"] = Cluster,
            ["serviceName"] = Service,
            ["taskDefinition"] = arn,
            ["desiredCount"] = desiredCount,
            ["launchType"] = "FARGATE",
            ["networkConfiguration"] = new JsonObject
            {
                ["awsvpcConfiguration"] = new JsonObject
                {
                    ["subnets"] = new JsonArray(subnet),
                    ["securityGroups"] = new JsonArray(group),
                },
            },
            ["vpcLatticeConfigurations"] = new JsonArray(new JsonObject
            {
                ["roleArn"] = role,
                ["targetGroupArn"] = targetGroupArn,
                ["portName"] = "web-80-tcp",
            }),
        }).ConfigureAwait(false);
        _undo.Push(DeleteServiceAsync);
    }

    private static JsonObject TaskDefinition() => new()
    {
        ["family"] = Service,
        ["networkMode"] = "awsvpc",
        ["requiresCompatibilities"] = new JsonArray("FARGATE"),
        ["cpu"] = "1024",
        ["memory"] = "2048",
        ["containerDefinitions"] = new JsonArray(new JsonObject
        {
            ["name"] = Service,
            ["image"] = Image,
            ["essential"] = true,
            ["portMappings"] = new JsonArray(new JsonObject
            {
                ["name"] = "web-80-tcp",
                ["containerPort"] = 80,
                ["protocol"] = "tcp",
            }),
        }),
    };

    private async Task DeleteServiceAsync()
    {
        await api.EcsAsync("DeleteService", new JsonObject
        {
            ["cluster"] = Cluster,
            ["service"] = Service,
            ["force"] = true,
        }).ConfigureAwait(false);
        await UntilAsync("the ECS service is INACTIVE", async () =>
        {
            var answer = await api.EcsAsync("DescribeServices", new JsonObject
            {
                ["cluster"] = Cluster,
                ["services"] = new JsonArray(Service),
            }).ConfigureAwait(false);
            return answer["services"]![0]!["status"]!.GetValue<string>() == "INACTIVE";
        }).ConfigureAwait(false);
    }

    private static async Task UntilAsync(string what, Func<Task<bool>> isSo)
    {
        var until = TimeProvider.System.GetUtcNow() + s_waitMax;
        while (!await isSo().ConfigureAwait(false))
        {
            if (TimeProvider.System.GetUtcNow() > until)
            {
                throw new DemoException($"Waited for a minute, but it is not so that {what}.");
            }

            await Task.Delay(s_pollInterval, TimeProvider.System).ConfigureAwait(false);
        }
    }
}
