using System.Text;

namespace Pergola.Machine.Linux.Tasks;

/// <summary>The world a workload sees: its network namespace, its name, and its own resolver and hosts files.</summary>
/// <param name="NetworkNamespace">A path, for example <c>/run/netns/NAME</c>.</param>
/// <param name="ResolvConf">The file to see as <c>/etc/resolv.conf</c>.</param>
/// <param name="Hosts">The file to see as <c>/etc/hosts</c>.</param>
/// <param name="Hostname">What <c>hostname</c> says.</param>
internal sealed record NamespaceView(string NetworkNamespace, string ResolvConf, string Hosts, string Hostname)
{
    private const string UnprivilegedPorts = "/proc/sys/net/ipv4/ip_unprivileged_port_start";

    /// <summary>Moves the calling thread into it. The caller then executes another program on this thread.</summary>
    /// <returns>Why that was impossible; null when the thread is inside.</returns>
    internal string? Enter()
    {
        var descriptor = TaskSyscalls.Open(
            NetworkNamespace, TaskSyscalls.OpenReadOnly | TaskSyscalls.OpenCloseOnExec, 0);
        if (descriptor < 0)
        {
            return $"cannot open the network namespace {NetworkNamespace}: {TaskSyscalls.LastError()}";
        }

        if (TaskSyscalls.SetNs(descriptor, TaskSyscalls.CloneNewNet) != 0)
        {
            return $"cannot enter the network namespace {NetworkNamespace}: {TaskSyscalls.LastError()}";
        }

        if (TaskSyscalls.Unshare(TaskSyscalls.CloneNewNs | TaskSyscalls.CloneNewUts) != 0)
        {
            return $"cannot have mounts of its own: {TaskSyscalls.LastError()}";
        }

        // Slave: what the machine unmounts later disappears here too, so that nothing is held for ever.
        if (TaskSyscalls.Mount("none", "/", null, TaskSyscalls.MsRecursive | TaskSyscalls.MsSlave, null) != 0)
        {
            return $"cannot separate its mounts: {TaskSyscalls.LastError()}";
        }

        return Cover(ResolvConf, "/etc/resolv.conf") ?? Cover(Hosts, "/etc/hosts") ?? Arrange();
    }

    private static string? Cover(string source, string target)
    {
        if (!File.Exists(target))
        {
            return File.Exists("/etc/passwd") ? $"there is no {target} to put its own over; make an empty one" : null;
        }

        return TaskSyscalls.Mount(source, target, null, TaskSyscalls.MsBind, null) == 0
            ? null
            : $"cannot put {source} over {target}: {TaskSyscalls.LastError()}";
    }

    private string? Arrange()
    {
        var name = Encoding.UTF8.GetBytes(Hostname);
        if (TaskSyscalls.SetHostname(name, (nuint)name.Length) != 0)
        {
            return $"cannot be called '{Hostname}': {TaskSyscalls.LastError()}";
        }

        ForgetNames();
        // A sysfs mounted here shows this namespace's interfaces. Some kernels refuse it in a user namespace; then the
        // machine's stays, which only a curious program notices.
        _ = TaskSyscalls.Mount(
            "sysfs",
            "/sys",
            "sysfs",
            TaskSyscalls.MsReadOnly | TaskSyscalls.MsNoSuid | TaskSyscalls.MsNoDev | TaskSyscalls.MsNoExec,
            null);
        try
        {
            // A task may listen on port 80 without privileges, as in other container runtimes.
            File.WriteAllText(UnprivilegedPorts, "0");
        }
        catch (IOException)
        {
            // Old kernels lack it; then only high ports are open to workloads.
        }
        catch (UnauthorizedAccessException)
        {
            // The same inside a container with a read-only /proc/sys.
        }

        return null;
    }

    // Our copies of the names under /run/netns would keep removed namespaces alive.
    private static void ForgetNames()
    {
        if (!Directory.Exists("/run/netns"))
        {
            return;
        }

        foreach (var name in Directory.GetFiles("/run/netns"))
        {
            _ = TaskSyscalls.Unmount(name, TaskSyscalls.MntDetach);
        }

        _ = TaskSyscalls.Unmount("/run/netns", TaskSyscalls.MntDetach);
    }
}
