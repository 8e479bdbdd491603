namespace Pergola.Wire.Validation;

/// <summary>What is wrong with one place of a request.</summary>
/// <param name="Kind">Which sort of wrong: services answer them with different errors.</param>
/// <param name="Path">
/// Where, in the words that AWS uses: <c>tags.1.member.key</c>; empty when it is the message as a whole.
/// </param>
/// <param name="Value">What stands there, cut to a readable length; null when nothing does.</param>
/// <param name="Rule">What would be right: <c>Member must not be null</c>.</param>
public sealed record Fault(FaultKind Kind, string Path, string? Value, string Rule);

/// <summary>The sorts of fault.</summary>
public enum FaultKind
{
    /// <summary>The message cannot be read at all.</summary>
    Unreadable,

    /// <summary>A value has another type than the model's.</summary>
    WrongType,

    /// <summary>A required member is absent.</summary>
    Missing,

    /// <summary>A value breaks a constraint.</summary>
    NotAllowed,
}
