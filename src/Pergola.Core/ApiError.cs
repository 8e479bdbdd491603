using System.Collections.Immutable;

namespace Pergola.Core;

/// <summary>
/// A refusal that an API caller gets: a value, never an exception. Each service has a closed family of these.
/// Only the protocol writers know how one looks on the wire.
/// </summary>
/// <param name="Code">AWS's code, for example <c>InvalidVpcID.NotFound</c>.</param>
/// <param name="HttpStatus">AWS's HTTP status for that code.</param>
/// <param name="Message">What was wrong, with which value, and what would be right.</param>
public abstract record ApiError(string Code, int HttpStatus, string Message)
{
    /// <summary>
    /// Members beside the message that the error's shape has, by wire name (<c>resourceId</c>): a string, a number,
    /// or a list of string maps.
    /// </summary>
    public virtual ImmutableArray<KeyValuePair<string, object>> Members => [];
}
