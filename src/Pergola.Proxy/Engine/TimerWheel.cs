namespace Pergola.Proxy.Engine;

/// <summary>Something that has a deadline and a place in a wheel.</summary>
internal abstract class Timed
{
    internal Timed? Before { get; set; }

    internal Timed? After { get; set; }

    /// <summary>When its time is up, as a timestamp; <see cref="long.MaxValue"/> for never.</summary>
    internal long Deadline { get; set; } = long.MaxValue;

    /// <summary>The tick at which the wheel looks at it.</summary>
    internal long Tick { get; set; }

    /// <summary>Its time is up; it is out of the wheel and may be set again.</summary>
    public abstract void TimeIsUp(long now);
}

/// <summary>
/// Deadlines of many connections (hashed wheel). Moving a deadline further away, which every request does, writes one
/// number; the wheel finds out when it comes by. For one thread.
/// </summary>
internal sealed class TimerWheel
{
    // 512 slots of 32 ms: an hour of idle connections is looked at every 16 seconds.
    private const int Slots = 512;
    private static readonly TimeSpan TickLength = TimeSpan.FromMilliseconds(32);

    private readonly Timed[] _slots = new Timed[Slots];
    private readonly Slot _due = new();
    private readonly long _perTick;
    private long _tick;

    /// <param name="now">The present timestamp.</param>
    /// <param name="frequency">Timestamps per second.</param>
    public TimerWheel(long now, long frequency)
    {
        _perTick = Math.Max(1, (long)(frequency * TickLength.TotalSeconds));
        _tick = now / _perTick;
        for (var i = 0; i < Slots; i++)
        {
            _slots[i] = new Slot();
        }
    }

    /// <summary>
    /// When <see cref="Advance"/> may have something to do again; <see cref="long.MaxValue"/> for never.
    /// </summary>
    public long Next { get; private set; } = long.MaxValue;

    /// <summary>How many have a deadline. Looks at each.</summary>
    public int Count()
    {
        var count = 0;
        foreach (var slot in _slots)
        {
            for (var timed = slot.After!; timed != slot; timed = timed.After!)
            {
                count++;
            }
        }

        return count;
    }

    /// <summary>Sets, moves or (with <see cref="long.MaxValue"/>) takes back a deadline.</summary>
    public void Set(Timed timed, long deadline)
    {
        timed.Deadline = deadline;
        if (deadline == long.MaxValue)
        {
            Unlink(timed);
            return;
        }

        if (timed.Before is null || timed.Tick > TickOf(deadline))
        {
            Unlink(timed);
            Link(timed);
        }

        // Also within a slot a deadline may have come nearer.
        if (timed.Tick == TickOf(deadline))
        {
            Next = Math.Min(Next, deadline);
        }
    }

    /// <summary>Tells everything whose deadline is not after now.</summary>
    /// <param name="now">The present timestamp.</param>
    /// <param name="failed">Hears of whoever threw when it was told; the others are told all the same.</param>
    public void Advance(long now, Action<Timed, Exception> failed)
    {
        // The present tick is looked at as well, and again next time: its deadlines come one by one.
        var until = Math.Max(_tick, now / _perTick);
        var steps = Math.Min(until - _tick + 1, Slots);
        for (long i = 0; i < steps; i++)
        {
            Collect(_slots[(until - i) % Slots], until);
        }

        _tick = until;
        while (_due.After is { } timed && timed != _due)
        {
            Unlink(timed);
            if (timed.Deadline <= now)
            {
                timed.Deadline = long.MaxValue;
                Tell(timed, now, failed);
            }
            else
            {
                Link(timed);
            }
        }

        Next = FindNext();
    }

    private static void Tell(Timed timed, long now, Action<Timed, Exception> failed)
    {
        try
        {
            timed.TimeIsUp(now);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            failed(timed, error);
        }
    }

    private long FindNext()
    {
        for (var tick = _tick; tick < _tick + Slots; tick++)
        {
            var slot = _slots[tick % Slots];
            var next = long.MaxValue;
            for (var timed = slot.After!; timed != slot; timed = timed.After!)
            {
                if (timed.Tick == tick)
                {
                    // A deadline that has moved on is put where it belongs when this tick is over.
                    next = Math.Min(next, Math.Min(timed.Deadline, (tick + 1) * _perTick));
                }
            }

            if (next != long.MaxValue)
            {
                return next;
            }
        }

        // Everything is more than a turn of the wheel away.
        return _slots.Any(slot => slot.After != slot) ? (_tick + Slots) * _perTick : long.MaxValue;
    }

    private long TickOf(long deadline) => Math.Max(_tick, deadline / _perTick);

    private void Collect(Timed slot, long until)
    {
        var timed = slot.After!;
        while (timed != slot)
        {
            var next = timed.After!;
            if (timed.Tick <= until)
            {
                Unlink(timed);
                Insert(_due, timed);
            }

            timed = next;
        }
    }

    private void Link(Timed timed)
    {
        timed.Tick = TickOf(timed.Deadline);
        Insert(_slots[timed.Tick % Slots], timed);
        Next = Math.Min(Next, timed.Deadline);
    }

    private static void Insert(Timed slot, Timed timed)
    {
        timed.Before = slot.Before;
        timed.After = slot;
        slot.Before!.After = timed;
        slot.Before = timed;
    }

    private static void Unlink(Timed timed)
    {
        if (timed.Before is null)
        {
            return;
        }

        timed.Before.After = timed.After;
        timed.After!.Before = timed.Before;
        timed.Before = null;
        timed.After = null;
    }

    // The head of a list that is its own neighbour when it is empty.
    private sealed class Slot : Timed
    {
        public Slot()
        {
            Before = this;
            After = this;
        }

        public override void TimeIsUp(long now)
        {
        }
    }
}
