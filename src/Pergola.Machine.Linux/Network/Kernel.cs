using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pergola.Machine.Linux.Network;

/// <summary>
/// Every call into the C library that the network needs. A thread's network namespace is changed only here, and
/// only between two lines between which nothing managed runs.
/// </summary>
internal static unsafe partial class Kernel
{
    private const int CloneNewNet = 0x40000000;
    private const int SockCloseOnExec = 0x80000;
    private const int OpenCloseOnExec = 0x80000;
    private const int MountBind = 0x1000;
    private const int MountRecursive = 0x4000;
    private const int MountShared = 1 << 20;
    private const int UnmountDetach = 2;
    private const int SolSocket = 1;
    private const int NetnsCookie = 71;

    // Resolved once: a function pointer has no stub that the runtime would compile at its first call, which could
    // be a call between two setns. The main program's handle finds the C library whatever its file is called.
    private static readonly delegate* unmanaged<int, int, int> SetNamespace =
        (delegate* unmanaged<int, int, int>)Resolve("setns");

    private static readonly delegate* unmanaged<int, int, int, int> MakeSocket =
        (delegate* unmanaged<int, int, int, int>)Resolve("socket");

    private static readonly delegate* unmanaged<byte*, int, int> OpenFile =
        (delegate* unmanaged<byte*, int, int>)Resolve("open");

    private static readonly delegate* unmanaged<int, int> Unshare =
        (delegate* unmanaged<int, int>)Resolve("unshare");

    private static readonly IntPtr OwnNamespacePath = Marshal.StringToCoTaskMemUTF8("/proc/thread-self/ns/net");

    // Whoever touches this class first is at home, because nobody can leave home without this class.
    private static readonly int Home = OpenFile((byte*)OwnNamespacePath, OpenCloseOnExec);

    private static readonly ulong HomeCookie = ReadHomeCookie();

    /// <summary>
    /// A socket that lives in another namespace; the calling thread is back at home when this returns. Bind, listen
    /// and connect need no namespace, and accepted sockets inherit it. Safe on any thread: the method is compiled
    /// before it is entered, allocates nothing and calls only through pointers resolved at start.
    /// </summary>
    /// <exception cref="SocketException">The kernel refused, or the socket came out at home.</exception>
    public static int SocketIn(SafeFileHandle network, int domain, int type, int protocol)
    {
        var socket = SocketIn((int)network.DangerousGetHandle(), domain, type, protocol);
        GC.KeepAlive(network);
        if (socket < 0)
        {
            throw Failed($"socket({domain}, {type}, {protocol}) in another network namespace");
        }

        if (CookieOf(socket) == HomeCookie)
        {
            Environment.FailFast("A socket that belongs to a VPC was made in the node's own network namespace.");
        }

        return socket;
    }

    /// <summary>
    /// Opens a file whose meaning depends on the opening thread's namespace: /proc/sys/net. Safe as
    /// <see cref="SocketIn(SafeFileHandle, int, int, int)"/> is; what is written later goes where it was opened.
    /// </summary>
    public static SafeFileHandle OpenForWritingIn(SafeFileHandle network, string path)
    {
        const int writeOnly = 1;
        var text = Marshal.StringToCoTaskMemUTF8(path);
        try
        {
            var file = OpenIn((int)network.DangerousGetHandle(), (byte*)text, writeOnly | OpenCloseOnExec);
            GC.KeepAlive(network);
            return file >= 0 ? new SafeFileHandle(file, ownsHandle: true) : throw Failed($"open {path}");
        }
        finally
        {
            Marshal.FreeCoTaskMem(text);
        }
    }

    /// <summary>A new network namespace without a name. It lives as long as the handle, a socket or a mount.</summary>
    public static SafeFileHandle NewNetwork()
    {
        var network = UnshareAndReturn();
        return network >= 0 ? new SafeFileHandle(network, ownsHandle: true) : throw Failed("unshare(CLONE_NEWNET)");
    }

    /// <summary>Gives the namespace a name: the file becomes a mount of it and survives this process.</summary>
    public static void Pin(SafeFileHandle network, string path)
    {
        if (Mount($"/proc/self/fd/{network.DangerousGetHandle()}", path, null, MountBind, IntPtr.Zero) != 0)
        {
            throw Failed($"mount a namespace at {path}");
        }
    }

    /// <summary>
    /// Makes a folder a shared mount, as <c>ip netns add</c> does: whoever looks from another mount namespace sees the
    /// names that come and go, and a later <c>ip netns</c> does not mount the folder over itself, which would hide
    /// them.
    /// </summary>
    public static void Share(string folder)
    {
        if (Mount("", folder, "none", MountShared | MountRecursive, IntPtr.Zero) == 0)
        {
            return;
        }

        // Only a mount can be shared, so the folder becomes one.
        if (Mount(folder, folder, "none", MountBind | MountRecursive, IntPtr.Zero) != 0
            || Mount("", folder, "none", MountShared | MountRecursive, IntPtr.Zero) != 0)
        {
            throw Failed($"share {folder}");
        }
    }

    /// <summary>
    /// Takes the mount from a name; false when there is none. The namespace goes when its last socket is closed.
    /// </summary>
    public static bool Unpin(string path) => Unmount(path, UnmountDetach) == 0;

