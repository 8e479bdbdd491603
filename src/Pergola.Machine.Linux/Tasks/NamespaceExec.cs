using System.Collections;

namespace Pergola.Machine.Linux.Tasks;

/// <summary>Runs a command of the machine inside a workload's network, in the foreground.</summary>
public static class NamespaceExec
{
    private const int CommandNotFound = 127;
    private const int CommandNotRun = 125;

    /// <summary>
    /// Replaces this process by the command, so signals, terminal and exit code are the command's own. Returns only
    /// when that failed, as <c>docker run</c>: 127 without such a command, 125 when the network cannot be entered.
    /// </summary>
    /// <param name="netnsPath">For example <c>/run/netns/NAME</c>.</param>
    /// <param name="resolvConf">The path of the file to see as <c>/etc/resolv.conf</c>.</param>
    /// <param name="hosts">The path of the file to see as <c>/etc/hosts</c>.</param>
    /// <param name="hostname">What <c>hostname</c> says inside.</param>
    /// <param name="command">A program, found on the PATH, and its arguments.</param>
    public static int Run(string netnsPath, string resolvConf, string hosts, string hostname, string[] command)
    {
        var file = Find(command[0]);
        if (file is null)
        {
            Console.Error.WriteLine($"pergola: there is no command '{command[0]}' on this machine");
            return CommandNotFound;
        }

        var environment = new List<string>();
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            environment.Add($"{variable.Key}={variable.Value}");
        }

        var view = new NamespaceView(netnsPath, Path.GetFullPath(resolvConf), Path.GetFullPath(hosts), hostname);
        var reason = view.Enter()
            ?? TaskSyscalls.Execute(file, command, [.. environment]);
        Console.Error.WriteLine($"pergola: {reason}");
        return CommandNotRun;
    }

    /// <summary>The file that a shell would run for this name; null when there is none.</summary>
    internal static string? Find(string command)
    {
        if (command.Contains('/', StringComparison.Ordinal))
        {
            return File.Exists(command) ? Path.GetFullPath(command) : null;
        }

        var path = Environment.GetEnvironmentVariable("PATH") ?? "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin";
        return path.Split(':').Where(folder => folder.Length > 0)
            .Select(folder => Path.Combine(folder, command))
            .FirstOrDefault(File.Exists);
    }
}
