using System.Text;
using Pergola.Domain.Logs;

namespace Pergola.Planning.Logs;

/// <summary>How much is kept and taken, and why.</summary>
internal static class LogsLimits
{
    /// <summary>
    /// Events kept per stream; older ones go. Logs live in the state that every restart reads whole, so this is a
    /// window
    /// to look through while developing, not an archive.
    /// </summary>
    public const int StreamEventsMax = 10_000;

    /// <summary>Bytes kept per stream, for the same reason: as much as one call of PutLogEvents may bring.</summary>
    public const long StreamBytesMax = 1_048_576;

    /// <summary>Bytes of one PutLogEvents call: AWS's limit.</summary>
    public const long BatchBytesMax = 1_048_576;

    /// <summary>What CloudWatch counts for each event beside its message.</summary>
    public const int EventOverhead = 26;

    /// <summary>Log groups per region: AWS's quota.</summary>
    public const int GroupsMax = 1_000_000;

    /// <summary>Tags of a log group: AWS's limit.</summary>
    public const int TagsMax = 50;

    /// <summary>Milliseconds that the events of one call may span: a day.</summary>
    public const long BatchSpanMax = 24 * 60 * 60 * 1000L;

    /// <summary>How old an event may be when it comes.</summary>
    public static TimeSpan EventAgeMax { get; } = TimeSpan.FromDays(14);

    /// <summary>How far in the future it may be.</summary>
    public static TimeSpan EventLeadMax { get; } = TimeSpan.FromHours(2);

    /// <summary>The size of an event as CloudWatch counts it.</summary>
    public static long SizeOf(LogEvent logEvent) => Encoding.UTF8.GetByteCount(logEvent.Message) + EventOverhead;
}
