using Pergola.Core;

namespace Pergola.Planning.Acm;

/// <summary>The errors of AWS Certificate Manager; the service has status 400 for all of them.</summary>
public abstract record AcmError(string Code, string Message) : ApiError(Code, 400, Message)
{
    /// <summary>What was sent is no certificate, chain or key that ACM takes.</summary>
    public sealed record Validation(string Message) : AcmError("ValidationException", Message);

    /// <summary>A value is well formed, but not right.</summary>
    public sealed record InvalidParameter(string Message) : AcmError("InvalidParameterException", Message);

    /// <summary>An argument of a list is not right.</summary>
    public sealed record InvalidArgs(string Message) : AcmError("InvalidArgsException", Message);

    /// <summary>The ARN is not that of a certificate of this account and region.</summary>
    public sealed record InvalidArn(string Message) : AcmError("InvalidArnException", Message);

    /// <summary>The certificate's state forbids it.</summary>
    public sealed record InvalidState(string Message) : AcmError("InvalidStateException", Message);

    /// <summary>There is no such certificate.</summary>
    public sealed record ResourceNotFound(string Message) : AcmError("ResourceNotFoundException", Message);

    /// <summary>Something uses the certificate.</summary>
    public sealed record ResourceInUse(string Message) : AcmError("ResourceInUseException", Message);

    /// <summary>A quota is used up.</summary>
    public sealed record LimitExceeded(string Message) : AcmError("LimitExceededException", Message);

    /// <summary>A tag's key is reserved.</summary>
    public sealed record InvalidTag(string Message) : AcmError("InvalidTagException", Message);

    /// <summary>The certificate would have too many tags.</summary>
    public sealed record TooManyTags(string Message) : AcmError("TooManyTagsException", Message);
}
