using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Pergola.Core;
using Pergola.Proxy.Exchange.Http1;

namespace Pergola.Proxy.Engine;

/// <summary>
/// One thread that waits for its sockets and serves them. A connection belongs to one loop from accept to close; loops
/// share nothing but the routing table and counters. Nothing on a loop may block.
/// </summary>
internal sealed class EventLoop : IAsyncDisposable
{
    private const ulong SignalTag = ulong.MaxValue;

    private readonly EventSet _events = new();
    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly Queue<LoopSocket> _ready = new();
    private readonly List<LoopSocket?> _sockets = [];
    private readonly Stack<int> _freeSlots = new();
    private readonly List<uint> _generations = [];
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _alarm;
    private readonly Thread _thread;
    private readonly int _signal = Kernel.CreateEvent();
    private long _alarmAt = long.MaxValue;
    private volatile bool _alarmRang;
    private int _signalled;
    private bool _stops;

    /// <param name="number">From 1 on; also its place among counters.</param>
    /// <param name="time">Drives all deadlines.</param>
    /// <param name="entropy">For request ids and draws.</param>
    /// <param name="logger">Where broken promises are told.</param>
    public EventLoop(int number, TimeProvider time, IEntropy entropy, ILogger logger)
    {
        Number = number;
        _time = time;
        _logger = logger;
        Entropy = new EntropyReserve(entropy);
        Date = new DateLine(time);
        Now = time.GetTimestamp();
        Timers = new TimerWheel(Now, time.TimestampFrequency);
        _alarm = time.CreateTimer(
            static loop => ((EventLoop)loop!).Ring(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _events.Add(_signal, SocketEvents.Readable | SocketEvents.EdgeTriggered, SignalTag);
        _thread = new Thread(Run) { IsBackground = true, Name = $"proxy-loop-{number}" };
        _thread.Start();
    }

    public int Number { get; }

    public LoopBuffers Buffers { get; } = new();

    public TimerWheel Timers { get; }

    public IEntropy Entropy { get; }

    public DateLine Date { get; }

    /// <summary>Heads are read into these; they last until the next head is read.</summary>
    public RequestHead Request { get; } = new();

    /// <inheritdoc cref="Request"/>
    public ResponseHead Response { get; } = new();

    /// <summary>The timestamp at which the present turn began.</summary>
    public long Now { get; private set; }

    /// <summary>From one timestamp to another.</summary>
    public long Microseconds(long from, long to) =>
        (long)((to - from) * (1_000_000.0 / _time.TimestampFrequency));

    /// <summary>The time of day.</summary>
    public DateTimeOffset UtcNow => _time.GetUtcNow();

    /// <summary>The timestamp that is so long after now.</summary>
    public long After(TimeSpan span) => Now + (long)(span.TotalSeconds * _time.TimestampFrequency);

    /// <summary>All sockets, in no order. On the loop's thread only.</summary>
    public IEnumerable<LoopSocket> Sockets() => _sockets.Where(socket => socket is not null).ToList()!;

    /// <summary>
    /// Runs something on the loop's thread; what it throws is told to the log. From any thread.
    /// </summary>
    public void Post(Action action)
    {
        _posted.Enqueue(action);
        Wake();
    }

    /// <summary>Runs something on the loop's thread and waits for it. From any other thread.</summary>
    public Task RunAsync(Action action)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            try
            {
                action();
                done.SetResult();
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                done.SetException(error);
            }
        });
        return done.Task;
    }

    /// <summary>Continues a socket in the next turn, after the others had theirs.</summary>
    public void ContinueLater(LoopSocket socket)
    {
        if (!socket.IsQueued)
        {
            socket.IsQueued = true;
            _ready.Enqueue(socket);
        }
    }

    /// <summary>Begins to watch a socket. When that fails, nothing is known of it.</summary>
    public void Add(LoopSocket socket, SocketEvents events)
    {
        if (!_freeSlots.TryPop(out var slot))
        {
            slot = _sockets.Count;
            _sockets.Add(null);
            _generations.Add(0);
        }

        try
        {
            _events.Add(socket.Descriptor, events, ((ulong)_generations[slot] << 32) | (uint)slot);
        }
        catch
        {
            _freeSlots.Push(slot);
            throw;
        }

        _sockets[slot] = socket;
        socket.Slot = slot;
    }

    public void Remove(LoopSocket socket)
    {
        // What the kernel has told of this socket, and was not looked at yet, must not reach the slot's next owner.
        _generations[socket.Slot] = (_generations[socket.Slot] + 1) & int.MaxValue;
        _sockets[socket.Slot] = null;
        _freeSlots.Push(socket.Slot);
        socket.Slot = -1;
    }

    /// <summary>Lets another take a socket's place; the kernel goes on watching and need not know.</summary>
    public void Replace(LoopSocket socket, LoopSocket other)
    {
        _sockets[socket.Slot] = other;
        (other.Slot, socket.Slot) = (socket.Slot, -1);
        ContinueLater(other);
    }

    /// <summary>Stops watching a socket that somebody else goes on with.</summary>
    public void Unwatch(int descriptor) => _events.Remove(descriptor);

    /// <summary>Closes every socket and ends the thread.</summary>
    public async ValueTask DisposeAsync()
    {
        await RunAsync(() => _stops = true);
        _thread.Join();
        await _alarm.DisposeAsync();
        _events.Dispose();
        Kernel.CloseDescriptor(_signal);
    }

    private void Wake()
    {
        if (Interlocked.Exchange(ref _signalled, 1) == 0)
        {
            Kernel.Signal(_signal);
        }
    }

    private void Run()
    {
        while (!_stops)
        {
            var count = _events.Wait(blocks: _ready.Count == 0 && !AlarmIsDue());
            Now = _time.GetTimestamp();
            for (var i = 0; i < count; i++)
            {
                Tell(_events.Tag(i), _events.Events(i));
            }

            for (var waiting = _ready.Count; waiting > 0; waiting--)
            {
                var socket = _ready.Dequeue();
                socket.IsQueued = false;
                Guarded(socket, static (socket, _) => socket.Continue(), SocketEvents.None);
            }

            if (Now >= Timers.Next)
            {
                Timers.Advance(Now, Failed);
            }
        }

        foreach (var socket in Sockets())
        {
            Abort(socket);
        }
    }

    private void Tell(ulong tag, SocketEvents events)
    {
        if (tag == SignalTag)
        {
            // First the flag, then the queue: whoever posts from here on signals again.
            Kernel.Reset(_signal);
            Interlocked.Exchange(ref _signalled, 0);
            while (_posted.TryDequeue(out var action))
            {
                Run(action);
            }

            return;
        }

        var slot = (int)(tag & uint.MaxValue);
        if (_sockets[slot] is { } socket && _generations[slot] == (uint)(tag >> 32))
        {
            Guarded(socket, static (socket, events) => socket.Happened(events), events);
        }
    }

    // A broken promise of ours costs the one connection that met it.
    private void Guarded(LoopSocket socket, Action<LoopSocket, SocketEvents> action, SocketEvents events)
    {
        try
        {
            action(socket, events);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            Failed(socket, error);
        }
    }

    private void Failed(Timed timed, Exception error)
    {
        Log.ConnectionFailed(_logger, error);
        Abort((LoopSocket)timed);
    }

    // Whatever state it is in, the others go on.
    private void Abort(LoopSocket socket)
    {
        try
        {
            socket.Abort();
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            Log.ConnectionFailed(_logger, error);
        }
    }

    private void Run(Action action)
    {
        try
        {
            action();
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            Log.ConnectionFailed(_logger, error);
        }
    }

    private void Ring()
    {
        _alarmRang = true;
        Wake();
    }

    // Arms the alarm for the next deadline. The time may pass it meanwhile, and a clock that is moved by hand does not
    // ring for the past, so the time is asked once more.
    private bool AlarmIsDue()
    {
        var next = Timers.Next;
        if (next == _alarmAt && !_alarmRang)
        {
            return false;
        }

        _alarmRang = false;
        _alarmAt = next;
        if (next == long.MaxValue)
        {
            return false;
        }

        var milliseconds = (double)(next - _time.GetTimestamp()) / _time.TimestampFrequency * 1000;
        _alarm.Change(TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, milliseconds))), Timeout.InfiniteTimeSpan);
        return _time.GetTimestamp() >= next;
    }
}
