using Pergola.Core;

namespace Pergola.Planning.Cloudwatch;

/// <summary>The errors CloudWatch answers with.</summary>
public abstract record CloudwatchError(string Code, int HttpStatus, string Message)
    : ApiError(Code, HttpStatus, Message)
{
    /// <summary>A value is well formed, but not right.</summary>
    public sealed record InvalidValue(string Message) : CloudwatchError("InvalidParameterValue", 400, Message);

    /// <summary>Two values exclude each other.</summary>
    public sealed record InvalidCombination(string Message)
        : CloudwatchError("InvalidParameterCombination", 400, Message);

    /// <summary>Something must be given.</summary>
    public sealed record Missing(string Message) : CloudwatchError("MissingParameter", 400, Message);
}
