using Pergola.Core;

namespace Pergola.Planning.Ram;

/// <summary>The errors AWS RAM answers with; the service has status 400 for all of them.</summary>
internal abstract record RamError(string Code, string Message) : ApiError(Code, 400, Message)
{
    /// <summary>A share, a resource or a permission does not exist, or not for the caller.</summary>
    public sealed record UnknownResource(string Message) : RamError("UnknownResourceException", Message);

    /// <summary>A value is well formed, but not right.</summary>
    public sealed record InvalidParameter(string Message) : RamError("InvalidParameterException", Message);

    /// <summary>What should be an ARN is none.</summary>
    public sealed record MalformedArn(string Text)
        : RamError("MalformedArnException", $"'{Text}' is no ARN; it must be arn:partition:service:region:account:id.");

    /// <summary>The caller may not do that.</summary>
    public sealed record NotPermitted(string Message) : RamError("OperationNotPermittedException", Message);

    /// <summary>The token of a page is not one of ours.</summary>
    public sealed record InvalidNextToken() : RamError(
        "InvalidNextTokenException", "nextToken is not one that this list gave; send it unchanged, or leave it out.");

    /// <summary>A client token came before, with other parameters.</summary>
    public sealed record TokenMismatch(string Token) : RamError(
        "IdempotentParameterMismatchException",
        $"clientToken '{Token}' was used with other parameters. Use a new token for a new share.");

    /// <summary>There would be too many tags.</summary>
    public sealed record TagLimitExceeded(int Count) : RamError(
        "TagLimitExceededException", $"The share would have {Count} tags, but at most {RamTags.Most} are allowed.");

    /// <summary>No such invitation was sent to the caller.</summary>
    public sealed record InvitationNotFound(string Arn) : RamError(
        "ResourceShareInvitationArnNotFoundException", $"There is no invitation {Arn} to this account.");

    /// <summary>The invitation was answered before, with yes.</summary>
    public sealed record AlreadyAccepted(string Arn) : RamError(
        "ResourceShareInvitationAlreadyAcceptedException", $"The invitation {Arn} was already accepted.");

    /// <summary>The invitation was answered before, with no.</summary>
    public sealed record AlreadyRejected(string Arn) : RamError(
        "ResourceShareInvitationAlreadyRejectedException", $"The invitation {Arn} was already rejected.");

    /// <summary>The share does not exist, or the caller does not own it.</summary>
    public static UnknownResource NoShare(string arn) => new($"ResourceShare {arn} could not be found.");
}
