using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Pergola.Proxy.Engine;

/// <summary>
/// The calls of the C library that wait for sockets and move their bytes. All of them are plain: they take no callback
/// and keep no pointer after they return. Beside <c>Proxy/Tls</c> this is the only unsafe code of the data plane.
/// </summary>
/// <remarks>
/// .NET's sockets could do the same with an allocation, a lock and a change of thread here and there; an event loop is
/// the wish to have none of these. Descriptors are plain numbers: each belongs to one loop, which closes it once.
/// </remarks>
internal static unsafe partial class Kernel
{
    public const int WouldBlock = 11;
    public const int Interrupted = 4;
    public const int InProgress = 115;
    public const int ConnectionAborted = 103;
    public const int ConnectionReset = 104;

    private const int CloseOnExec = 0x80000;
    private const int NonBlocking = 0x800;
    private const int GetFlags = 3;
    private const int SetFlags = 4;
    private const int AddToSet = 1;
    private const int RemoveFromSet = 2;
    private const int NoSignal = 0x4000;
    private const int SocketLevel = 1;
    private const int ErrorOption = 4;
    private const int TcpLevel = 6;
    private const int NoDelayOption = 1;
    private const int WriteSide = 1;
    private const int Peeking = 2;
    private const int UnixFamily = 1;
    private const int Stream = 1;

    /// <summary>A set of descriptors to wait for.</summary>
    public static int CreateSet() => Checked(EpollCreate(CloseOnExec), "epoll_create1");

    /// <summary>A descriptor that another thread can make readable.</summary>
    public static int CreateEvent() => Checked(EventDescriptor(0, CloseOnExec | NonBlocking), "eventfd");

    /// <summary>Watches a descriptor: each change of it is told once. Closing it ends that.</summary>
    public static void Watch(int set, int descriptor, SocketEvents events, ulong tag)
    {
        var entry = stackalloc byte[EventSet.EntryBytes];
        EventSet.Write(new Span<byte>(entry, EventSet.EntryBytes), events, tag);

        // Safe: the kernel reads the entry, which has the size that it has on this architecture, during the call.
        Checked(EpollControl(set, AddToSet, descriptor, entry), "epoll_ctl");
    }

    /// <summary>Stops watching a descriptor that stays open.</summary>
    public static void Unwatch(int set, int descriptor) =>
        Checked(EpollControl(set, RemoveFromSet, descriptor, null), "epoll_ctl");

    /// <summary>Waits for changes, for ever or not at all; how many entries were written.</summary>
    public static int Wait(int set, Span<byte> entries, bool blocks)
    {
        // Safe: the span is pinned for the call, and the kernel is told how many entries fit.
        fixed (byte* first = entries)
        {
            return EpollWait(set, first, entries.Length / EventSet.EntryBytes, blocks ? -1 : 0);
        }
    }

    /// <summary>A connection that a client opened; negative with <see cref="LastError"/> when there is none.</summary>
    /// <param name="listening">The listening socket.</param>
    /// <param name="peer">Gets the client's address, as the kernel writes it.</param>
    public static int Accept(int listening, Span<byte> peer)
    {
        var size = (uint)peer.Length;

        // Safe: the kernel writes at most the given size into the pinned span.
        fixed (byte* first = peer)
        {
            return Accept(listening, first, &size, CloseOnExec | NonBlocking);
        }
    }

    /// <summary>The address that a connection arrived at.</summary>
    public static bool TryGetLocalName(int socket, Span<byte> name)
    {
        var size = (uint)name.Length;

        // Safe: as above.
        fixed (byte* first = name)
        {
            return GetSocketName(socket, first, &size) == 0;
        }
    }

    /// <summary>The address that a connection came from.</summary>
    public static bool TryGetPeerName(int socket, Span<byte> name)
    {
        var size = (uint)name.Length;

        // Safe: as above.
        fixed (byte* first = name)
        {
            return GetPeerName(socket, first, &size) == 0;
        }
    }

    /// <summary>Begins to connect; 0, or the error, which is <see cref="InProgress"/> as a rule.</summary>
    public static int Connect(int socket, ReadOnlySpan<byte> address)
    {
        // Safe: the kernel reads the pinned span during the call.
        fixed (byte* first = address)
        {
            return Connect(socket, first, (uint)address.Length) == 0 ? 0 : Marshal.GetLastSystemError();
        }
    }

    /// <summary>Receives what is there; 0 at the end, negative with <see cref="LastError"/>.</summary>
    public static int Receive(int socket, Span<byte> buffer)
    {
        // Safe: the kernel writes no more than the pinned span's length.
        fixed (byte* first = buffer)
        {
            return (int)Receive(socket, first, (nuint)buffer.Length, 0);
        }
    }

