using System.Collections.Frozen;
using Pergola.Core;
using Pergola.Planning.Dataplane;
using Pergola.Planning.Sts;
using Pergola.Wire.Errors;
using Pergola.Wire.Messages;
using Pergola.Wire.Schemas;
using Pergola.Wire.SigV4;

namespace Pergola.Planning.Access;

/// <summary>
/// Whose signatures are believed on the data plane (VPC Lattice user guide, "SigV4 authenticated requests"): sessions
/// by their own secrets, lasting keys as the API believes them.
/// </summary>
/// <param name="sessions">The temporary credentials there are.</param>
/// <param name="lastingSecret">The secret of every lasting key; null believes whoever gives one.</param>
public sealed class AccessKeys(ValueList<SessionEntry> sessions, string? lastingSecret)
{
    /// <summary>The service that requests are signed for.</summary>
    private const string SigningName = "vpc-lattice-svcs";

    private const string Unsigned = "UNSIGNED-PAYLOAD";
    private const string TokenHeader = "X-Amz-Security-Token";

    private readonly FrozenDictionary<string, SessionEntry> _sessions =
        sessions.ToFrozenDictionary(session => session.AccessKeyId, StringComparer.Ordinal);

    private readonly Dictionary<RoleEntry, RolePolicies> _policies = new(ReferenceEqualityComparer.Instance);

    /// <summary>What it was made of.</summary>
    public ValueList<SessionEntry> Sessions { get; } = sessions;

    /// <summary>Who sent the request, or what is wrong with its signature.</summary>
    /// <param name="serviceArn">The service that it is for: its region is the one to sign for.</param>
    /// <param name="readsQuery">Whether a signature in the query counts.</param>
    internal (AccessCaller? Caller, string? Fault) Prove(AccessRequest request, string serviceArn, bool readsQuery)
    {
        var wire = new WireRequest(
            request.Method, request.PathAndQuery, request.Headers, ReadOnlyMemory<byte>.Empty);
        if (!readsQuery && wire.Header("Authorization") is null)
        {
            return (AccessCaller.Anonymous, null);
        }

        return AuthorizationReader.Read(wire) switch
        {
            Authorization.Malformed malformed => (null, $"IncompleteSignatureException: {malformed.Message}"),
            Authorization.Present present => Prove(request, wire, present, serviceArn),
            _ => (AccessCaller.Anonymous, null),
        };
    }

    /// <summary>The policies of a caller's role, read once.</summary>
    internal RolePolicies PoliciesOf(AccessCaller caller)
    {
        lock (_policies)
        {
            if (!_policies.TryGetValue(caller.Role!, out var policies))
            {
                policies = new RolePolicies(caller.Role!);
                _policies[caller.Role!] = policies;
            }

            return policies;
        }
    }

    private (AccessCaller? Caller, string? Fault) Prove(
        AccessRequest request, WireRequest wire, Authorization.Present present, string serviceArn)
    {
        if (FaultOfScope(present.Scope, serviceArn) is { } scopeFault)
        {
            return (null, scopeFault);
        }

        // A payload is streamed, so nobody could check its hash before it has gone on.
        if (present.Validity is null && wire.Header("X-Amz-Content-Sha256") != Unsigned)
        {
            return (null, "InvalidSignatureException: Signed payloads are not supported");
        }

        var session = _sessions.GetValueOrDefault(present.Scope.AccessKeyId);
        var fault = session is null
            ? FaultOfLasting(wire, present, request.Now)
            : FaultOfSession(session, request, wire, present);
        if (fault is not null)
        {
            var error = AuthErrors.Of(Protocol.RestJson1, fault);
            return (null, $"{error.Code}: {error.Message}");
        }

        return (
            session is null
                ? new AccessCaller($"arn:aws:iam::{LastingKeys.AccountOf(present.Scope.AccessKeyId)}:root", null)
                : new AccessCaller(session.PrincipalArn, session.Role),
            null);
    }

    private SignatureFault? FaultOfLasting(WireRequest wire, Authorization.Present present, DateTimeOffset now)
    {
        if (LastingKeys.IsOfSession(present.Scope.AccessKeyId))
        {
            return new SignatureFault.UnknownKey();
        }

        return lastingSecret is null
            ? SignatureVerifier.CheckForm(present, now)
            : new SignatureVerifier(new OneSecret(lastingSecret)).Verify(wire, present, now, Unsigned);
    }

    private static SignatureFault? FaultOfSession(
        SessionEntry session, AccessRequest request, WireRequest wire, Authorization.Present present)
    {
        if (session.Expiration <= request.Now)
        {
            return new SignatureFault.SessionEnded();
        }

        // A presigned URL carries its token in the query, which is signed with the rest.
        if (present.Validity is null && wire.Header(TokenHeader) != session.SessionToken)
        {
            return new SignatureFault.UnknownKey();
        }

        return new SignatureVerifier(new OneSecret(session.SecretAccessKey))
            .Verify(wire, present, request.Now, Unsigned);
    }

    private static string? FaultOfScope(CredentialScope scope, string serviceArn)
    {
        if (scope.Service != SigningName)
        {
            return "InvalidSignatureException: Credential should be scoped to correct service: "
                + $"'{SigningName}', not '{scope.Service}'.";
        }

        return Arn.TryParse(serviceArn, out var arn) && scope.Region != arn.Region
            ? "InvalidSignatureException: Credential should be scoped to a valid region: "
                + $"'{arn.Region}', not '{scope.Region}'."
            : null;
    }
}
