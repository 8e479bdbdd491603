using Pergola.Core.Metrics;
using Pergola.Planning.Dataplane;

namespace Pergola.Planning.Telemetry;

/// <summary>Where a node hands over what it saw. Called on no loop's time, by one thread at a time.</summary>
public interface ITelemetry
{
    /// <summary>
    /// Lines of an access log, those of one event loop, oldest first; they are good until this returns. What cannot be
    /// kept is dropped and counted.
    /// </summary>
    void Deliver(LogEntry to, IReadOnlyList<LogLine> lines);

    /// <summary>What was counted in one minute that has ended.</summary>
    void Count(MetricMinute minute);
}

/// <summary>One line of a log.</summary>
/// <param name="Time">Milliseconds since 1970.</param>
/// <param name="Text">UTF-8, without the end of the line.</param>
public readonly record struct LogLine(long Time, ReadOnlyMemory<byte> Text);
