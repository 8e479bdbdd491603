using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Pergola.Machine.Linux.Tasks;
using Pergola.Server;

namespace Pergola.Commands;

/// <summary>
/// <c>pergola exec TARGET -- CMD…</c>: a command inside the network of a VPC or of something that runs.
/// </summary>
internal static class ExecCommand
{
    private const UnixFileMode ReadableByAll =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private static readonly Argument<string> s_target = new("target")
    {
        Description = "vpc-… (a throw-away host in it), a task's id or ARN, or eni-….",
    };

    private static readonly Argument<string[]> s_command = new("command")
    {
        Description = "The command and its arguments, after '--'.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string[]> s_securityGroups = new("--security-group")
    {
        Description = "A security group of the throw-away host; repeat for more. Default: the VPC's default group.",
    };

    private static readonly Option<string?> s_subnet = new("--subnet")
    {
        Description = "The subnet of the throw-away host. Default: the VPC's first.",
    };

    public static Command Create()
    {
        var command = new Command("exec", "Runs a command inside the network of a VPC or of a task.")
        {
            s_target, s_command, s_securityGroups, s_subnet, ServerAddress.Option,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var target = parsed.GetValue(s_target)!;
        using var http = new HttpClient { BaseAddress = ServerAddress.Of(parsed), Timeout = Timeout.InfiniteTimeSpan };
        try
        {
            // The response stays open while the command runs: closing it ends the host.
            using var response = await http.SendAsync(
                Request(target, parsed), HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
            using var reader = new StreamReader(
                await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false));
            var line = await reader.ReadLineAsync(cancellation).ConfigureAwait(false) ?? "{}";
            if (!response.IsSuccessStatusCode)
            {
                var refusal = JsonSerializer.Deserialize(line, OwnJson.Default.RefusalView);
                await Console.Error.WriteLineAsync($"pergola: {refusal?.Message}").ConfigureAwait(false);
                return 1;
            }

            var sandbox = JsonSerializer.Deserialize(line, OwnJson.Default.SandboxView)!;
            return await RunInsideAsync(sandbox, parsed.GetValue(s_command)!).ConfigureAwait(false);
        }
        catch (HttpRequestException error)
        {
            await Console.Error.WriteLineAsync(
                $"pergola: no server answers at {http.BaseAddress}: {error.Message}. Start one with './pergola up'.")
                .ConfigureAwait(false);
            return 1;
        }
    }

    private static HttpRequestMessage Request(string target, ParseResult parsed)
    {
        if (!target.StartsWith("vpc-", StringComparison.Ordinal))
        {
            return new HttpRequestMessage(HttpMethod.Get, $"/_pergola/sandboxes/{Uri.EscapeDataString(target)}");
        }

        var query = $"vpc={Uri.EscapeDataString(target)}";
        if (parsed.GetValue(s_subnet) is { } subnet)
        {
            query += $"&subnet={Uri.EscapeDataString(subnet)}";
        }

        foreach (var group in parsed.GetValue(s_securityGroups) ?? [])
        {
            query += $"&security-group={Uri.EscapeDataString(group)}";
        }

        return new HttpRequestMessage(HttpMethod.Post, $"/_pergola/hosts?{query}");
    }

    private static async Task<int> RunInsideAsync(SandboxView sandbox, string[] command)
    {
        var files = Directory.CreateTempSubdirectory("pergola-exec-");
        try
        {
            // Root is somebody else inside a user's namespace, and has to read these there.
            File.SetUnixFileMode(files.FullName, ReadableByAll);
            var resolvConf = Path.Combine(files.FullName, "resolv.conf");
            var hosts = Path.Combine(files.FullName, "hosts");
            await File.WriteAllTextAsync(
                resolvConf, sandbox.Resolver is null ? "" : $"nameserver {sandbox.Resolver}\noptions timeout:2\n")
                .ConfigureAwait(false);
            await File.WriteAllTextAsync(
                hosts, $"127.0.0.1 localhost\n{sandbox.Address} {sandbox.Hostname}\n").ConfigureAwait(false);
            string[] arguments =
            [
                // A server in a user namespace has a /run of its own, and only there does the network have a name.
                .. sandbox.InUserNamespace ? NamespaceHolder.Enter(sandbox.ServerPid) : [],
                .. SelfCommand.Current().With(SandboxExec.Mode, sandbox.Sandbox, resolvConf, hosts, sandbox.Hostname),
                .. command,
            ];
            // The command gets the terminal's signals itself; we only wait for it.
            Console.CancelKeyPress += static (_, e) => e.Cancel = true;
            using var process = Process.Start(
                new ProcessStartInfo(arguments[0], arguments[1..]) { UseShellExecute = false })!;
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            return process.ExitCode;
        }
        finally
        {
            files.Delete(recursive: true);
        }
    }
}

/// <summary>The part of <c>exec</c> that happens inside: enters the network and becomes the command.</summary>
internal static class SandboxExec
{
    /// <summary>The internal mode's name: <c>sandbox-exec NAMESPACE RESOLV-CONF HOSTS HOSTNAME CMD…</c>.</summary>
    public const string Mode = "sandbox-exec";

    /// <summary>Runs the mode that the arguments name; false when they name another.</summary>
    public static bool TryRun(string[] arguments, out int exitCode)
    {
        exitCode = 0;
        if (arguments is not [Mode, var name, var resolvConf, var hosts, var hostname, .. var command]
            || command.Length == 0)
        {
            return false;
        }

        exitCode = NamespaceExec.Run($"/run/netns/{name}", resolvConf, hosts, hostname, command);
        return true;
    }
}

/// <summary>Where the server of a client command is.</summary>
internal static class ServerAddress
{
    public static Option<int> Option { get; } = new("--port")
    {
        Description = "The server's TCP port on 127.0.0.1. Default: that of AWS_ENDPOINT_URL, else 4566.",
        DefaultValueFactory = _ => FromEnvironment(),
    };

    public static Uri Of(ParseResult parsed) =>
        new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{parsed.GetValue(Option)}"));

    private static int FromEnvironment() =>
        Uri.TryCreate(Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL"), UriKind.Absolute, out var url)
        && url.IsLoopback
            ? url.Port
            : 4566;
}
