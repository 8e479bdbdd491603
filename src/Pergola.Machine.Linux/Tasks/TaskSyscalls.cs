using System.Runtime.InteropServices;

namespace Pergola.Machine.Linux.Tasks;

/// <summary>The system calls that starting, watching and stopping processes in namespaces needs.</summary>
internal static partial class TaskSyscalls
{
    internal const int CloneNewNs = 0x00020000;
    internal const int CloneNewUts = 0x04000000;
    internal const int CloneNewNet = 0x40000000;
    internal const ulong MsReadOnly = 1;
    internal const ulong MsNoSuid = 2;
    internal const ulong MsNoDev = 4;
    internal const ulong MsNoExec = 8;
    internal const ulong MsBind = 4096;
    internal const ulong MsRecursive = 16384;
    internal const ulong MsSlave = 1 << 19;
    internal const int MntDetach = 2;
    internal const int OpenReadOnly = 0;
    internal const int OpenWriteOnly = 1;
    internal const int OpenCreate = 64;
    internal const int OpenExclusive = 128;
    internal const int OpenCloseOnExec = 0x80000;
    internal const int FileExists = 17;
    internal const int SignalKill = 9;
    internal const int SignalPipe = 13;
    internal const int SignalTerminate = 15;
    internal const int PrctlDropBounding = 24;
    internal const int PrctlNoNewPrivileges = 38;
    internal const short PollIn = 1;
    private const long SyscallPidfdOpen = 434;
    private const int FcntlSetFd = 2;
    private const int SetMask = 2;
    private const int CurrentDirectory = -100;
    private const int StatusBytes = 256;
    private const int StatusInodeAt = 32;
    private const uint StatusInode = 0x100;
    private const int StatusOwnerAt = 20;
    private const uint StatusOwner = 0x8;
    private const int FollowNoLink = 0x100;
    private const int CloseOnExecute = 1;

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    internal static partial int SetNs(int descriptor, int kind);

    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
    internal static partial int Unshare(int kinds);

    [LibraryImport("libc", EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Mount(string source, string target, string? type, ulong flags, string? options);

    [LibraryImport("libc", EntryPoint = "umount2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Unmount(string target, int flags);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    internal static partial int Duplicate(int descriptor, int onto);

    [LibraryImport("libc", EntryPoint = "sethostname", SetLastError = true)]
    internal static partial int SetHostname(ReadOnlySpan<byte> name, nuint length);

    [LibraryImport("libc", EntryPoint = "setsid", SetLastError = true)]
    internal static partial int StartSession();

    [LibraryImport("libc", EntryPoint = "chdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ChangeDirectory(string path);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    internal static partial int Kill(int process, int signal);

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    internal static partial int Prctl(int option, nuint a, nuint b, nuint c, nuint d);

    [LibraryImport("libc", EntryPoint = "capset", SetLastError = true)]
    internal static partial int SetCapabilities(ReadOnlySpan<uint> header, ReadOnlySpan<uint> sets);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    internal static partial int Poll(Span<PollEntry> entries, nuint count, int timeoutMilliseconds);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    internal static partial int EventFd(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "eventfd_write", SetLastError = true)]
    internal static partial int EventFdWrite(int descriptor, ulong value);

    [LibraryImport("libc", EntryPoint = "eventfd_read", SetLastError = true)]
    internal static partial int EventFdRead(int descriptor, out ulong value);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    internal static partial uint EffectiveUser();

    /// <summary>A descriptor that becomes readable when the process ends; negative when there is none.</summary>
    internal static int OpenProcess(int process) => (int)Syscall(SyscallPidfdOpen, process, 0);

    /// <summary>
    /// The inode behind a path; null when there is none. All namespaces lie on one file system, so it names one.
    /// </summary>
    internal static ulong? Inode(string path)
    {
        Span<byte> status = stackalloc byte[StatusBytes];
        return Statx(CurrentDirectory, path, 0, StatusInode, status) == 0
            ? BitConverter.ToUInt64(status[StatusInodeAt..])
            : null;
    }

    /// <summary>The owner of a path, which is not followed if it is a link; null when there is none.</summary>
    internal static uint? Owner(string path)
    {
        Span<byte> status = stackalloc byte[StatusBytes];
        return Statx(CurrentDirectory, path, FollowNoLink, StatusOwner, status) == 0
            ? BitConverter.ToUInt32(status[StatusOwnerAt..])
            : null;
    }

    /// <summary>Lets no program that is started from here have the descriptor.</summary>
    internal static int CloseOverExecute(int descriptor) => Fcntl(descriptor, FcntlSetFd, CloseOnExecute);

    /// <summary>Keeps a descriptor open over <see cref="Execute"/>.</summary>
    internal static int KeepOverExecute(int descriptor) => Fcntl(descriptor, FcntlSetFd, 0);

    /// <summary>Replaces this process. Returns only when that failed, with the reason.</summary>
    /// <remarks>
    /// The runtime ignores SIGPIPE and may block signals; both would be inherited, and programs expect neither.
    /// </remarks>
    internal static unsafe string Execute(string file, string[] command, string[] environment)
    {
        _ = Signal(SignalPipe, 0);
        Span<byte> none = stackalloc byte[128];
        none.Clear();
        fixed (byte* mask = none)
        {
            _ = SignalMask(SetMask, mask, null);
        }

        _ = ExecVe(file, Strings(command), Strings(environment));
        return $"cannot execute {file}: {LastError()}";
    }

    /// <summary>The reason of the last failed call, for people.</summary>
    internal static string LastError() => Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());

    // Never freed: the process is about to be replaced.
    private static unsafe byte** Strings(string[] texts)
    {
        var list = (byte**)NativeMemory.AllocZeroed((nuint)texts.Length + 1, (nuint)sizeof(byte*));
        for (var i = 0; i < texts.Length; i++)
        {
            list[i] = (byte*)Marshal.StringToCoTaskMemUTF8(texts[i]);
        }

        return list;
    }

    [LibraryImport("libc", EntryPoint = "execve", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int ExecVe(string file, byte** arguments, byte** environment);

    [LibraryImport("libc", EntryPoint = "signal", SetLastError = true)]
    private static partial nint Signal(int signal, nint handler);

    [LibraryImport("libc", EntryPoint = "pthread_sigmask", SetLastError = true)]
    private static unsafe partial int SignalMask(int how, byte* set, byte* old);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial long Syscall(long number, long first, long second);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint wanted, Span<byte> status);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Fcntl(int descriptor, int command, int argument);

    /// <summary>The kernel's <c>struct pollfd</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct PollEntry
    {
        internal int Descriptor;
        internal short Wanted;
        internal short Happened;
    }
}
