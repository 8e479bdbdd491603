using System.Text.Json;

namespace Pergola.EndToEnd.Tests;

/// <summary>The playground stack in a folder of its own, driven by the real Terraform.</summary>
internal sealed class Playground : IDisposable
{
    private readonly PergolaProcess _server;
    private readonly Dictionary<string, string> _environment;
    private readonly Dictionary<string, string> _outputs = new(StringComparer.Ordinal);

    private Playground(PergolaProcess server, string folder)
    {
        _server = server;
        Folder = folder;
        _environment = new Dictionary<string, string>
        {
            ["TF_CLI_CONFIG_FILE"] = Path.Combine(folder, "mirror.tfrc"),
            ["TF_IN_AUTOMATION"] = "1",
            ["TF_VAR_endpoint"] = server.Endpoint,
            ["CHECKPOINT_DISABLE"] = "1",
        };
    }

    public string Folder { get; }

    /// <summary>Copies the stack and runs <c>terraform init</c>.</summary>
    public static async Task<Playground> OpenAsync(PergolaProcess server)
    {
        var folder = Directory.CreateTempSubdirectory("pergola-playground-").FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Tools.Root, "examples", "playground"), "*.tf"))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        await File.WriteAllTextAsync(
            Path.Combine(folder, "mirror.tfrc"),
            $$"""
            provider_installation {
              filesystem_mirror {
                path = "{{Tools.ProviderMirror}}"
              }
            }
            """);
        var playground = new Playground(server, folder);
        (await playground.TerraformAsync("init", "-no-color")).MustSucceed("terraform init");
        return playground;
    }

    public Task<RunResult> TerraformAsync(params string[] arguments) =>
        Run.ProgramAsync(Tools.OnPath("terraform")!, arguments, Folder, _environment);

    public async Task ApplyAsync(params string[] variables)
    {
        _outputs.Clear();
        (await TerraformAsync(["apply", "-auto-approve", "-no-color", .. Variables(variables)]))
            .MustSucceed("terraform apply");
    }

    public async Task DestroyAsync(params string[] variables) =>
        (await TerraformAsync(["destroy", "-auto-approve", "-no-color", .. Variables(variables)]))
            .MustSucceed("terraform destroy");

    /// <summary>What a plan would change; empty when nothing.</summary>
    public async Task<string> PlanAsync(params string[] variables)
    {
        var plan = await TerraformAsync(["plan", "-detailed-exitcode", "-no-color", .. Variables(variables)]);
        Assert.True(plan.ExitCode is 0 or 2, $"terraform plan failed: {plan.Everything}");
        return plan.ExitCode == 0 ? "" : plan.Output;
    }

    /// <summary>An output of the last apply; Terraform takes a second to tell, so it is asked once.</summary>
    public async Task<string> OutputAsync(string name)
    {
        if (!_outputs.TryGetValue(name, out var value))
        {
            var output = (await TerraformAsync("output", "-json", name)).MustSucceed("terraform output");
            _outputs[name] = value = JsonSerializer.Deserialize<string>(output.Output)!;
        }

        return value;
    }

    /// <summary>One request from the client in VPC two, through Lattice.</summary>
    public async Task<RunResult> RequestAsync(int secondsMax = 10) => await _server.ExecAsync(
        await OutputAsync("client_vpc"),
        ["--security-group", await OutputAsync("client_security_group")],
        "curl", "-sS", "--max-time", $"{secondsMax}", "-w", "\n%{http_code}",
        $"http://{await OutputAsync("service_name")}/");

    /// <summary>
    /// Asks until the answer is as it should be, at most so many times: each request is the wait for the next change of
    /// the world, since curl itself waits for connections.
    /// </summary>
    public async Task<RunResult> RequestUntilAsync(Func<RunResult, bool> isRight, string what, int triesMax = 60)
    {
        RunResult? last = null;
        for (var i = 0; i < triesMax; i++)
        {
            last = await RequestAsync();
            if (isRight(last))
            {
                return last;
            }
        }

        Assert.Fail($"{what}: after {triesMax} requests still {last!.Everything}\nserver:\n{_server.Log}");
        return last;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static IEnumerable<string> Variables(string[] variables) => variables.SelectMany(v => new[] { "-var", v });
}
