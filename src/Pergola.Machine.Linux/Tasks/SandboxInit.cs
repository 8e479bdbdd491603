using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Pergola.Machine.Linux.Tasks;

/// <summary>
/// The process between the server and a workload (<c>pergola sandbox-init FILE</c>): enters the sandbox, records
/// itself, gives up all privileges and becomes the workload's supervisor. It says why it could not on standard output;
/// a standard output that ends empty means the workload was started.
/// </summary>
internal static class SandboxInit
{
    private const int CapabilityVersion3 = 0x20080522;
    private const int CapabilitiesMax = 63;
    private const int OwnerOnly = 0x180; // 0600

    // A shell is the smallest supervisor there is (under a megabyte, where a runtime of ours takes thirty), and every
    // Linux has one. It sets no trap: a signal that reaches the workload before it has executed would be lost with it.
    // Leaving the server's pipe tells it that the shell has taken over.
    private const string Supervise =
        "exec >>\"$1\" 2>&1 </dev/null; f=$2; shift 2; \"$@\"; c=$?; "
        + "echo $c >\"$f.new\"; mv \"$f.new\" \"$f\"; exit $c";

    internal static int Run(string launchFile)
    {
        var launch = Launch.Read(launchFile);
        _ = TaskSyscalls.StartSession();
        var reason = launch.View.Enter();
        if (reason is null && TaskSyscalls.ChangeDirectory(launch.WorkingDirectory) != 0)
        {
            reason = $"cannot enter the working directory {launch.WorkingDirectory}: {TaskSyscalls.LastError()}";
        }

        reason ??= GiveUpPrivileges();
        if (reason is not null)
        {
            return Refuse(reason);
        }

        if (!Record(launch.PidFile))
        {
            return 0;
        }

        return Refuse(TaskSyscalls.Execute(
            "/bin/sh",
            ["sh", "-c", Supervise, "pergola-task", launch.LogFile, launch.ExitFile, .. launch.Command],
            launch.Environment));
    }

    private static int Refuse(string reason)
    {
        Console.Out.Write(reason);
        return 1;
    }

    // Exclusive: of two that were started for one container (a server died in between) only the first goes on.
    private static bool Record(string pidFile)
    {
        var file = TaskSyscalls.Open(
            pidFile, TaskSyscalls.OpenWriteOnly | TaskSyscalls.OpenCreate | TaskSyscalls.OpenExclusive, OwnerOnly);
        if (file < 0)
        {
            return false;
        }

        var self = ProcessEntry.Read(Environment.ProcessId)
            ?? throw new InvalidOperationException("/proc does not show this process");
        using var stream = new FileStream(new Microsoft.Win32.SafeHandles.SafeFileHandle(file, true), FileAccess.Write);
        stream.Write(Encoding.ASCII.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{self.Process} {self.StartTicks}")));
        return true;
    }

    // It stays the user that it was, so that it can read the product's own files wherever they lie, but may do nothing
    // that needs a privilege, and no program it starts can regain one.
    private static string? GiveUpPrivileges()
    {
        for (nuint capability = 0; capability <= CapabilitiesMax; capability++)
        {
            _ = TaskSyscalls.Prctl(TaskSyscalls.PrctlDropBounding, capability, 0, 0, 0);
        }

        Span<uint> header = [CapabilityVersion3, 0];
        Span<uint> none = [0, 0, 0, 0, 0, 0];
        if (TaskSyscalls.SetCapabilities(header, none) != 0)
        {
            return $"cannot give up its capabilities: {TaskSyscalls.LastError()}";
        }

        return TaskSyscalls.Prctl(TaskSyscalls.PrctlNoNewPrivileges, 1, 0, 0, 0) == 0
            ? null
            : $"cannot give up gaining privileges: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}";
    }
}
