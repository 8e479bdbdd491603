namespace Pergola.EndToEnd.Tests;

/// <summary>The real AWS CLI, pointed at a server by nothing but an environment variable.</summary>
internal sealed class AwsCli(PergolaProcess server)
{
    /// <summary>What points any AWS client at the server.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>
    {
        ["AWS_ENDPOINT_URL"] = server.Endpoint,
        ["AWS_ACCESS_KEY_ID"] = "000000000000",
        ["AWS_SECRET_ACCESS_KEY"] = "pergola",
        ["AWS_DEFAULT_REGION"] = "ap-northeast-1",
        ["AWS_REGION"] = "ap-northeast-1",
        ["AWS_PAGER"] = "",
        ["AWS_EC2_METADATA_DISABLED"] = "true",
    };

    public static void Need() => Assert.SkipWhen(Tools.OnPath("aws") is null, "the AWS CLI is not on the PATH");

    public async Task<RunResult> RunAsync(params string[] arguments) => await AwsCliDriver.SharedAsync() is { } driver
        ? await driver.RunAsync(arguments, Environment)
        : await Run.ProgramAsync(Tools.OnPath("aws")!, arguments, environment: Environment);

    /// <summary>The answer as text, one value a line or tab-separated.</summary>
    public async Task<string> TextAsync(params string[] arguments) =>
        (await RunAsync([.. arguments, "--output", "text"]))
            .MustSucceed($"aws {string.Join(' ', arguments)}").Output.Trim();

    /// <summary>Asks again whenever the state has changed, until it is so.</summary>
    public static Task UntilAsync(PergolaProcess server, string what, Func<AwsCli, Task<bool>> isSo)
    {
        Need();
        var cli = new AwsCli(server);
        return server.UntilAsync(what, () => isSo(cli));
    }
}
