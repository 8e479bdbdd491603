namespace Pergola.EndToEnd.Tests;

/// <summary>The life of a Lattice by AWS's SDKs, each in a language of its own.</summary>
[Trait("tier", "sdk")]
public sealed class SdkTests : IAsyncLifetime
{
    private const string Package = "@aws-sdk/client-vpc-lattice";

    private PergolaProcess _server = null!;

    public async ValueTask InitializeAsync() => _server = await PergolaProcess.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_lattice_lives_and_goes_by_boto3()
    {
        var python = Tools.OnPath("python3");
        Assert.SkipWhen(python is null, "python3 is not on the PATH");
        var boto3 = await Run.ProgramAsync(python!, ["-c", "import boto3"]);
        Assert.SkipWhen(boto3.ExitCode != 0, "boto3 is not installed");

        var life = await Run.ProgramAsync(
            python!, [Tools.Client("life_cycle.py")], environment: await EnvironmentAsync());

        Assert.Equal("nothing is left", life.MustSucceed("boto3").Output.Trim());
    }

    [Fact]
    public async Task A_lattice_lives_and_goes_by_the_SDK_for_JavaScript()
    {
        var (node, npm) = (Tools.OnPath("node"), Tools.OnPath("npm"));
        Assert.SkipWhen(node is null || npm is null, "node and npm are not on the PATH");
        var folder = Directory.CreateTempSubdirectory("pergola-javascript-").FullName;
        try
        {
            foreach (var file in (string[])["package.json", "life_cycle.js"])
            {
                File.Copy(Tools.Client(file), Path.Combine(folder, file));
            }

            var install = await Run.ProgramAsync(
                npm!, ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline"], folder);
            Assert.SkipWhen(install.ExitCode != 0, $"npm could not install {Package}: {install.Error.Trim()}");

            var life = await Run.ProgramAsync(node!, ["life_cycle.js"], folder, await EnvironmentAsync());

            Assert.Equal("nothing is left", life.MustSucceed("the SDK for JavaScript").Output.Trim());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<IReadOnlyDictionary<string, string>> EnvironmentAsync()
    {
        using var api = new ApiClient(_server.Endpoint);
        var vpc = (await api.Ec2Async("CreateVpc", "CidrBlock=10.0.0.0/16")).Element("vpcId");
        await api.Ec2Async("CreateSubnet", $"VpcId={vpc}", "CidrBlock=10.0.1.0/24");
        return new Dictionary<string, string>(new AwsCli(_server).Environment) { ["VPC"] = vpc };
    }
}
