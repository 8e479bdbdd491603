using System.Collections.Immutable;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Wire.Schemas;

namespace Pergola.Planning;

/// <summary>How one operation is decided: what the dispatcher looks up after the codec made a request of it.</summary>
/// <param name="Operation">The operation, from the generated table.</param>
/// <param name="Decide">Request record, snapshot and given to an outcome.</param>
public sealed record Binding(Operation Operation, Func<object, Snapshot, Given, Outcome> Decide)
{
    /// <summary>Ties a typed decision to its operation.</summary>
    public static Binding To<TRequest, TResponse>(
        Operation<TRequest, TResponse> operation, Func<TRequest, Snapshot, Given, Decision<TResponse>> decide)
        where TRequest : notnull
        where TResponse : notnull
    {
        return new Binding(operation, (request, snapshot, given) => decide((TRequest)request, snapshot, given) switch
        {
            Decision<TResponse>.Accept accept => new Outcome(accept.Response, accept.Changes, null),
            Decision<TResponse>.Reject reject => new Outcome(null, [], reject.Error),
            _ => throw new System.Diagnostics.UnreachableException(),
        });
    }

    /// <summary>True when the operation only reads, so that it needs no turn of the writer.</summary>
    public bool ReadOnly { get; } =
        Operation.Name.StartsWith("Get", StringComparison.Ordinal)
        || Operation.Name.StartsWith("List", StringComparison.Ordinal)
        || Operation.Name.StartsWith("Describe", StringComparison.Ordinal)
        || Operation.Name.StartsWith("Filter", StringComparison.Ordinal);
}

/// <summary>A decision without its type: either a response with changes, or an error.</summary>
public sealed record Outcome(object? Response, ImmutableArray<Change> Changes, ApiError? Error);
