using Pergola.Core;
using Pergola.Planning;

namespace Pergola.Proxy.Dns;

/// <summary>
/// Asks the host's name servers for the TXT records of some names, again and again, and tells when an answer changes.
/// A name that nobody answers keeps what was last known of it.
/// </summary>
internal sealed class TxtWatch : IAsyncDisposable
{
    private readonly DnsLookup _lookup;
    private readonly TimeProvider _time;
    private readonly Action _changed;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly Task _running;
    private volatile ValueList<string> _names = [];
    private volatile ValueList<TxtReport> _records = [];

    /// <param name="changed">Called on any thread when <see cref="Records"/> has changed; must return at once.</param>
    public TxtWatch(DnsLookup lookup, TimeProvider time, Action changed)
    {
        _lookup = lookup;
        _time = time;
        _changed = changed;
        _running = RunAsync();
    }

    /// <summary>What was answered, for watched names only, in their order.</summary>
    public ValueList<TxtReport> Records => _records;

    /// <summary>Watches these names and no others. New ones are asked for at once.</summary>
    public void Watch(ValueList<string> names)
    {
        if (!names.Equals(_names))
        {
            _names = names;
            _records = [.. _records.Where(record => names.Contains(record.Name))];
            _wake.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
        _wake.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                var pause = _names.Count == 0 ? Timeout.InfiniteTimeSpan : DnsLimits.TxtInterval;
                using var due = _time.CreateTimer(_ => _wake.Release(), null, pause, Timeout.InfiniteTimeSpan);
                await _wake.WaitAsync(_stop.Token);
                await AskAllAsync(_names);
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }

    private async Task AskAllAsync(ValueList<string> names)
    {
        foreach (var name in names)
        {
            if (await _lookup.TextsAsync(name, _stop.Token) is { } values)
            {
                Keep(names, new TxtReport(name, values));
            }
        }
    }

    private void Keep(ValueList<string> names, TxtReport report)
    {
        var known = _records.Where(record => record.Name != report.Name).Append(report).ToDictionary(r => r.Name);
        ValueList<TxtReport> next = [.. names.Where(known.ContainsKey).Select(name => known[name])];
        if (!next.Equals(_records))
        {
            _records = next;
            _changed();
        }
    }
}
