using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Pergola.Proxy.Engine;

/// <summary>What happened to a socket, in epoll's numbers.</summary>
[Flags]
internal enum SocketEvents : uint
{
    None = 0,
    Readable = 1,
    Writable = 4,
    Failed = 8,
    HungUp = 16,

    /// <summary>The other side has ended sending.</summary>
    PeerEnded = 0x2000,

    /// <summary>Each change is told once, not for as long as it lasts.</summary>
    EdgeTriggered = 1u << 31,

    /// <summary>Everything that a connection wants to know.</summary>
    Connection = Readable | Writable | PeerEnded | EdgeTriggered,
}

/// <summary>Sockets that are waited for together. For one thread.</summary>
internal sealed class EventSet : IDisposable
{
    // More than this many sockets ready at once are told in two turns.
    private const int EntriesMax = 512;

    private readonly byte[] _entries = GC.AllocateArray<byte>(EntriesMax * EntryBytes, pinned: true);
    private readonly int _descriptor = Kernel.CreateSet();

    /// <summary>The size of the kernel's struct epoll_event, which is packed on x86 and nowhere else.</summary>
    public static int EntryBytes { get; } =
        RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86 ? 12 : 16;

    private static int TagOffset => EntryBytes - sizeof(ulong);

    public void Add(int descriptor, SocketEvents events, ulong tag) =>
        Kernel.Watch(_descriptor, descriptor, events, tag);

    /// <summary>Takes out a socket that stays open; closing one needs no call.</summary>
    public void Remove(int descriptor) => Kernel.Unwatch(_descriptor, descriptor);

    /// <summary>Waits; how many entries there are then.</summary>
    public int Wait(bool blocks) => Math.Max(0, Kernel.Wait(_descriptor, _entries, blocks));

    public SocketEvents Events(int index) =>
        (SocketEvents)BinaryPrimitives.ReadUInt32LittleEndian(_entries.AsSpan(index * EntryBytes));

    public ulong Tag(int index) =>
        BinaryPrimitives.ReadUInt64LittleEndian(_entries.AsSpan((index * EntryBytes) + TagOffset));

    public void Dispose() => Kernel.CloseDescriptor(_descriptor);

    /// <summary>Writes an entry as the kernel reads it.</summary>
    public static void Write(Span<byte> entry, SocketEvents events, ulong tag)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(entry, (uint)events);
        BinaryPrimitives.WriteUInt64LittleEndian(entry[TagOffset..], tag);
    }
}
