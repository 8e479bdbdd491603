using System.Diagnostics;
using System.Text.Json;

namespace Pergola.Demo;

/// <summary>The stack by Terraform, from <c>examples/playground</c>, in a folder of its own.</summary>
internal sealed class TerraformStack : IStack, IDisposable
{
    private static readonly string[] s_softwareFolders = ["/usr/local/share", "/usr/share/terraform", "/opt"];

    private readonly string _program;
    private readonly string _folder;
    private readonly Dictionary<string, string> _environment;

    private TerraformStack(string program, string folder, Uri endpoint, string? mirror)
    {
        _program = program;
        _folder = folder;
        _environment = new Dictionary<string, string>
        {
            ["TF_IN_AUTOMATION"] = "1",
            ["TF_VAR_endpoint"] = endpoint.ToString().TrimEnd('/'),
            ["CHECKPOINT_DISABLE"] = "1",
        };
        if (mirror is not null)
        {
            var configuration = Path.Combine(folder, "mirror.tfrc");
            File.WriteAllText(
                configuration,
                $"provider_installation {{\n  filesystem_mirror {{\n    path = \"{mirror}\"\n  }}\n}}\n");
            _environment["TF_CLI_CONFIG_FILE"] = configuration;
        }
    }

    /// <inheritdoc/>
    public string Maker => "Terraform";

    /// <summary>
    /// Copies the stack and initialises it; null, with the reason said, when that is not possible here.
    /// </summary>
    public static async Task<TerraformStack?> TryOpenAsync(string examples, Uri endpoint, Action<string> say)
    {
        if (ProgramOnPath("terraform") is not { } program)
        {
            say("Terraform is not installed, so the same stack is made through the API.");
            return null;
        }

        var folder = Directory.CreateTempSubdirectory("pergola-demo-").FullName;
        foreach (var file in Directory.EnumerateFiles(examples, "*.tf"))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        var stack = new TerraformStack(program, folder, endpoint, FindMirror());
        try
        {
            await stack.RunAsync("init", "-no-color", "-input=false").ConfigureAwait(false);
            return stack;
        }
        catch (DemoException error)
        {
            say("Terraform cannot get its AWS provider here, so the same stack is made through the API. "
                + $"({error.Message.Split('\n')[0]})");
            stack.Dispose();
            return null;
        }
    }

    /// <inheritdoc/>
    public Task ApplyAsync(int desiredCount) =>
        RunAsync("apply", "-auto-approve", "-no-color", "-input=false", "-var", $"desired_count={desiredCount}");

    /// <inheritdoc/>
    public async Task<string?> PlanAsync(int desiredCount)
    {
        var (code, output) = await TryRunAsync(
            "plan", "-detailed-exitcode", "-no-color", "-input=false", "-var", $"desired_count={desiredCount}")
            .ConfigureAwait(false);
        return code switch
        {
            0 => "",
            2 => output,
            _ => throw new DemoException($"terraform plan failed:\n{output}"),
        };
    }

    /// <inheritdoc/>
    public Task DestroyAsync() => RunAsync("destroy", "-auto-approve", "-no-color", "-input=false");

    /// <inheritdoc/>
    public async Task<StackOutputs> OutputsAsync() => new(
        await OutputAsync("service_name").ConfigureAwait(false),
        await OutputAsync("client_vpc").ConfigureAwait(false),
        await OutputAsync("client_security_group").ConfigureAwait(false),
        await OutputAsync("cluster").ConfigureAwait(false),
        await OutputAsync("ecs_service").ConfigureAwait(false));

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string? ProgramOnPath(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(':')
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);

    // A user's own CLI configuration wins; otherwise a provider folder in the places where software is installed.
    private static string? FindMirror()
    {
        if (File.Exists(Environment.GetEnvironmentVariable("TF_CLI_CONFIG_FILE")))
        {
            return null;
        }

        var depth =
            new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 8, IgnoreInaccessible = true };
        return s_softwareFolders
            .Where(Directory.Exists)
            .SelectMany(place => Directory.EnumerateFiles(place, "terraform-provider-aws_v5.*", depth))
            .Select(file => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "..", "..", "..")))
            .FirstOrDefault();
    }

    private async Task<string> OutputAsync(string name)
    {
        var text = await RunAsync("output", "-json", name).ConfigureAwait(false);
        using var json = JsonDocument.Parse(text);
        return json.RootElement.GetString()!;
    }

    private async Task<string> RunAsync(params string[] arguments)
    {
        var (code, output) = await TryRunAsync(arguments).ConfigureAwait(false);
        return code == 0 ? output : throw new DemoException($"terraform {arguments[0]} failed:\n{output}");
    }

    private async Task<(int Code, string Output)> TryRunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(_program, arguments)
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in _environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().ConfigureAwait(false);
        var (said, told) = (await output.ConfigureAwait(false), await error.ConfigureAwait(false));
        return (process.ExitCode, process.ExitCode == 0 ? said : told + said);
    }
}
