using Pergola.Core.Metrics;
using Pergola.Planning.Dataplane;
using Pergola.Planning.Telemetry;

namespace Pergola.Control.Telemetry;

/// <summary>Takes what a node saw: lines to where they are wanted, minutes to where the API finds them.</summary>
public sealed class TelemetryIntake : ITelemetry, IAsyncDisposable
{
    private static readonly TimeSpan s_turn = TimeSpan.FromSeconds(1);

    private readonly LogDeliveries _logs;
    private readonly ITimer _timer;
    private readonly Lock _turning = new();
    private volatile MetricHistory _metrics = MetricHistory.Empty;

    public TelemetryIntake(LogDeliveries logs, TimeProvider time)
    {
        _logs = logs;
        _timer = time.CreateTimer(_ => Turn(), null, s_turn, s_turn);
    }

    /// <inheritdoc/>
    public void Deliver(LogEntry to, IReadOnlyList<LogLine> lines)
    {
        lock (_turning)
        {
            _logs.Deliver(to, lines);
        }
    }

    /// <inheritdoc/>
    public void Count(MetricMinute minute) => _metrics = _metrics.With(minute);

    /// <summary>The last minutes.</summary>
    public MetricHistory Metrics => _metrics;

    /// <summary>Keeps what has not been kept yet.</summary>
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        Turn(all: true);
    }

    private void Turn(bool all = false)
    {
        lock (_turning)
        {
            _logs.Turn(all);
        }
    }
}
