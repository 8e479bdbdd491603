using System.Collections.Immutable;
using Pergola.Core;

namespace Pergola.Wire.Errors;

/// <summary>A refusal that the front door makes, before any decision is asked.</summary>
public sealed record WireError(string Code, int HttpStatus, string Message) : ApiError(Code, HttpStatus, Message)
{
    /// <inheritdoc/>
    public override ImmutableArray<KeyValuePair<string, object>> Members => Details;

    /// <summary>The members beside the message.</summary>
    public ImmutableArray<KeyValuePair<string, object>> Details { get; init; } = [];
}
