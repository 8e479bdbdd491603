using System.Text.Json;

namespace Pergola.EndToEnd.Tests;

/// <summary>A stack in a folder and with a state of its own, driven by the real Terraform.</summary>
internal sealed class Stack : IDisposable
{
    private readonly Dictionary<string, string> _environment;
    private readonly Dictionary<string, string> _outputs = new(StringComparer.Ordinal);

    private Stack(PergolaProcess server, string folder)
    {
        Folder = folder;
        _environment = new Dictionary<string, string>
        {
            ["TF_CLI_CONFIG_FILE"] = Path.Combine(folder, "provider.tfrc"),
            ["TF_IN_AUTOMATION"] = "1",
            ["TF_VAR_endpoint"] = server.Endpoint,
            ["CHECKPOINT_DISABLE"] = "1",
        };
    }

    public string Folder { get; }

    /// <summary>
    /// Copies a stack. Its provider is used where it lies, so that Terraform need not read all of its 700 megabytes
    /// again for each command.
    /// </summary>
    public static Stack Open(PergolaProcess server, string source, params string[] without)
    {
        var folder = Directory.CreateTempSubdirectory("pergola-stack-").FullName;
        var files = Directory.EnumerateFiles(source, "*.tf").Where(file => !without.Contains(Path.GetFileName(file)));
        foreach (var file in files)
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        File.WriteAllText(
            Path.Combine(folder, "provider.tfrc"),
            $$"""
            provider_installation {
              dev_overrides {
                "hashicorp/aws" = "{{Tools.ProviderFolder}}"
              }
              direct {}
            }
            """);
        return new Stack(server, folder);
    }

    /// <summary>Installs the provider from a mirror, as everybody does first.</summary>
    public async Task InitAsync()
    {
        var config = Path.Combine(Folder, "mirror.tfrc");
        await File.WriteAllTextAsync(
            config,
            $$"""
            provider_installation {
              filesystem_mirror {
                path = "{{Tools.ProviderMirror}}"
              }
            }
            """);
        var environment = new Dictionary<string, string>(_environment) { ["TF_CLI_CONFIG_FILE"] = config };
        (await Run.ProgramAsync(Tools.OnPath("terraform")!, ["init", "-no-color"], Folder, environment))
            .MustSucceed("terraform init");
    }

    public Task<RunResult> TerraformAsync(params string[] arguments) =>
        Run.ProgramAsync(Tools.OnPath("terraform")!, arguments, Folder, _environment);

    /// <summary>Applies it, and returns what Terraform said.</summary>
    public async Task<string> ApplyAsync(params string[] variables)
    {
        _outputs.Clear();
        return (await TerraformAsync(["apply", "-auto-approve", "-no-color", .. Variables(variables)]))
            .MustSucceed("terraform apply").Output;
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

    /// <summary>An output of the last apply, as JSON; Terraform takes a second to tell, so it is asked once.</summary>
    public async Task<string> JsonOutputAsync(string name)
    {
        if (!_outputs.TryGetValue(name, out var value))
        {
            _outputs[name] = value = (await TerraformAsync("output", "-json", name))
                .MustSucceed("terraform output").Output;
        }

        return value;
    }

    public async Task<string> OutputAsync(string name) =>
        JsonSerializer.Deserialize<string>(await JsonOutputAsync(name))!;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static IEnumerable<string> Variables(string[] variables) => variables.SelectMany(v => new[] { "-var", v });
}
