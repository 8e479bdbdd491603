using System.Collections.Immutable;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Identity;
using Pergola.Machine.Tasks;
using Pergola.Planning.Iam;

namespace Pergola.Planning.Dataplane;

/// <summary>Compiles temporary credentials and what their roles allow.</summary>
internal static class SessionCompiler
{
    /// <summary>The sessions of all accounts; whether one has ended is for those to see who know the time.</summary>
    public static ValueList<SessionEntry> Compile(Snapshot snapshot, CompilerMemory memory) => memory.Sessions.Of(
        "",
        [
            .. CompilerMemory.Tables<SessionKey>(snapshot),
            .. CompilerMemory.Tables<Role>(snapshot),
            .. CompilerMemory.Tables<ManagedPolicy>(snapshot),
        ],
        () =>
        [
            .. snapshot.Realms
                .OrderBy(entry => entry.Key.Account, StringComparer.Ordinal)
                .SelectMany(entry => entry.Value.Of<SessionKey>().All.Select(key => Compile(entry.Value, key))),
        ]);

    private static SessionEntry Compile(Realm realm, SessionKey key) => new(
        key.AccessKeyId,
        key.SecretAccessKey,
        key.SessionToken,
        key.PrincipalArn,
        key.Expiration,
        key.RoleArn is { } arn ? Role(realm, arn) : null);

    // Sessions of a role that is gone live on and may do nothing.
    private static RoleEntry Role(Realm realm, string arn) => RoleAccess.TryFind(realm, arn, out var role)
        ? new RoleEntry(
            role.Arn,
            Tags(role.Tags),
            [.. RoleAccess.Documents(realm, role)],
            role.PermissionsBoundaryArn is { } boundary
                ? RoleAccess.Document(realm, boundary).FirstOrDefault() ?? ""
                : null)
        : new RoleEntry(arn, [], [], null);

    /// <summary>Tags as the table has them.</summary>
    public static ValueList<Label> Tags(ImmutableSortedDictionary<string, string> tags) =>
        [.. tags.Select(tag => new Label(tag.Key, tag.Value))];
}
