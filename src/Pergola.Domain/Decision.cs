using System.Collections.Immutable;
using Pergola.Core;

namespace Pergola.Domain;

/// <summary>
/// The outcome of deciding a request: an answer with the changes that make it true, or one typed refusal.
/// </summary>
public abstract record Decision<TResponse>
{
    private Decision()
    {
    }

    /// <summary>An answer that changes nothing.</summary>
    public static implicit operator Decision<TResponse>(TResponse response) => new Accept(response, []);

    /// <summary>A refusal.</summary>
    public static implicit operator Decision<TResponse>(ApiError error) => new Reject(error);

    /// <summary>The answer, to be sent once the changes are durable.</summary>
    public sealed record Accept(TResponse Response, ImmutableArray<Change> Changes) : Decision<TResponse>;

    /// <summary>The refusal; nothing changes.</summary>
    public sealed record Reject(ApiError Error) : Decision<TResponse>;
}
