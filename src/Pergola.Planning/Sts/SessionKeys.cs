using System.Collections.Immutable;
using Pergola.Api.Sts;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Identity;

namespace Pergola.Planning.Sts;

/// <summary>Temporary credentials: made, kept, found again when a request is signed with them.</summary>
public static class SessionKeys
{
    /// <summary>
    /// The credentials with that access key id and the scope in which they are kept; null when unknown.
    /// </summary>
    public static (Scope Scope, SessionKey Key)? Find(Snapshot snapshot, string accessKeyId)
    {
        foreach (var (scope, realm) in snapshot.Realms)
        {
            if (scope.Region == Scope.GlobalRegion && realm.Of<SessionKey>().TryGet(accessKeyId, out var key))
            {
                return (scope, key);
            }
        }

        return null;
    }

    /// <summary>
    /// Who signs with a session's key; null when the key is no session's, or of one that has ended.
    /// </summary>
    public static Caller? CallerOf(Snapshot snapshot, string accessKeyId, string region, DateTimeOffset now) =>
        Find(snapshot, accessKeyId) is var (scope, key) && key.Expiration > now
            ? new Caller(scope.Account, region, key.PrincipalArn, key.UserId, accessKeyId)
            : null;

    /// <summary>New credentials of the caller itself.</summary>
    internal static SessionKey Mint(Given given, int seconds) => new()
    {
        AccessKeyId = Core.Mint.UpperAlphanumeric("ASIA", 16, given.Entropy),
        SecretAccessKey = RandomText(30, given.Entropy),
        SessionToken = RandomText(96, given.Entropy),
        PrincipalArn = given.Caller.Arn,
        UserId = given.Caller.UserId,
        Expiration = given.Now.AddSeconds(seconds),
    };

    /// <summary>The changes that keep new credentials, and forget those of the same scope that have ended.</summary>
    internal static ImmutableArray<Change> Keep(SessionKey key, Scope scope, Snapshot snapshot, DateTimeOffset now) =>
    [
        .. snapshot.In(scope).Of<SessionKey>().All.Where(old => old.Expiration <= now)
            .Select(old => new Change.Remove(scope, ResourceKinds.For<SessionKey>(), old.Id)),
        new Change.Put(scope, key),
    ];

    /// <summary>The credentials as the API shows them.</summary>
    internal static Credentials Shape(SessionKey key) => new()
    {
        AccessKeyId = key.AccessKeyId,
        SecretAccessKey = key.SecretAccessKey,
        SessionToken = key.SessionToken,
        Expiration = key.Expiration,
    };

    private static string RandomText(int bytes, IEntropy entropy)
    {
        Span<byte> random = stackalloc byte[bytes];
        entropy.Fill(random);
        return Convert.ToBase64String(random);
    }
}
