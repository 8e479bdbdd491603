using System.Collections;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Pergola.Machine.Linux.Tasks;

/// <summary>With which rights the server can build networks on this machine.</summary>
public enum StartRights
{
    /// <summary>Root, or the capabilities that count: everything, Docker included.</summary>
    Root,

    /// <summary>An ordinary user who may make user namespaces: everything but Docker and surviving tasks.</summary>
    UserNamespace,

    /// <summary>Neither: no network can be built.</summary>
    None,
}

/// <summary>The result of looking, with one line for people.</summary>
public sealed record StartMode(StartRights Rights, string Line);

/// <summary>
/// Starts the server as root of a user namespace of its own when the user is not root. A program with several threads
/// cannot enter one, so this process becomes <c>unshare</c>, which becomes the product again; the socket that it
/// listens on was made before and stays one of the machine's network.
/// </summary>
public static class UserNamespaceLauncher
{
    private const int ListenDescriptor = 3;
    private const int CannotStart = 1;
    private const int Backlog = 512;
    private const ulong NeededCapabilities = (1UL << 12) | (1UL << 21); // CAP_NET_ADMIN and CAP_SYS_ADMIN

    /// <summary>Finds out by trying; a setting that says yes proves nothing.</summary>
    public static StartMode Probe()
    {
        var capabilities = EffectiveCapabilities();
        if ((capabilities & NeededCapabilities) == NeededCapabilities)
        {
            return new StartMode(StartRights.Root, TaskSyscalls.EffectiveUser() == 0 && !IsInside()
                ? "networks: as root, in the kernel's own namespaces"
                : "networks: in a user namespace (tasks end with the server; no container engine)");
        }

        var unshare = NamespaceExec.Find("unshare");
        if (unshare is null)
        {
            return new StartMode(StartRights.None, "networks: none; not root, and 'unshare' of util-linux is missing");
        }

        using var process = Process.Start(new ProcessStartInfo(unshare, ["-Urnm", "true"])
        {
            RedirectStandardError = true,
        });
        var reason = process?.StandardError.ReadToEnd().Trim();
        process?.WaitForExit();
        return process?.ExitCode == 0
            ? new StartMode(
                StartRights.UserNamespace,
                "networks: in a user namespace (tasks end with the server; no container engine)")
            : new StartMode(
                StartRights.None,
                $"networks: none; not root, and the kernel refuses user namespaces ({reason}). Run as root, or allow "
                + "them: sysctl kernel.unprivileged_userns_clone=1, or kernel.apparmor_restrict_unprivileged_userns=0");
    }

    /// <summary>
    /// Replaces this process by the server inside a user namespace, with <c>--listen-fd N</c> added to its arguments.
    /// Returns only when that failed.
    /// </summary>
    /// <param name="self">How to start the product's binary.</param>
    /// <param name="listenAt">Where the API listens in the machine's network.</param>
    /// <param name="arguments">For example <c>up --port 4566</c>.</param>
    public static int Launch(SelfCommand self, IPEndPoint listenAt, string[] arguments)
    {
        ArgumentNullException.ThrowIfNull(self);
        ArgumentNullException.ThrowIfNull(listenAt);
        using var listener = new Socket(listenAt.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(listenAt);
            listener.Listen(Backlog);
        }
        catch (SocketException refused)
        {
            Console.Error.WriteLine($"pergola: cannot listen on {listenAt}: {refused.Message}");
            return CannotStart;
        }

        // What had the low number is closed by becoming another program anyway.
        var descriptor = (int)listener.Handle;
        _ = descriptor == ListenDescriptor
            ? TaskSyscalls.KeepOverExecute(descriptor)
            : TaskSyscalls.Duplicate(descriptor, ListenDescriptor);
        var listen = ListenDescriptor.ToString(CultureInfo.InvariantCulture);
        var inside = self.With(["user-namespace-init", .. self.With([.. arguments, "--listen-fd", listen])]);
        var unshare = NamespaceExec.Find("unshare") ?? "/usr/bin/unshare";
        Console.Error.WriteLine("pergola: "
            + TaskSyscalls.Execute(unshare, ["unshare", "-Urnm", "--", .. inside], Variables()));
        return CannotStart;
    }

    /// <summary>
    /// Inside: the socket that was made outside. No task inherits it, so that its port is free when the server ends.
    /// </summary>
    /// <param name="descriptor">As given with <c>--listen-fd</c>.</param>
    public static Socket TakeListener(int descriptor)
    {
        _ = TaskSyscalls.CloseOverExecute(descriptor);
        return new Socket(new SafeSocketHandle(descriptor, ownsHandle: true));
    }

    /// <summary>The number by which the machine knows the user of this process, also inside a user namespace.</summary>
    public static uint UserOutside()
    {
        // "inside outside count"; a user of ours is the only one in the map.
        var inside = TaskSyscalls.EffectiveUser();
        return IsInside() && UserMap() is [var first, var outside, "1"]
            && first == inside.ToString(CultureInfo.InvariantCulture)
            ? uint.Parse(outside, CultureInfo.InvariantCulture)
            : inside;
    }

    /// <summary>
    /// Inside: makes <c>/run</c> writable, keeps the machine's resolver readable, and becomes the server proper.
    /// </summary>
    internal static int Prepare(string[] command)
    {
        var resolver = File.Exists("/etc/resolv.conf") ? File.ReadAllText("/etc/resolv.conf") : "";
        var resolverFile = File.ResolveLinkTarget("/etc/resolv.conf", returnFinalTarget: true)?.FullName;
        if (TaskSyscalls.Mount("tmpfs", "/run", "tmpfs", TaskSyscalls.MsNoSuid | TaskSyscalls.MsNoDev, "mode=755") != 0)
        {
            Console.Error.WriteLine($"pergola: cannot have a /run of its own: {TaskSyscalls.LastError()}");
            return CannotStart;
        }

        Directory.CreateDirectory("/run/netns");
        // On many systems /etc/resolv.conf leads to a file under the /run that was just covered.
        if (resolverFile?.StartsWith("/run/", StringComparison.Ordinal) == true)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(resolverFile)!);
            File.WriteAllText(resolverFile, resolver);
        }

        SandboxNamespace.BringLoopbackUp();
        Console.Error.WriteLine("pergola: " + TaskSyscalls.Execute(command[0], command, Variables()));
        return CannotStart;
    }

    /// <summary>True inside a user namespace: no container engine of the machine can share a network then.</summary>
    internal static bool IsInside() =>
        File.Exists("/proc/self/uid_map") && UserMap() is not ["0", "0", "4294967295"];

    private static string[] UserMap() =>
        File.ReadAllText("/proc/self/uid_map").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static ulong EffectiveCapabilities()
    {
        const string Field = "CapEff:";
        var line = File.ReadLines("/proc/self/status")
            .FirstOrDefault(l => l.StartsWith(Field, StringComparison.Ordinal));
        return line is null ? 0 : ulong.Parse(
            line[Field.Length..].Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }

    private static string[] Variables() =>
        [.. from DictionaryEntry variable in Environment.GetEnvironmentVariables()
            select $"{variable.Key}={variable.Value}"];
}
