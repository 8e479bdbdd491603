namespace Pergola.Conformance.Tests.Writers;

/// <summary>
/// What many clients did to one value: each write of a value of its own, and each read, between two ticks of a clock
/// that all of them share.
/// </summary>
internal sealed class Register
{
    private readonly List<Event> _events = [];
    private long _clock;

    /// <summary>Something that a client did, and the value that it wrote or read.</summary>
    private sealed record Event(bool IsWrite, int Value, long From, long To);

    /// <summary>Does it between two ticks and keeps what came of it; null: refused, nothing happened.</summary>
    public async Task DoAsync(bool isWrite, Func<Task<int?>> work)
    {
        var from = Interlocked.Increment(ref _clock);
        if (await work() is not { } value)
        {
            return;
        }

        var to = Interlocked.Increment(ref _clock);
        lock (_events)
        {
            _events.Add(new Event(isWrite, value, from, to));
        }
    }

    /// <summary>
    /// Each read saw a write that had begun, and that no other write had replaced wholly before the read began: so
    /// there is an order of all of them, one after the other, that explains every answer.
    /// </summary>
    public void MustBeSerialisable(int atFirst)
    {
        var writes = _events.Where(each => each.IsWrite).Append(new Event(true, atFirst, 0, 0)).ToList();
        var byValue = writes.ToDictionary(write => write.Value);
        foreach (var read in _events.Where(each => !each.IsWrite))
        {
            Assert.True(byValue.TryGetValue(read.Value, out var seen), $"{read} saw what nobody wrote.");
            Assert.True(seen.From < read.To, $"{read} saw {seen}, which had not begun.");
            Assert.DoesNotContain(writes, other => other.From > seen.To && other.To < read.From);
        }
    }

    /// <summary>The value in the end is one that no other write came wholly after.</summary>
    public void MustEndWith(int value)
    {
        var last = Assert.Single(_events, each => each.IsWrite && each.Value == value);
        Assert.DoesNotContain(_events, other => other.IsWrite && other.From > last.To);
    }
}
