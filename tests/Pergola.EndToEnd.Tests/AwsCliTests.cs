namespace Pergola.EndToEnd.Tests;

/// <summary>A life cycle in each service by the real AWS CLI: what people type, from making to deleting.</summary>
[Trait("tier", "aws-cli")]
public sealed class AwsCliTests : IAsyncLifetime
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
    public async Task A_network_is_made_described_tagged_and_deleted()
    {
        var vpc = await _aws.TextAsync(
            "ec2", "create-vpc", "--cidr-block", "10.0.0.0/16", "--query", "Vpc.VpcId",
            "--tag-specifications", "ResourceType=vpc,Tags=[{Key=Name,Value=one}]");
        var subnet = await _aws.TextAsync(
            "ec2", "create-subnet", "--vpc-id", vpc, "--cidr-block", "10.0.1.0/24", "--query", "Subnet.SubnetId");
        var table = await _aws.TextAsync("ec2", "create-route-table", "--vpc-id", vpc, "--query",
            "RouteTable.RouteTableId");
        var association = await _aws.TextAsync(
            "ec2", "associate-route-table", "--route-table-id", table, "--subnet-id", subnet, "--query",
                "AssociationId");
        var gateway = await _aws.TextAsync("ec2", "create-internet-gateway", "--query",
            "InternetGateway.InternetGatewayId");
        await _aws.TextAsync("ec2", "attach-internet-gateway", "--internet-gateway-id", gateway, "--vpc-id", vpc);
        await _aws.TextAsync(
            "ec2", "create-route", "--route-table-id", table, "--destination-cidr-block", "0.0.0.0/0", "--gateway-id",
                gateway);
        Assert.Contains(gateway, await _aws.TextAsync(
            "ec2", "describe-route-tables", "--route-table-ids", table, "--query", "RouteTables[].Routes[].GatewayId"));
        Assert.Equal(vpc, await _aws.TextAsync(
            "ec2", "describe-vpcs", "--filters", "Name=tag:Name,Values=o*", "Name=cidr,Values=10.0.0.0/16", "--query",
                "Vpcs[].VpcId"));
        await _aws.TextAsync("ec2", "create-tags", "--resources", subnet, vpc, "--tags", "Key=team,Value=a b");
        Assert.Equal("a b\na b", await _aws.TextAsync(
            "ec2", "describe-tags", "--filters", "Name=key,Values=team", "--query", "Tags[].[Value]"));
        var address = await _aws.TextAsync("ec2", "allocate-address", "--domain", "vpc", "--query", "AllocationId");
        Assert.Equal(address, await _aws.TextAsync("ec2", "describe-addresses", "--query", "Addresses[].AllocationId"));

        var early = await _aws.RunAsync("ec2", "delete-vpc", "--vpc-id", vpc);
        Assert.Contains("(DependencyViolation)", early.Error, StringComparison.Ordinal);

        await _aws.TextAsync("ec2", "release-address", "--allocation-id", address);
        await _aws.TextAsync("ec2", "delete-route", "--route-table-id", table, "--destination-cidr-block", "0.0.0.0/0");
        await _aws.TextAsync("ec2", "detach-internet-gateway", "--internet-gateway-id", gateway, "--vpc-id", vpc);
        await _aws.TextAsync("ec2", "delete-internet-gateway", "--internet-gateway-id", gateway);
        await _aws.TextAsync("ec2", "disassociate-route-table", "--association-id", association);
        await _aws.TextAsync("ec2", "delete-route-table", "--route-table-id", table);
        await _aws.TextAsync("ec2", "delete-subnet", "--subnet-id", subnet);
        await _aws.TextAsync("ec2", "delete-vpc", "--vpc-id", vpc);
        Assert.Contains(
            "(InvalidVpcID.NotFound)", (await _aws.RunAsync("ec2", "describe-vpcs", "--vpc-ids", vpc)).Error,
                StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_of_security_groups_are_added_and_removed_in_every_form_that_there_is()
    {
        var vpc = await _aws.TextAsync("ec2", "create-vpc", "--cidr-block", "10.0.0.0/16", "--query", "Vpc.VpcId");
        var group = await _aws.TextAsync(
            "ec2", "create-security-group", "--group-name", "web", "--description", "web", "--vpc-id", vpc, "--query",
                "GroupId");
        string[] add = ["ec2", "authorize-security-group-ingress", "--group-id", group];
        await _aws.TextAsync([.. add, "--protocol", "tcp", "--port", "80", "--cidr", "10.0.0.0/16"]);
        var byList = await _aws.TextAsync([
            .. add, "--query", "SecurityGroupRules[0].SecurityGroupRuleId",
            "--ip-permissions",
                $"IpProtocol=tcp,FromPort=443,ToPort=443,UserIdGroupPairs=[{{GroupId={group},Description=own}}]",
        ]);
        await _aws.TextAsync("ec2", "authorize-security-group-egress", "--group-id", group, "--protocol", "udp",
            "--port", "53", "--cidr", "0.0.0.0/0");

        // The oldest form has the rule's parts at the top of the request; the CLI no longer writes it, others do.
        using var api = new ApiClient(_server.Endpoint);
        string[] legacy = [$"GroupId={group}", "IpProtocol=tcp", "FromPort=22", "ToPort=22", "CidrIp=10.9.0.0/16"];
        await api.Ec2Async("AuthorizeSecurityGroupIngress", legacy);

        Assert.Equal("22\n80\n443", Sorted(await _aws.TextAsync(
            "ec2", "describe-security-groups", "--group-ids", group, "--query",
                "SecurityGroups[0].IpPermissions[].[FromPort]")));
        Assert.Contains("(InvalidPermission.Duplicate)", (await _aws.RunAsync(
            [.. add, "--protocol", "tcp", "--port", "80", "--cidr", "10.0.0.0/16"])).Error, StringComparison.Ordinal);

        await api.Ec2Async("RevokeSecurityGroupIngress", legacy);
        await _aws.TextAsync("ec2", "revoke-security-group-ingress", "--group-id", group, "--security-group-rule-ids",
            byList);
        await _aws.TextAsync("ec2", "revoke-security-group-ingress", "--group-id", group, "--protocol", "tcp",
            "--port", "80", "--cidr", "10.0.0.0/16");
        Assert.Equal("True\nTrue", await _aws.TextAsync(
            "ec2", "describe-security-group-rules", "--filters", $"Name=group-id,Values={group}", "--query",
                "SecurityGroupRules[].[IsEgress]"));
        await _aws.TextAsync("ec2", "delete-security-group", "--group-id", group);
    }

    [Fact]
    public async Task A_role_lives_with_its_policies_and_the_caller_is_known()
    {
        const string Trust = """
            {"Version":"2012-10-17","Statement":[
              {"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"ecs.amazonaws.com"}}]}
            """;
        const string Policy = """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}
            """;
        const string Managed = "arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForVpcLattice";
        Assert.Equal("000000000000", await _aws.TextAsync("sts", "get-caller-identity", "--query", "Account"));
        await _aws.TextAsync("iam", "create-role", "--role-name", "r", "--assume-role-policy-document", Trust);
        await _aws.TextAsync("iam", "attach-role-policy", "--role-name", "r", "--policy-arn", Managed);
        await _aws.TextAsync("iam", "put-role-policy", "--role-name", "r", "--policy-name", "p", "--policy-document",
            Policy);

        Assert.Equal("ecs.amazonaws.com", await _aws.TextAsync(
            "iam", "get-role", "--role-name", "r", "--query",
                "Role.AssumeRolePolicyDocument.Statement[0].Principal.Service"));
        Assert.Equal(Managed, await _aws.TextAsync(
            "iam", "list-attached-role-policies", "--role-name", "r", "--query", "AttachedPolicies[].PolicyArn"));
        Assert.Equal("p", await _aws.TextAsync("iam", "list-role-policies", "--role-name", "r", "--query",
            "PolicyNames"));
        Assert.Contains("(DeleteConflict)", (await _aws.RunAsync("iam", "delete-role", "--role-name", "r")).Error,
            StringComparison.Ordinal);

        await _aws.TextAsync("iam", "delete-role-policy", "--role-name", "r", "--policy-name", "p");
        await _aws.TextAsync("iam", "detach-role-policy", "--role-name", "r", "--policy-arn", Managed);
        await _aws.TextAsync("iam", "delete-role", "--role-name", "r");
        Assert.Contains("(NoSuchEntity)", (await _aws.RunAsync("iam", "get-role", "--role-name", "r")).Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_group_keeps_what_is_written_to_it()
    {
        await _aws.TextAsync("logs", "create-log-group", "--log-group-name", "/a/b");
        await _aws.TextAsync("logs", "put-retention-policy", "--log-group-name", "/a/b", "--retention-in-days", "7");
        await _aws.TextAsync("logs", "create-log-stream", "--log-group-name", "/a/b", "--log-stream-name", "s/1");
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        await _aws.TextAsync(
            "logs", "put-log-events", "--log-group-name", "/a/b", "--log-stream-name", "s/1",
            "--log-events", $"timestamp={now},message=first", $"timestamp={now},message=second");

        Assert.Equal("first\tsecond", await _aws.TextAsync(
            "logs", "get-log-events", "--log-group-name", "/a/b", "--log-stream-name", "s/1", "--query",
                "events[].message"));
        Assert.Equal("second", await _aws.TextAsync(
            "logs", "filter-log-events", "--log-group-name", "/a/b", "--filter-pattern", "second", "--query",
                "events[].message"));
        Assert.Equal("7", await _aws.TextAsync(
            "logs", "describe-log-groups", "--log-group-name-prefix", "/a", "--query", "logGroups[].retentionInDays"));
        await _aws.TextAsync("logs", "delete-log-group", "--log-group-name", "/a/b");
        Assert.Contains(
            "(ResourceNotFoundException)",
            (await _aws.RunAsync("logs", "describe-log-streams", "--log-group-name", "/a/b")).Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Boto3_reads_what_the_CLI_made()
    {
        var python = Tools.OnPath("python3");
        Assert.SkipWhen(python is null, "python3 is not on the PATH");
        var boto3 = await Run.ProgramAsync(python!, ["-c", "import boto3"]);
        Assert.SkipWhen(boto3.ExitCode != 0, "boto3 is not installed");
        await _aws.TextAsync("ecs", "create-cluster", "--cluster-name", "made-by-the-cli");
        const string Script = """
            import boto3
            print([a.split('/')[-1] for a in boto3.client('ecs').list_clusters()['clusterArns']])
            lattice = boto3.client('vpc-lattice')
            made = [lattice.create_service(name=f'service-{i}')['id'] for i in range(5)]
            pages = lattice.get_paginator('list_services').paginate(PaginationConfig={'PageSize': 2})
            print([len(p['items']) for p in pages])
            try:
                lattice.get_service(serviceIdentifier='svc-0123456789abcdef0')
            except lattice.exceptions.ResourceNotFoundException as e:
                print(e.response['Error']['Code'])
            """;
        var result = (await Run.ProgramAsync(python!, ["-c", Script], environment: _aws.Environment)).MustSucceed(
            "boto3");

        Assert.Equal("['made-by-the-cli']\n[2, 2, 1]\nResourceNotFoundException", result.Output.Trim());
    }

    private static string Sorted(string lines) => string.Join(
        '\n', lines.Split('\n').Select(line =>
            int.Parse(line, System.Globalization.CultureInfo.InvariantCulture)).Order());
}
