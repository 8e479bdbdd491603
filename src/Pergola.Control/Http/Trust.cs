using Pergola.Store;
using Pergola.Wire.Messages;
using Pergola.Wire.SigV4;

namespace Pergola.Control.Http;

/// <summary>Whether a request comes from whom it says: always well formed, and proven where keys are given.</summary>
/// <param name="strictKeys">
/// The secrets of lasting keys; null believes every well-formed signature, and none at all.
/// </param>
/// <param name="ledger">Where temporary credentials are kept.</param>
internal sealed class Trust(ISecretKeys? strictKeys, Ledger ledger)
{
    private const string TokenHeader = "X-Amz-Security-Token";

    private readonly SignatureVerifier? _verifier =
        strictKeys is null ? null : new SignatureVerifier(new SessionsFirst(ledger, strictKeys));

    /// <summary>Null when the request may go on.</summary>
    public SignatureFault? Check(WireRequest request, Authorization authorization, DateTimeOffset now) =>
        authorization switch
        {
            Authorization.Malformed malformed => new SignatureFault.Incomplete(malformed.Message),
            Authorization.Present present =>
                CheckSession(request, present, now) ?? _verifier?.Verify(request, present, now),
            _ => _verifier is null ? null : new SignatureFault.Absent(),
        };

    private SignatureFault? CheckSession(WireRequest request, Authorization.Present present, DateTimeOffset now)
    {
        if (Callers.Session(present.Scope.AccessKeyId, ledger.Current) is not { } session)
        {
            return null;
        }

        if (session.Expiration <= now)
        {
            return new SignatureFault.SessionEnded();
        }

        // A presigned URL carries its token in the query, which is signed with the rest.
        var wrongToken = present.Validity is null && request.Header(TokenHeader) != session.SessionToken;
        return _verifier is not null && wrongToken ? new SignatureFault.UnknownKey() : null;
    }

    private sealed class SessionsFirst(Ledger ledger, ISecretKeys lasting) : ISecretKeys
    {
        public string? Find(string accessKeyId) =>
            Callers.Session(accessKeyId, ledger.Current)?.SecretAccessKey ?? lasting.Find(accessKeyId);
    }
}
