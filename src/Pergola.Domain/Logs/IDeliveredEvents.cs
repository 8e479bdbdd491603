using Pergola.Core;

namespace Pergola.Domain.Logs;

/// <summary>
/// Events that services deliver to log streams by themselves. They come too many to be in the state that every restart
/// reads whole, so they are kept beside it, and a stream shows both.
/// </summary>
public interface IDeliveredEvents
{
    /// <summary>The delivered events of a stream that are kept, in the order in which they came.</summary>
    /// <param name="streamId">As <see cref="LogStream.IdOf"/> makes it.</param>
    IReadOnlyList<DeliveredEvent> Read(Scope scope, string streamId);

    /// <summary>The last event's time and when it came, in milliseconds since 1970; null when none came.</summary>
    (long Timestamp, long IngestionTime)? Last(Scope scope, string streamId);
}

/// <summary>One delivered event.</summary>
/// <param name="Place">Grows from event to event.</param>
/// <param name="Timestamp">Milliseconds since 1970.</param>
/// <param name="IngestionTime">When it came, likewise.</param>
public sealed record DeliveredEvent(long Place, long Timestamp, long IngestionTime, string Message);

/// <summary>Nothing was ever delivered.</summary>
public sealed class NoDeliveredEvents : IDeliveredEvents
{
    public static NoDeliveredEvents Instance { get; } = new();

    /// <inheritdoc/>
    public IReadOnlyList<DeliveredEvent> Read(Scope scope, string streamId) => [];

    /// <inheritdoc/>
    public (long Timestamp, long IngestionTime)? Last(Scope scope, string streamId) => null;
}