    /// <summary>The number of the namespace that a socket lives in; unique since the machine's start.</summary>
    public static ulong CookieOf(int socket)
    {
        ulong cookie = 0;
        uint size = sizeof(ulong);
        // Safe: the kernel writes at most eight bytes into a local of eight.
        return GetSocketOption(socket, SolSocket, NetnsCookie, &cookie, &size) == 0
            ? cookie
            : throw Failed("getsockopt(SO_NETNS_COOKIE), which needs Linux 5.14");
    }

    /// <summary>Sets an option with a value of four bytes.</summary>
    public static void SetOption(int socket, int level, int option, int value) =>
        Check(SetSocketOption(socket, level, option, &value, sizeof(int)), $"setsockopt({level}, {option})");

    /// <summary>Sends the bytes as one datagram.</summary>
    public static void Send(SafeHandle socket, ReadOnlySpan<byte> bytes)
    {
        // Safe: the span is pinned for the call, and the kernel only reads it.
        fixed (byte* first = bytes)
        {
            var sent = SendBytes((int)socket.DangerousGetHandle(), first, (nuint)bytes.Length, 0);
            Check((int)sent, "send to the kernel");
        }

        GC.KeepAlive(socket);
    }

    /// <summary>Receives one datagram; its length.</summary>
    public static int Receive(SafeHandle socket, Span<byte> buffer)
    {
        // Safe: the buffer is pinned for the call, and the kernel writes no more than its length.
        fixed (byte* first = buffer)
        {
            var length = (int)ReceiveBytes((int)socket.DangerousGetHandle(), first, (nuint)buffer.Length, 0);
            Check(length, "receive from the kernel");
            GC.KeepAlive(socket);
            return length;
        }
    }

    /// <summary>Waits until one of the descriptors has something to tell; false when the time is over.</summary>
    public static bool WaitForAny(Span<PollDescriptor> descriptors, int milliseconds)
    {
        // Safe: the span is pinned for the call; the structure is struct pollfd.
        fixed (PollDescriptor* first = descriptors)
        {
            return Poll(first, (nuint)descriptors.Length, milliseconds) > 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int SocketIn(int network, int domain, int type, int protocol)
    {
        var setNamespace = SetNamespace;
        var makeSocket = MakeSocket;
        var home = Home;
        if (setNamespace(network, CloneNewNet) != 0)
        {
            return -1;
        }

        var socket = makeSocket(domain, type | SockCloseOnExec, protocol);
        if (setNamespace(home, CloneNewNet) != 0)
        {
            Environment.FailFast("A thread cannot return to the node's own network namespace.");
        }

        return socket;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int OpenIn(int network, byte* path, int flags)
    {
        var setNamespace = SetNamespace;
        var openFile = OpenFile;
        var home = Home;
        if (setNamespace(network, CloneNewNet) != 0)
        {
            return -1;
        }

        var file = openFile(path, flags);
        if (setNamespace(home, CloneNewNet) != 0)
        {
            Environment.FailFast("A thread cannot return to the node's own network namespace.");
        }

        return file;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int UnshareAndReturn()
    {
        var setNamespace = SetNamespace;
        var openFile = OpenFile;
        var unshare = Unshare;
        var path = (byte*)OwnNamespacePath;
        var home = Home;
        if (unshare(CloneNewNet) != 0)
        {
            return -1;
        }

        var network = openFile(path, OpenCloseOnExec);
        if (setNamespace(home, CloneNewNet) != 0)
        {
            Environment.FailFast("A thread cannot return to the node's own network namespace.");
        }

        return network;
    }

    private static IntPtr Resolve(string name) => NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), name);

    private static ulong ReadHomeCookie()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        return CookieOf((int)socket.Handle);
    }

    private static void Check(int result, string what)
    {
        if (result < 0)
        {
            throw Failed(what);
        }
    }

    private static FabricException Failed(string what)
    {
        var error = Marshal.GetLastSystemError();
        return new FabricException($"{what}: {new Win32Exception(error).Message}", error);
    }

    // Plain calls: they run at home, take no callback and keep no pointer after they return.
    [LibraryImport("libc", EntryPoint = "mount", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Mount(string source, string target, string? type, nuint flags, IntPtr data);

    [LibraryImport("libc", EntryPoint = "umount2", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Unmount(string target, int flags);

    [LibraryImport("libc", EntryPoint = "getsockopt")]
    private static partial int GetSocketOption(int socket, int level, int option, void* value, uint* size);

    [LibraryImport("libc", EntryPoint = "setsockopt")]
    private static partial int SetSocketOption(int socket, int level, int option, void* value, uint size);

    [LibraryImport("libc", EntryPoint = "send")]
    private static partial nint SendBytes(int socket, byte* bytes, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "recv")]
    private static partial nint ReceiveBytes(int socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(PollDescriptor* descriptors, nuint count, int milliseconds);
}

/// <summary>The kernel's <c>struct pollfd</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollDescriptor
{
    /// <summary>The descriptor to watch.</summary>
    public int Descriptor;

    /// <summary>What to wait for: 1 readable, 4 writable.</summary>
    public short Events;

    /// <summary>What happened.</summary>
    public short Happened;
}
