using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Pergola.Core;
using Pergola.Planning.Dataplane;
using Pergola.Planning.Telemetry;
using Pergola.Proxy.Upstream;

namespace Pergola.Proxy.Telemetry;

/// <summary>
/// The access logs of one data plane: lines come in from every loop without a lock or a wait, and go to their
/// destinations from a timer's thread.
/// </summary>
internal sealed class AccessLog : IAsyncDisposable
{
    /// <summary>No destination.</summary>
    public const int Nowhere = 0;

    /// <summary>How long a line waits before it is handed over: short enough for no ring to be full.</summary>
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(100);

    private readonly LineRing?[] _rings = new LineRing?[RequestCounters.PlacesMax];
    private readonly ConcurrentDictionary<ValueList<LogEntry>, int> _numbers = new();
    private readonly ConcurrentDictionary<int, ValueList<LogEntry>> _sets = new();
    private readonly Dictionary<int, List<LogLine>> _lines = [];
    private readonly Action<long, int, int, ReadOnlyMemory<byte>> _sort;
    private readonly Lock _making = new();
    private readonly Lock _delivering = new();
    private readonly ITelemetry? _telemetry;
    private readonly ITimer _timer;

    public AccessLog(ITelemetry? telemetry, TimeProvider time)
    {
        _telemetry = telemetry;
        _sort = Sort;
        _timer = time.CreateTimer(_ => Deliver(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Lines that did not fit into the loops' rings.</summary>
    public long Dropped => _rings.Sum(ring => ring?.Dropped ?? 0);

    /// <summary>The number of a set of destinations; <see cref="Nowhere"/> when it is empty.</summary>
    public int NumberOf(ValueList<LogEntry> entries)
    {
        if (entries.Count == 0 || _telemetry is null)
        {
            return Nowhere;
        }

        lock (_making)
        {
            if (!_numbers.TryGetValue(entries, out var number))
            {
                number = _numbers.Count + 1;
                _sets[number] = entries;
                _numbers[entries] = number;
            }

            return number;
        }
    }

    /// <summary>Adds a line on a loop's own time: neither waits nor allocates.</summary>
    /// <param name="place">0 from any thread, or a loop's number on its thread.</param>
    /// <param name="time">Milliseconds since 1970.</param>
    /// <param name="one">The number of a set of destinations.</param>
    /// <param name="other">And of another.</param>
    /// <param name="line">The line.</param>
    public void Add(int place, long time, int one, int other, ReadOnlySpan<byte> line)
    {
        var ring = _rings[place] ?? Make(place);
        if (place > 0)
        {
            ring.Add(time, one, other, line);
            return;
        }

        lock (ring)
        {
            ring.Add(time, one, other, line);
        }
    }

    /// <summary>Hands everything over that is there now.</summary>
    public void Deliver()
    {
        lock (_delivering)
        {
            foreach (var ring in _rings)
            {
                ring?.Take(_sort);
                foreach (var (number, lines) in _lines)
                {
                    if (lines.Count > 0)
                    {
                        Deliver(number, lines);
                    }
                }
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        Deliver();
    }

    private void Deliver(int number, List<LogLine> lines)
    {
        foreach (var entry in _sets[number])
        {
            _telemetry!.Deliver(entry, lines);
        }

        lines.Clear();
    }

    private void Sort(long time, int one, int other, ReadOnlyMemory<byte> text)
    {
        Sort(one, new LogLine(time, text));
        Sort(other, new LogLine(time, text));
    }

    private void Sort(int number, LogLine line)
    {
        if (number != Nowhere)
        {
            ref var lines = ref CollectionsMarshal.GetValueRefOrAddDefault(_lines, number, out _);
            (lines ??= []).Add(line);
        }
    }

    // The first line of all starts the clock: a data plane without logs does not wake up for them.
    private LineRing Make(int place)
    {
        lock (_making)
        {
            if (_rings.All(ring => ring is null))
            {
                _timer.Change(s_period, s_period);
            }

            return _rings[place] ??= new LineRing();
        }
    }
}
