using Pergola.Core;

namespace Pergola.Planning.Sts;

/// <summary>The errors STS answers with.</summary>
public abstract record StsError(string Code, int HttpStatus, string Message) : ApiError(Code, HttpStatus, Message)
{
    /// <summary>The role does not exist or does not trust the caller; AWS does not say which.</summary>
    public sealed record AccessDenied(string Message) : StsError("AccessDenied", 403, Message);

    /// <summary>A value is well formed, but not right.</summary>
    public sealed record Validation(string Message) : StsError("ValidationError", 400, Message);
}