    /// <summary>What would be received, which stays where it is; 0 at the end, negative with
    /// <see cref="LastError"/>.</summary>
    public static int Peek(int socket, Span<byte> buffer)
    {
        // Safe: the kernel writes no more than the pinned span's length.
        fixed (byte* first = buffer)
        {
            return (int)Receive(socket, first, (nuint)buffer.Length, Peeking);
        }
    }

    /// <summary>Two sockets that are connected with each other, within this process.</summary>
    public static (int One, int Other) CreatePair()
    {
        var pair = stackalloc int[2];

        // Safe: the kernel writes two numbers.
        Checked(SocketPair(UnixFamily, Stream | CloseOnExec | NonBlocking, 0, pair), "socketpair");
        return (pair[0], pair[1]);
    }

    /// <summary>Sends what the socket takes; negative with <see cref="LastError"/>.</summary>
    public static int Send(int socket, ReadOnlySpan<byte> bytes)
    {
        // Safe: the kernel reads the pinned span during the call.
        fixed (byte* first = bytes)
        {
            return (int)Send(socket, first, (nuint)bytes.Length, NoSignal);
        }
    }

    /// <summary>The error of the call before, on this thread.</summary>
    public static int LastError() => Marshal.GetLastSystemError();

    /// <summary>The error that a socket has had since it was asked last; 0 for none.</summary>
    public static int TakeError(int socket)
    {
        var error = 0;
        uint size = sizeof(int);

        // Safe: four bytes into a local of four.
        return GetOption(socket, SocketLevel, ErrorOption, &error, &size) == 0 ? error : Marshal.GetLastSystemError();
    }

    /// <summary>Small pieces are sent at once.</summary>
    public static void SetNoDelay(int socket)
    {
        var on = 1;

        // Safe: the kernel reads four bytes from a local of four. A failure costs speed and nothing else.
        _ = SetOption(socket, TcpLevel, NoDelayOption, &on, sizeof(int));
    }

    public static void SetNonBlocking(int descriptor)
    {
        var flags = Checked(Control(descriptor, GetFlags, 0), "fcntl");
        Checked(Control(descriptor, SetFlags, flags | NonBlocking), "fcntl");
    }

    /// <summary>Tells the other side that nothing more comes.</summary>
    public static void EndSending(int socket) => _ = Shutdown(socket, WriteSide);

    /// <summary>Makes an event's descriptor readable.</summary>
    public static void Signal(int @event)
    {
        ulong one = 1;

        // Safe: eight bytes from a local of eight. It fails only when it is readable anyway.
        _ = Write(@event, &one, sizeof(ulong));
    }

    /// <summary>Makes an event's descriptor unreadable again.</summary>
    public static void Reset(int @event)
    {
        ulong count;

        // Safe: eight bytes into a local of eight.
        _ = Read(@event, &count, sizeof(ulong));
    }

    public static void CloseDescriptor(int descriptor) => _ = Close(descriptor);

    private static int Checked(int result, string what)
    {
        if (result >= 0)
        {
            return result;
        }

        var error = Marshal.GetLastSystemError();
        throw new SocketException(error, $"{what}: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    [LibraryImport("libc", EntryPoint = "epoll_create1")]
    private static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl")]
    private static partial int EpollControl(int set, int operation, int descriptor, byte* entry);

    [LibraryImport("libc", EntryPoint = "epoll_wait")]
    private static partial int EpollWait(int set, byte* entries, int count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "eventfd")]
    private static partial int EventDescriptor(uint count, int flags);

    [LibraryImport("libc", EntryPoint = "accept4")]
    private static partial int Accept(int socket, byte* address, uint* size, int flags);

    [LibraryImport("libc", EntryPoint = "getsockname")]
    private static partial int GetSocketName(int socket, byte* address, uint* size);

    [LibraryImport("libc", EntryPoint = "getpeername")]
    private static partial int GetPeerName(int socket, byte* address, uint* size);

    [LibraryImport("libc", EntryPoint = "connect")]
    private static partial int Connect(int socket, byte* address, uint size);

    [LibraryImport("libc", EntryPoint = "recv")]
    private static partial nint Receive(int socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "send")]
    private static partial nint Send(int socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "getsockopt")]
    private static partial int GetOption(int socket, int level, int option, void* value, uint* size);

    [LibraryImport("libc", EntryPoint = "setsockopt")]
    private static partial int SetOption(int socket, int level, int option, void* value, uint size);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "socketpair")]
    private static partial int SocketPair(int family, int type, int protocol, int* pair);

    [LibraryImport("libc", EntryPoint = "shutdown")]
    private static partial int Shutdown(int socket, int side);

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint Read(int descriptor, void* buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint Write(int descriptor, void* buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
