using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Pergola.Machine.Linux.Tasks;

/// <summary>Named network namespaces as <c>ip netns</c> keeps them: a mount under <c>/run/netns</c>.</summary>
internal static unsafe class SandboxNamespace
{
    private const string Folder = "/run/netns";
    private const int CloneNewNet = TaskSyscalls.CloneNewNet;
    private const ulong MsBind = TaskSyscalls.MsBind;
    private const int AddressFamilyInternet = 2;
    private const int SocketDatagram = 2 | 0x80000;
    private const ulong SetInterfaceFlags = 0x8914;
    private const int RequestBytes = 40;
    private const short UpAndRunning = 0x1 | 0x40;

    private static readonly nint Libc = NativeLibrary.Load("libc.so.6");
    private static readonly delegate* unmanaged<int, int> UnshareCall =
        (delegate* unmanaged<int, int>)NativeLibrary.GetExport(Libc, "unshare");
    private static readonly delegate* unmanaged<int, int, int> SetNsCall =
        (delegate* unmanaged<int, int, int>)NativeLibrary.GetExport(Libc, "setns");
    private static readonly delegate* unmanaged<byte*, byte*, byte*, ulong, byte*, int> MountCall =
        (delegate* unmanaged<byte*, byte*, byte*, ulong, byte*, int>)NativeLibrary.GetExport(Libc, "mount");
    private static readonly delegate* unmanaged<int, int, int, int> SocketCall =
        (delegate* unmanaged<int, int, int, int>)NativeLibrary.GetExport(Libc, "socket");
    private static readonly delegate* unmanaged<int, ulong, byte*, int> IoctlCall =
        (delegate* unmanaged<int, ulong, byte*, int>)NativeLibrary.GetExport(Libc, "ioctl");
    private static readonly delegate* unmanaged<int, int> CloseCall =
        (delegate* unmanaged<int, int>)NativeLibrary.GetExport(Libc, "close");

    private static readonly int Home = TaskSyscalls.Open(
        "/proc/thread-self/ns/net", TaskSyscalls.OpenReadOnly | TaskSyscalls.OpenCloseOnExec, 0);

    /// <summary>Where the namespace of that name is.</summary>
    internal static string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>True when there is a namespace of that name.</summary>
    internal static bool Exists(string name) => File.Exists(PathOf(name));

    /// <summary>Makes the namespace with its loopback up. False when the name existed already.</summary>
    /// <exception cref="IOException">The kernel refused, with the reason.</exception>
    internal static bool Make(string name)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(Folder);
        var file = TaskSyscalls.Open(
            path, TaskSyscalls.OpenReadOnly | TaskSyscalls.OpenCreate | TaskSyscalls.OpenExclusive, 0);
        if (file < 0)
        {
            return Marshal.GetLastPInvokeError() == TaskSyscalls.FileExists
                ? false
                : throw new IOException($"cannot make {path}: {TaskSyscalls.LastError()}");
        }

        _ = TaskSyscalls.Close(file);
        int failed;
        fixed (byte* target = Encoding.UTF8.GetBytes(path + "\0"))
        {
            failed = MakeAt(target);
        }

        if (failed != 0)
        {
            File.Delete(path);
            throw new IOException($"cannot make the network namespace {name}: "
                + Marshal.GetPInvokeErrorMessage(failed));
        }

        return true;
    }

    /// <summary>True when the name is that of the process's namespace.</summary>
    internal static bool IsOf(string name, int process) =>
        TaskSyscalls.Inode(PathOf(name)) is { } inode && inode == TaskSyscalls.Inode($"/proc/{process}/ns/net");

    /// <summary>Gives a name to the namespace of a running process.</summary>
    /// <exception cref="IOException">The kernel refused, with the reason.</exception>
    internal static void Name(string name, int process)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(Folder);
        Remove(name);
        File.WriteAllBytes(path, []);
        if (TaskSyscalls.Mount($"/proc/{process}/ns/net", path, null, MsBind, null) != 0)
        {
            var reason = TaskSyscalls.LastError();
            File.Delete(path);
            throw new IOException($"cannot name the network namespace of process {process} {name}: {reason}");
        }
    }

    /// <summary>Takes the name away; the namespace ends when its last process does. Absent is fine.</summary>
    internal static void Remove(string name)
    {
        var path = PathOf(name);
        _ = TaskSyscalls.Unmount(path, TaskSyscalls.MntDetach);
        File.Delete(path);
    }

    /// <summary>Brings up the loopback of the calling thread's own namespace.</summary>
    internal static void BringLoopbackUp()
    {
        var request = stackalloc byte[RequestBytes];
        FillLoopbackRequest(request);
        var probe = SocketCall(AddressFamilyInternet, SocketDatagram, 0);
        _ = IoctlCall(probe, SetInterfaceFlags, request);
        _ = CloseCall(probe);
    }

    // The kernel's struct ifreq: a name of 16 bytes, then flags.
    private static void FillLoopbackRequest(byte* request)
    {
        new Span<byte>(request, RequestBytes).Clear();
        request[0] = (byte)'l';
        request[1] = (byte)'o';
        *(short*)(request + 16) = UpAndRunning;
    }

    // Between leaving home and coming back nothing managed may run: a thread or socket born meanwhile would stay in
    // the wrong namespace for good. Hence function pointers, no allocation, and one method compiled beforehand.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int MakeAt(byte* target)
    {
        var unshare = UnshareCall;
        var setns = SetNsCall;
        var mount = MountCall;
        var socket = SocketCall;
        var ioctl = IoctlCall;
        var close = CloseCall;
        var home = Home;
        var request = stackalloc byte[RequestBytes];
        FillLoopbackRequest(request);
        fixed (byte* source = "/proc/thread-self/ns/net"u8)
        {
            if (unshare(CloneNewNet) != 0)
            {
                return Marshal.GetLastSystemError();
            }

            var mounted = mount(source, target, null, MsBind, null);
            var error = mounted != 0 ? Marshal.GetLastSystemError() : 0;
            var probe = socket(AddressFamilyInternet, SocketDatagram, 0);
            _ = ioctl(probe, SetInterfaceFlags, request);
            _ = close(probe);
            if (setns(home, CloneNewNet) != 0)
            {
                Environment.FailFast("cannot return to the home network namespace");
            }

            return error;
        }
    }
}
