using Pergola.Core;

namespace Pergola.Planning.Iam;

/// <summary>The errors IAM answers with.</summary>
public abstract record IamError(string Code, int HttpStatus, string Message) : ApiError(Code, HttpStatus, Message)
{
    /// <summary>Something that the request names does not exist.</summary>
    public sealed record NoSuchEntity(string Message) : IamError("NoSuchEntity", 404, Message);

    /// <summary>The name is taken.</summary>
    public sealed record EntityAlreadyExists(string Message) : IamError("EntityAlreadyExists", 409, Message);

    /// <summary>Something still hangs on what is to be deleted.</summary>
    public sealed record DeleteConflict(string Message) : IamError("DeleteConflict", 409, Message);

    /// <summary>A quota of the account or the entity is used up.</summary>
    public sealed record LimitExceeded(string Message) : IamError("LimitExceeded", 409, Message);

    /// <summary>A policy document is not one.</summary>
    public sealed record MalformedPolicyDocument(string Message) : IamError("MalformedPolicyDocument", 400, Message);

    /// <summary>A value is well formed, but not right.</summary>
    public sealed record InvalidInput(string Message) : IamError("InvalidInput", 400, Message);

    /// <summary>Only the service that owns the role may change it.</summary>
    public sealed record UnmodifiableEntity(string Message) : IamError("UnmodifiableEntity", 400, Message);

    /// <summary>The policy is for a service's own roles.</summary>
    public sealed record PolicyNotAttachable(string Message) : IamError("PolicyNotAttachable", 400, Message);

    /// <summary>The request makes no sense for this caller, or a field has no right value.</summary>
    public sealed record Validation(string Message) : IamError("ValidationError", 400, Message);

    /// <summary>The role does not exist.</summary>
    internal static NoSuchEntity NoRole(string name) => new($"The role with name {name} cannot be found.");

    /// <summary>The managed policy does not exist.</summary>
    internal static NoSuchEntity NoPolicy(string arn) => new($"Policy {arn} was not found.");

    /// <summary>The instance profile does not exist.</summary>
    internal static NoSuchEntity NoInstanceProfile(string name) => new($"Instance Profile {name} cannot be found.");
}
