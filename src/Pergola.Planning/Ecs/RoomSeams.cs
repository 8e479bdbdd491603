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
        Realm realm, Scope scope, TargetGroup group, string address, int port, string taskArn, DateTimeOffset now) =>
        [new Change.Put(scope, new Target
        {
            TargetGroupId = group.TargetGroupId, TargetId = address, Port = port, Status = "INITIAL",
            OwnerTaskArn = taskArn, RegisteredAt = now,
        })];

    public static ImmutableArray<Change> Deregister(
        Realm realm, Scope scope, TargetGroup group, string address, int port, DateTimeOffset now, Pace pace) =>
        realm.Of<Target>().TryGet(Target.Key(group.TargetGroupId, address, port), out var target)
            ? [new Change.Put(scope, target with { Status = "DRAINING", DrainUntil = now + pace.Of(TimeSpan.FromMinutes(5)) })]
            : [];
}
