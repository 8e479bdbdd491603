using System.Text.Json.Nodes;

namespace Pergola.EndToEnd.Tests;

/// <summary>ECS and Lattice by the real AWS CLI: what people type, from making to deleting.</summary>
[Trait("tier", "aws-cli")]
public sealed class AwsCliWorkloadTests : IAsyncLifetime
{
    private PergolaProcess _server = null!;
    private AwsCli _aws = null!;

    public async ValueTask InitializeAsync()
    {
        AwsCli.Need();
        _server = await PergolaProcess.StartAsync();
        _aws = new AwsCli(_server);
    }

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task Tasks_and_services_run_are_described_updated_stopped_and_deleted()
    {
        Tools.NeedRoot();
        var vpc = await _aws.TextAsync("ec2", "create-vpc", "--cidr-block", "10.0.0.0/16", "--query", "Vpc.VpcId");
        var subnet = await _aws.TextAsync(
            "ec2", "create-subnet", "--vpc-id", vpc, "--cidr-block", "10.0.1.0/24", "--query", "Subnet.SubnetId");
        var place = $"awsvpcConfiguration={{subnets=[{subnet}]}}";
        await _aws.TextAsync("ecs", "create-cluster", "--cluster-name", "c");
        var definition = await _aws.TextAsync(
            "ecs", "register-task-definition", "--family", "web", "--network-mode", "awsvpc", "--cpu", "256",
                "--memory", "512",
            "--requires-compatibilities", "FARGATE", "--query", "taskDefinition.taskDefinitionArn",
                "--container-definitions",
            """
            [{"name":"web","image":"public.ecr.aws/ecs-sample-image/amazon-ecs-sample:latest","essential":true,
              "portMappings":[{"containerPort":80}]}]
            """);
        Assert.EndsWith(":task-definition/web:1", definition, StringComparison.Ordinal);

        var task = await _aws.TextAsync(
            "ecs", "run-task", "--cluster", "c", "--task-definition", "web", "--launch-type", "FARGATE",
            "--network-configuration", place, "--query", "tasks[0].taskArn");
        await UntilAsync("RUNNING", "ecs", "describe-tasks", "--cluster", "c", "--tasks", task, "--query",
            "tasks[].lastStatus");
        await _aws.TextAsync("ecs", "stop-task", "--cluster", "c", "--task", task, "--reason", "enough");
        await UntilAsync("STOPPED", "ecs", "describe-tasks", "--cluster", "c", "--tasks", task, "--query",
            "tasks[].lastStatus");
        Assert.Equal("enough", await _aws.TextAsync(
            "ecs", "describe-tasks", "--cluster", "c", "--tasks", task, "--query", "tasks[].stoppedReason"));

        await _aws.TextAsync(
            "ecs", "create-service", "--cluster", "c", "--service-name", "s", "--task-definition", "web:1",
                "--desired-count", "1",
            "--launch-type", "FARGATE", "--network-configuration", place);
        string[] counts = ["ecs", "describe-services", "--cluster", "c", "--services", "s", "--query",
            "services[].runningCount"];
        await UntilAsync("1", counts);
        await _aws.TextAsync("ecs", "update-service", "--cluster", "c", "--service", "s", "--desired-count", "2");
        await UntilAsync("2", counts);
        Assert.Equal(2, (await _aws.TextAsync(
            "ecs", "list-tasks", "--cluster", "c", "--service-name", "s", "--query", "taskArns[].[@]")).Split(
                '\n').Length);
        Assert.Contains(
            "(ClusterContains", (await _aws.RunAsync("ecs", "delete-cluster", "--cluster", "c")).Error,
                StringComparison.Ordinal);

        await _aws.TextAsync("ecs", "delete-service", "--cluster", "c", "--service", "s", "--force");
        await UntilAsync("INACTIVE", "ecs", "describe-services", "--cluster", "c", "--services", "s", "--query",
            "services[].status");
        await _aws.TextAsync("ecs", "deregister-task-definition", "--task-definition", definition);
        await _aws.TextAsync("ecs", "delete-cluster", "--cluster", "c");
        Assert.Equal("INACTIVE", await _aws.TextAsync("ecs", "describe-clusters", "--clusters", "c", "--query",
            "clusters[].status"));
    }

