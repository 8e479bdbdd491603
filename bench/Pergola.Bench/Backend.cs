using System.Diagnostics;
using System.Globalization;

namespace Pergola.Bench;

/// <summary>nginx as a backend, and as a plain program that is started and ended.</summary>
internal static class Backend
{
    private const string Body =
        "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789";

    /// <summary>Writes what the backend serves from disk.</summary>
    public static void WriteFiles(string folder) =>
        File.WriteAllText(Path.Combine(folder, "100k"), new string('h', 100 * 1024));

    /// <summary>The configuration of the backend; the same for every path.</summary>
    public static string Configuration(string folder, string listen) => $$"""
        worker_processes 1;
        {{(Environment.IsPrivilegedProcess ? "user root;" : "")}}
        daemon off;
        pid {{folder}}backend.pid;
        error_log {{folder}}backend.log crit;
        events { worker_connections 4096; }
        http {
          access_log off;
          keepalive_requests 1000000000;
          server {
            listen {{listen}} backlog=4096;
            root {{Path.GetDirectoryName(folder)}};
            default_type text/plain;
            location / { return 200 "{{Body}}"; }
            location /1k { return 200 "{{new string('k', 1024)}}"; }
            location /100k { }
          }
        }
        """;

    public static Process Start(string folder, string name, IReadOnlyList<string> prefix, string configuration)
    {
        var file = Path.Combine(folder, $"{name}.conf");
        File.WriteAllText(file, configuration);
        string[] command = [.. prefix, Measured.OnPath("nginx")!, "-c", file, "-p", folder];
        return Process.Start(new ProcessStartInfo(command[0], command[1..]))!;
    }

    /// <summary>Ends a program that we started, by its id.</summary>
    public static async Task StopAsync(Process process)
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>Asks until it answers; the question itself waits for the connection.</summary>
    public static async Task AnswersAsync(IReadOnlyList<string> prefix, string url)
    {
        for (var i = 0; i < 100; i++)
        {
            string[] command =
            [
                .. prefix, Measured.OnPath("curl")!, "-skf", "--retry", "20", "--retry-connrefused", "--retry-delay",
                "1",
                "--max-time", "30", "-o", "/dev/null", url,
            ];
            using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]))!;
            await process.WaitForExitAsync();
            if (process.ExitCode == 0)
            {
                return;
            }
        }

        throw new InvalidOperationException($"{url} does not answer.");
    }
}
