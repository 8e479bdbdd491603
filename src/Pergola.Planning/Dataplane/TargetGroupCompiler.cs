using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.VpcLattice;
using Target = Pergola.Domain.VpcLattice.Target;
using TargetGroup = Pergola.Domain.VpcLattice.TargetGroup;

namespace Pergola.Planning.Dataplane;

/// <summary>Compiles target groups: addresses, how they are spoken to, and how they are checked.</summary>
internal static class TargetGroupCompiler
{
    /// <summary>
    /// Every group, in creation order. Only what can be dialled is among the targets; a function stands beside them.
    /// </summary>
    public static IEnumerable<TargetGroupEntry> Compile(Scope scope, Realm realm, CompilerMemory memory)
    {
        string[] ids = [.. realm.Of<TargetGroup>().All.Select(group => group.TargetGroupId)];
        var entries = memory.TargetGroups.Of(scope, realm, ids, id => Compile(
            realm, realm.Of<TargetGroup>()[id], TargetGroupUse.IsInNetwork(realm, id)));
        return ids.Select(id => entries[id]);
    }

    /// <summary>The ids of the groups that differ between two realms; null when that is not known.</summary>
    public static HashSet<string>? Concerned(Realm before, Realm now) => new ChangedKeys(before, now)
        .With<TargetGroup>(group => [group.TargetGroupId])
        .With<Target>(target => [target.TargetGroupId])
        .With<ListenerRule>(rule => rule.TargetGroupIds())
        .With<ServiceNetworkServiceAssociation>(member => now.Of<Listener>().Under(member.ServiceId)
            .SelectMany(listener => now.Of<ListenerRule>().Under(listener.ListenerId))
            .SelectMany(rule => rule.TargetGroupIds()))
        .With<NetworkInterface>(_ => InstanceGroups(now))
        .Keys;

    // Whose targets' addresses are those of interfaces.
    private static IEnumerable<string> InstanceGroups(Realm realm) => realm.Of<TargetGroup>().All
        .Where(group => group.Type == TargetGroupType.Instance)
        .Select(group => group.TargetGroupId);

    private static TargetGroupEntry Compile(Realm realm, TargetGroup group, bool isUsed) => new(
        group.TargetGroupId,
        group.Arn,
        group.Config?.VpcIdentifier ?? "",
        ProtocolOf(group.Config?.Protocol),
        VersionOf(group.Config?.ProtocolVersion),
        CompileCheck(group),
        isUsed,
        [.. CompileTargets(realm, group)])
    {
        Function = group.Type == TargetGroupType.Lambda ? FunctionOf(realm, group) : null,
    };

    // Such a group has one function at most; one that was deregistered gets no new request.
    private static FunctionEntry? FunctionOf(Realm realm, TargetGroup group) => realm.Of<Target>()
        .Under(group.TargetGroupId)
        .Where(target => target.Status != TargetStatus.Draining)
        .Select(target => new FunctionEntry(
            target.TargetId,
            group.Config?.LambdaEventStructureVersion == LambdaEventStructureVersion.V2
                ? FunctionEventVersion.V2
                : FunctionEventVersion.V1))
        .FirstOrDefault();

    private static IEnumerable<TargetEntry> CompileTargets(Realm realm, TargetGroup group)
    {
        foreach (var target in realm.Of<Target>().Under(group.TargetGroupId))
        {
            if (TargetAddress.Of(realm, group, target) is { } address)
            {
                yield return new TargetEntry(address, target.Port, UseOf(group, target));
            }
        }
    }

    private static TargetUse UseOf(TargetGroup group, Target target) => target.Status switch
    {
        TargetStatus.Draining => TargetUse.Draining,
        _ when !TargetGroupUse.IsChecked(group) => TargetUse.Ready,
        TargetStatus.Healthy => TargetUse.Ready,
        TargetStatus.Unhealthy => TargetUse.Unhealthy,
        _ => TargetUse.Initial,
    };

    // Every default was filled in when the group was made or updated; only what AWS leaves out is filled in here.
    private static HealthCheckEntry? CompileCheck(TargetGroup group)
    {
        if (!TargetGroupUse.IsChecked(group))
        {
            return null;
        }

        var check = HealthChecks.Effective(group.Config!);
        return new HealthCheckEntry(
            ProtocolOf(check.Protocol),
            VersionOf(check.ProtocolVersion),
            check.Port,
            check.Path!,
            TimeSpan.FromSeconds(check.HealthCheckIntervalSeconds!.Value),
            TimeSpan.FromSeconds(check.HealthCheckTimeoutSeconds!.Value),
            check.HealthyThresholdCount!.Value,
            check.UnhealthyThresholdCount!.Value,
            (check.Matcher as Matcher.HttpCode)!.Value);
    }

    private static TargetProtocol ProtocolOf(string? protocol) => protocol switch
    {
        TargetGroupProtocol.Https => TargetProtocol.Https,
        TargetGroupProtocol.Tcp => TargetProtocol.Tcp,
        _ => TargetProtocol.Http,
    };

    private static TargetProtocolVersion VersionOf(string? version) => version switch
    {
        TargetGroupProtocolVersion.Http2 => TargetProtocolVersion.Http2,
        TargetGroupProtocolVersion.Grpc => TargetProtocolVersion.Grpc,
        _ => TargetProtocolVersion.Http1,
    };
}