    [Fact]
    public async Task A_lattice_is_made_with_rules_and_associations_listed_in_pages_and_deleted()
    {
        var vpc = await _aws.TextAsync("ec2", "create-vpc", "--cidr-block", "10.0.0.0/16", "--query", "Vpc.VpcId");
        await _aws.TextAsync("ec2", "create-subnet", "--vpc-id", vpc, "--cidr-block", "10.0.1.0/24");
        var group = await LatticeAsync(
            "id", "create-target-group", "--name", "targets", "--type", "IP", "--config",
                $"port=80,protocol=HTTP,vpcIdentifier={vpc}");
        var service = await LatticeAsync("id", "create-service", "--name", "service-a", "--tags", "team=a");
        var arn = await LatticeAsync("arn", "get-service", "--service-identifier", service);
        await UntilAsync(
            "ACTIVE", "vpc-lattice", "get-target-group", "--target-group-identifier", group, "--query", "status");
        await LatticeAsync("successful[].id", "register-targets", "--target-group-identifier", group, "--targets",
            "id=10.0.1.7,port=80");
        Assert.Equal("10.0.1.7", await LatticeAsync("items[].id", "list-targets", "--target-group-identifier", group));
        var listener = await LatticeAsync(
            "id", "create-listener", "--service-identifier", service, "--name", "http", "--protocol", "HTTP", "--port",
                "80",
            "--default-action", "fixedResponse={statusCode=404}");
        string[] place = ["--service-identifier", service, "--listener-identifier", listener];
        var rule = await LatticeAsync(
        [
            "id", "create-rule", .. place, "--name", "by-path", "--priority", "10",
            "--match",
                """
                {"httpMatch":{"method":"GET","pathMatch":{"match":{"prefix":"/a"},"caseSensitive":true},
                  "headerMatches":[{"name":"x","match":{"exact":"1"}}]}}
                """,
            "--action", $$$"""{"forward":{"targetGroups":[{"targetGroupIdentifier":"{{{group}}}","weight":10}]}}""",
        ]);
        Assert.Equal("x\t1\t/a", await LatticeAsync(
        [
            "match.httpMatch.[headerMatches[0].name,headerMatches[0].match.exact,pathMatch.match.prefix]",
            "get-rule", .. place, "--rule-identifier", rule,
        ]));
        await LatticeAsync(["priority", "update-rule", .. place, "--rule-identifier", rule, "--priority", "20"]);
        Assert.Equal("20", await LatticeAsync(["items[?!isDefault].priority", "list-rules", .. place]));

        await TagsAndPagesAsync(arn);
        await AssociationsAsync(service, vpc);

        await LatticeAsync(["id", "delete-rule", .. place, "--rule-identifier", rule]);
        await LatticeAsync(["id", "delete-listener", .. place]);
        await LatticeAsync("id", "delete-service", "--service-identifier", service);
        await LatticeAsync("unsuccessful", "deregister-targets", "--target-group-identifier", group, "--targets",
            "id=10.0.1.7,port=80");
        await UntilAsync("", "vpc-lattice", "list-targets", "--target-group-identifier", group, "--query",
            "items[].id");
        await LatticeAsync("id", "delete-target-group", "--target-group-identifier", group);
    }

    private async Task TagsAndPagesAsync(string arn)
    {
        await LatticeAsync("@", "tag-resource", "--resource-arn", arn, "--tags", "stage=b");
        Assert.Equal("a\tb", await LatticeAsync("[tags.team,tags.stage]", "list-tags-for-resource", "--resource-arn",
            arn));
        await LatticeAsync("@", "untag-resource", "--resource-arn", arn, "--tag-keys", "team");
        Assert.Equal("None", await LatticeAsync("tags.team", "list-tags-for-resource", "--resource-arn", arn));

        await LatticeAsync("id", "create-service", "--name", "service-b");
        await LatticeAsync("id", "create-service", "--name", "service-c");
        Assert.Equal(
            "service-a\tservice-b\tservice-c",
            string.Join('\t', (await LatticeAsync("items[].name", "list-services", "--page-size", "1")).Split('\n',
                '\t')));

        // As text the CLI writes page by page and has no token to show; as JSON it has.
        var first = await _aws.RunAsync("vpc-lattice", "list-services", "--max-items", "2", "--output", "json");
        var page = JsonNode.Parse(first.MustSucceed("list-services").Output)!;
        Assert.Equal(["service-a", "service-b"], page["items"]!.AsArray().Select(s => (string?)s!["name"]));
        var token = (string)page["NextToken"]!;
        Assert.Equal("service-c", await LatticeAsync("items[].name", "list-services", "--starting-token", token));
    }

    private async Task AssociationsAsync(string service, string vpc)
    {
        var network = await LatticeAsync("id", "create-service-network", "--name", "network");
        var ofService = await LatticeAsync(
            "id", "create-service-network-service-association",
            "--service-network-identifier", network, "--service-identifier", service);
        var ofVpc = await LatticeAsync(
            "id", "create-service-network-vpc-association", "--service-network-identifier", network,
                "--vpc-identifier", vpc);
        string[] services = ["vpc-lattice", "list-service-network-service-associations",
            "--service-network-identifier", network];
        string[] vpcs = ["vpc-lattice", "list-service-network-vpc-associations", "--service-network-identifier",
            network];
        await UntilAsync("ACTIVE", [.. services, "--query", "items[].status"]);
        await UntilAsync("ACTIVE", [.. vpcs, "--query", "items[].status"]);
        var early = await _aws.RunAsync("vpc-lattice", "delete-service-network", "--service-network-identifier",
            network);
        Assert.Contains("(ConflictException)", early.Error, StringComparison.Ordinal);

        await LatticeAsync(
            "status", "delete-service-network-service-association", "--service-network-service-association-identifier",
                ofService);
        await LatticeAsync("status", "delete-service-network-vpc-association",
            "--service-network-vpc-association-identifier", ofVpc);
        await UntilAsync("", [.. services, "--query", "items[].status"]);
        await UntilAsync("", [.. vpcs, "--query", "items[].status"]);
        await LatticeAsync("@", "delete-service-network", "--service-network-identifier", network);
    }

    private Task<string> LatticeAsync(params string[] queryThenCommand) =>
        _aws.TextAsync(["vpc-lattice", .. queryThenCommand[1..], "--query", queryThenCommand[0]]);

    private Task UntilAsync(string answer, params string[] question) =>
        AwsCli.UntilAsync(
        _server, $"{string.Join(' ', question)} is '{answer}'", async cli => await cli.TextAsync(question) == answer);
}
