using Pergola.Core;

namespace Pergola.Planning.Logs;

/// <summary>The errors CloudWatch Logs answers with; the service has status 400 for all of them.</summary>
public abstract record LogsError(string Code, string Message) : ApiError(Code, 400, Message)
{
    /// <summary>The group, the stream or the tagged resource does not exist.</summary>
    public sealed record ResourceNotFound(string Message) : LogsError("ResourceNotFoundException", Message);

    /// <summary>The name is taken.</summary>
    public sealed record ResourceAlreadyExists(string Message) : LogsError("ResourceAlreadyExistsException", Message);

    /// <summary>A value is well formed, but not right.</summary>
    public sealed record InvalidParameter(string Message) : LogsError("InvalidParameterException", Message);

    /// <summary>A quota is used up.</summary>
    public sealed record LimitExceeded(string Message) : LogsError("LimitExceededException", Message);

    /// <summary>The group does not exist.</summary>
    internal static ResourceNotFound NoGroup(string name) => new($"The specified log group does not exist: {name}.");

    /// <summary>The stream does not exist.</summary>
    internal static ResourceNotFound NoStream(string name) => new($"The specified log stream does not exist: {name}.");
}
