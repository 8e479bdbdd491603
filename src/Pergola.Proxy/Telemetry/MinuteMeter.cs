using Pergola.Core.Metrics;
using Pergola.Planning.Telemetry;
using Pergola.Proxy.Upstream;

namespace Pergola.Proxy.Telemetry;

/// <summary>
/// Hands over what was counted in each whole minute, for every resource from its first traffic on. Runs on a timer's
/// thread; loops only count.
/// </summary>
internal sealed class MinuteMeter : IAsyncDisposable
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    private readonly Func<IEnumerable<MeterReading>> _read;
    private readonly ITelemetry _telemetry;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _turning = new();
    private Dictionary<string, long[]> _before = new(StringComparer.Ordinal);

    public MinuteMeter(Func<IEnumerable<MeterReading>> read, ITelemetry telemetry, TimeProvider time)
    {
        (_read, _telemetry, _time) = (read, telemetry, time);
        _timer = time.CreateTimer(_ => Turn(), null, UntilNext(), s_minute);
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Turn()
    {
        lock (_turning)
        {
            // The timer may ring a little early or late; the minute that ended is the one before the nearest full one.
            var now = _time.GetUtcNow() + (s_minute / 2);
            var start = new DateTimeOffset(now.Ticks - (now.Ticks % s_minute.Ticks), TimeSpan.Zero) - s_minute;
            var after = new Dictionary<string, long[]>(StringComparer.Ordinal);
            var samples = new List<MetricSample>();
            foreach (var reading in _read())
            {
                var before = _before.GetValueOrDefault(reading.Arn);
                if (before is null && reading[RequestCount.Requests] == 0 && reading[RequestCount.Connections] == 0)
                {
                    continue;
                }

                after[reading.Arn] = reading.Numbers;
                var numbers = before is null ? reading.Numbers : Difference(reading.Numbers, before);
                samples.AddRange(MinuteSamples.Of(reading with { Numbers = numbers }));
            }

            _before = after;
            if (samples.Count > 0)
            {
                _telemetry.Count(new MetricMinute(start, [.. samples]));
            }
        }
    }

    // Counters of a listener that was deleted are gone from the sum; nothing was counted backwards.
    private static long[] Difference(long[] now, long[] before) =>
        [.. now.Zip(before, static (one, other) => Math.Max(0, one - other))];

    private TimeSpan UntilNext() => TimeSpan.FromTicks(s_minute.Ticks - (_time.GetUtcNow().Ticks % s_minute.Ticks));
}
