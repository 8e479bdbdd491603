using System.Collections.Immutable;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;

namespace Pergola.Store.Tests;

/// <summary>Small states to commit, and the text form in which two states are compared.</summary>
internal static class Worlds
{
    public static Scope Tokyo { get; } = new("000000000000", "ap-northeast-1");

    public static Scope Elsewhere { get; } = new("111111111111", "eu-west-1");

    public static Change PutVpc(string id, string cidr = "10.0.0.0/16", Scope? scope = null) =>
        new Change.Put(scope ?? Tokyo, new Vpc { VpcId = id, CidrBlock = cidr });

    public static Change RemoveVpc(string id, Scope? scope = null) =>
        new Change.Remove(scope ?? Tokyo, ResourceKinds.For<Vpc>(), id);

    public static Task<long> PutAsync(this Ledger ledger, params Change[] changes) => ledger.CommitAsync(
        snapshot => (snapshot.Revision + 1, changes.ToImmutableArray()), CancellationToken.None);

    /// <summary>Everything that a snapshot holds, in order.</summary>
    public static string Describe(Snapshot snapshot)
    {
        var lines = snapshot.Realms
            .SelectMany(realm => realm.Value.All.Select(resource =>
                $"{realm.Key} {ResourceKinds.For(resource)} #{resource.Ordinal} "
                + System.Text.Encoding.UTF8.GetString(ResourceKinds.For(resource).Serialize(resource))))
            .Order(StringComparer.Ordinal);
        return $"revision {snapshot.Revision}, next #{snapshot.NextOrdinal}\n" + string.Join('\n', lines);
    }
}
