using System.Collections.Immutable;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.Ecs;

// Stand-ins until the rooms of IAM and VPC Lattice land theirs.
internal static class RoleAccess
{
    public static bool Allows(Realm globalRealm, string roleArn, string servicePrincipal, string action, string resourceArn) =>
        globalRealm.Of<Domain.Identity.Role>().All.Any(role => role.Arn == roleArn && role.AttachedPolicyArns.Length > 0);
}

internal static class LatticeLookup
{
    public static TargetGroup? FindTargetGroup(Realm realm, string idOrArn) =>
        realm.Of<TargetGroup>().Find(idOrArn[(idOrArn.LastIndexOf('/') + 1)..]);
}

internal static class TargetRegistration
{
    public static ImmutableArray<Change> Register(
        Scope scope, Realm realm, TargetGroup group, string targetId, int port, string? ownerTaskArn, DateTimeOffset now) =>
        [new Change.Put(scope, new Target
        {
            TargetGroupId = group.TargetGroupId,
            TargetId = targetId,
            Port = port,
            Status = "INITIAL",
            OwnerTaskArn = ownerTaskArn,
            RegisteredAt = now,
        })];

    public static ImmutableArray<Change> Deregister(
        Scope scope, Realm realm, string targetGroupId, string targetId, int port, DateTimeOffset now, Pace pace) =>
        realm.Of<Target>().TryGet(Target.Key(targetGroupId, targetId, port), out var target)
        && target.Status != "DRAINING"
            ? [new Change.Put(scope, target with { Status = "DRAINING", DrainUntil = now + pace.Of(TimeSpan.FromMinutes(1)) })]
            : [];
}
