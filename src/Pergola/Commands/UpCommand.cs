using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Pergola.Core;
using Pergola.Machine.Linux.Tasks;
using Pergola.Planning;
using Pergola.Proxy.Functions;
using Pergola.Server;

namespace Pergola.Commands;

/// <summary><c>pergola up</c>: the server in the foreground.</summary>
internal static class UpCommand
{
    /// <summary>The longest that VPC Lattice's targets are known to drain.</summary>
    private const int DrainingSecondsMax = 300;

    private static readonly Option<int> s_port = new("--port")
    {
        Description = "The TCP port on 127.0.0.1; 0 takes a free one.",
        DefaultValueFactory = _ => 4566,
    };

    private static readonly Option<string?> s_data = new("--data")
    {
        Description = "A folder for the journal. Without it everything is kept in memory.",
    };

    private static readonly Option<string> s_clock = new("--clock")
    {
        Description = "aws: AWS's own waits. fast: a sixtieth of what AWS fixes (draining, provisioning).",
        DefaultValueFactory = _ => "aws",
    };

    private static readonly Option<string> s_auth = new("--auth")
    {
        Description = "lax: any well-formed signature. strict: every signature is verified.",
        DefaultValueFactory = _ => "lax",
    };

    private static readonly Option<string> s_secretKey = new("--secret-key")
    {
        Description = "The secret of every access key, for --auth strict.",
        DefaultValueFactory = _ => "pergola",
    };

    private static readonly Option<string[]> s_quotas = new("--quota")
    {
        Description = "NAME=LIMIT, any number of times: a quota other than AWS's default. Names, with AWS's defaults: "
            + string.Join(", ", QuotaSettings.Defaults.Select(quota => $"{quota.Key} ({quota.Value})")) + ".",
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<int?> s_draining = new("--draining")
    {
        Description = $"Seconds that a deregistered target has to finish its requests, 0 to {DrainingSecondsMax}, "
            + "whatever the clock. Without it AWS's 60, by the clock; a target without requests is gone at once.",
    };

    private static readonly Option<string[]> s_functions = new("--lambda")
    {
        Description = "ARN=URL, any number of times: what invokes a Lambda function by Lambda's Invoke API, for target "
            + "groups of type LAMBDA. A URL without a path gets the API's own for the function.",
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<int?> s_listenFd = new("--listen-fd") { Hidden = true };

    public static Command Create()
    {
        s_clock.AcceptOnlyFromAmong("aws", "fast");
        s_auth.AcceptOnlyFromAmong("lax", "strict");
        s_draining.Validators.Add(result =>
        {
            if (result.Tokens is [var token]
                && int.TryParse(token.Value, CultureInfo.InvariantCulture, out var seconds)
                && seconds is < 0 or > DrainingSecondsMax)
            {
                result.AddError($"--draining must be 0 to {DrainingSecondsMax} seconds.");
            }
        });
        var command = new Command("up", "Runs the server in the foreground; prints 'Ready.' when it answers.")
        {
            s_port, s_data, s_clock, s_auth, s_secretKey, s_quotas, s_draining, s_functions, s_listenFd,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (!QuotaSettings.TryRead(parsed.GetValue(s_quotas) ?? [], out var quotas, out var mistakes))
        {
            await Console.Error.WriteLineAsync($"pergola: --quota: {mistakes}").ConfigureAwait(false);
            return 1;
        }

        if (!FunctionSettings.TryRead(parsed.GetValue(s_functions) ?? [], out var functions, out var fault))
        {
            await Console.Error.WriteLineAsync($"pergola: --lambda: {fault}").ConfigureAwait(false);
            return 1;
        }

        var inherited = parsed.GetValue(s_listenFd);
        var mode = UserNamespaceLauncher.Probe();
        if (mode.Rights == StartRights.UserNamespace && inherited is null)
        {
            // Does not return: this process becomes the server inside a user namespace of its own.
            return UserNamespaceLauncher.Launch(
                SelfCommand.Current(), new IPEndPoint(IPAddress.Loopback, parsed.GetValue(s_port)), Arguments(parsed));
        }

        await Console.Error.WriteLineAsync($"pergola: {mode.Line}").ConfigureAwait(false);
        if (mode.Rights == StartRights.None)
        {
            return 1;
        }

        Socket listener;
        try
        {
            listener = inherited is { } fd
                ? UserNamespaceLauncher.TakeListener(fd)
                : PergolaServer.Listen(parsed.GetValue(s_port));
        }
        catch (SocketException error)
        {
            await Console.Error.WriteLineAsync(
                $"pergola: cannot listen on 127.0.0.1:{parsed.GetValue(s_port)}: {error.Message}. "
                + "Is another server running? Choose another port with --port.").ConfigureAwait(false);
            return 1;
        }

        var options = new ServerOptions(
            ((IPEndPoint)listener.LocalEndPoint!).Port,
            parsed.GetValue(s_data) is { } folder ? Path.GetFullPath(folder) : null,
            (parsed.GetValue(s_clock) == "fast" ? Pace.Fast : Pace.Aws) with
            {
                Draining = parsed.GetValue(s_draining) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            },
            parsed.GetValue(s_auth) == "strict" ? parsed.GetValue(s_secretKey) : null,
            quotas,
            mode.Line,
            InUserNamespace: inherited is not null)
        {
            Functions = functions,
        };
        return await ServeAsync(options, listener).ConfigureAwait(false);
    }

    private static async Task<int> ServeAsync(ServerOptions options, Socket listener)
    {
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.TrySetResult();
        }

        try
        {
            await using var server = await PergolaServer.StartAsync(options, listener).ConfigureAwait(false);
            Console.WriteLine($"Pergola listens on http://127.0.0.1:{options.Port}; its console is at /_pergola/");
            Console.WriteLine(options.DataFolder is { } data
                ? $"Its certificates are checked with {AuthorityFiles.RootIn(data)}"
                : $"Its certificates are checked with http://127.0.0.1:{options.Port}/_pergola/ca.pem");
            Console.WriteLine("Ready.");
            await stop.Task.ConfigureAwait(false);
            return 0;
        }
        catch (Exception error) when (error is Store.JournalException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"pergola: {error.Message}").ConfigureAwait(false);
            return 1;
        }
    }

    private static string[] Arguments(ParseResult parsed) =>
    [
        "up",
        "--clock", parsed.GetValue(s_clock)!,
        "--auth", parsed.GetValue(s_auth)!,
        "--secret-key", parsed.GetValue(s_secretKey)!,
        .. (parsed.GetValue(s_quotas) ?? []).SelectMany(quota => new[] { "--quota", quota }),
        .. (parsed.GetValue(s_functions) ?? []).SelectMany(function => new[] { "--lambda", function }),
        .. parsed.GetValue(s_draining) is { } seconds
            ? new[] { "--draining", seconds.ToString(CultureInfo.InvariantCulture) }
            : [],
        .. parsed.GetValue(s_data) is { } folder ? new[] { "--data", Path.GetFullPath(folder) } : [],
    ];
}
