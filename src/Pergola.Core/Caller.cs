namespace Pergola.Core;

/// <summary>Who signed a request, as the signature says: made by the wire layer, asked for by every decision.</summary>
/// <param name="Account">Twelve digits.</param>
/// <param name="Region">The region of the credential scope.</param>
/// <param name="Arn">The principal, for example <c>arn:aws:iam::000000000000:root</c>.</param>
/// <param name="UserId">What STS calls UserId.</param>
/// <param name="AccessKeyId">The key the request was signed with.</param>
public sealed record Caller(string Account, string Region, string Arn, string UserId, string AccessKeyId)
{
    /// <summary>The caller's account in the caller's region.</summary>
    public Scope Scope { get; } = new(Account, Region);
}
