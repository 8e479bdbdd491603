using Pergola.Api.VpcLattice;
using Pergola.Pages;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Ecs;
using Pergola.Domain.Network;
using Pergola.Domain.VpcLattice;
using Pergola.Planning;
using TargetGroup = Pergola.Domain.VpcLattice.TargetGroup;

namespace Pergola.Server;

/// <summary>From a snapshot to what the console shows.</summary>
internal static class TopologyCompiler
{
    /// <summary>The tasks shown at most: running ones first, then those that stopped last.</summary>
    private const int TasksMax = 100;

    public static Topology Compile(Snapshot snapshot, NodeReport? report)
    {
        var realms = snapshot.Realms.OrderBy(realm => realm.Key.ToString(), StringComparer.Ordinal).ToList();
        return new Topology(
            snapshot.Revision,
            [.. realms.SelectMany(r => r.Value.Of<Vpc>().All.Select(vpc => VpcOf(r.Key, r.Value, vpc)))],
            [.. realms.SelectMany(
                r => r.Value.Of<ServiceNetwork>().All.Select(network => NetworkOf(r.Value, network)))],
            [.. realms.SelectMany(
                r => r.Value.Of<LatticeService>().All.Select(service => ServiceOf(r.Value, service)))],
            [.. realms.SelectMany(r => r.Value.Of<TargetGroup>().All.Select(group => GroupOf(r.Value, group)))],
            [.. realms.SelectMany(r => r.Value.Of<EcsService>().All.Select(service => EcsServiceOf(r.Value, service)))],
            [.. realms.SelectMany(r => r.Value.Of<EcsTask>().All.Select(task => TaskOf(r.Value, task)))
                .OrderBy(task => task.LastStatus == "STOPPED").Take(TasksMax)],
            [.. (report?.Failures ?? []).Select(failure => $"{failure.Name}: {failure.Value}")]);
    }

    private static VpcNode VpcOf(Scope scope, Realm realm, Vpc vpc)
    {
        var association = realm.Of<ServiceNetworkVpcAssociation>().By(vpc.VpcId).FirstOrDefault();
        var subnets = realm.Of<Subnet>().Under(vpc.VpcId).ToList();
        return new VpcNode(
            vpc.VpcId,
            vpc.Tags.GetValueOrDefault("Name", vpc.VpcId),
            scope.ToString(),
            vpc.CidrBlock,
            subnets.Count,
            subnets.Sum(subnet => realm.Of<NetworkInterface>().Under(subnet.SubnetId).Count()),
            association?.ServiceNetworkId,
            association is null ? null : $"{association.Status} {string.Join(' ', association.SecurityGroupIds)}");
    }

    private static NetworkNode NetworkOf(Realm realm, ServiceNetwork network) => new(
        network.ServiceNetworkId,
        network.Name,
        [.. realm.Of<ServiceNetworkServiceAssociation>().All
            .Where(association => association.ServiceNetworkId == network.ServiceNetworkId)
            .Select(association => association.ServiceId)]);

    private static ServiceNode ServiceOf(Realm realm, LatticeService service) => new(
        service.ServiceId,
        service.Name,
        service.Status,
        service.DomainName,
        [.. realm.Of<Listener>().Under(service.ServiceId).Select(listener => new ListenerNode(
            listener.Name,
            listener.Protocol,
            listener.Port,
            [.. realm.Of<ListenerRule>().Under(listener.ListenerId)
                .OrderBy(rule => rule.IsDefault).ThenBy(rule => rule.Priority)
                .Select(RuleOf)]))]);

    private static RuleNode RuleOf(ListenerRule rule) => new(
        rule.IsDefault ? "default" : $"{rule.Priority}: {Words(rule.Match)}",
        rule.Action is RuleAction.FixedResponse { Value.StatusCode: var status } ? status : null,
        rule.Action is RuleAction.Forward { Value.TargetGroups: var groups }
            ? [.. groups.Select(group => new WeightNode(group.TargetGroupIdentifier, group.Weight ?? 100))]
            : []);

    private static string Words(RuleMatch? match)
    {
        if (match is not RuleMatch.HttpMatch { Value: var http })
        {
            return "everything";
        }

        var path = http.PathMatch?.Match switch
        {
            PathMatchType.Exact exact => exact.Value,
            PathMatchType.Prefix prefix => prefix.Value + "…",
            _ => null,
        };
        var parts = new[] { http.Method, path }
            .Concat((http.HeaderMatches ?? []).Select(header => header.Name))
            .Where(part => !string.IsNullOrEmpty(part));
        return string.Join(' ', parts) is { Length: > 0 } words ? words : "everything";
    }

    private static TargetGroupNode GroupOf(Realm realm, TargetGroup group) => new(
        group.TargetGroupId,
        group.Name,
        group.Status,
        group.Config?.Protocol ?? group.Type,
        group.Config?.VpcIdentifier ?? "",
        [.. realm.Of<Domain.VpcLattice.Target>().Under(group.TargetGroupId).Select(target => new TargetNode(
            target.TargetId, target.Port, target.Status, target.ReasonCode,
            target.OwnerTaskArn?.Split('/')[^1][..8]))]);

    private static EcsServiceNode EcsServiceOf(Realm realm, EcsService service)
    {
        var tasks = realm.Of<EcsTask>().Under(service.Id).Where(task => task.LastStatus != "STOPPED").ToList();
        var running = tasks.Count(task => task.LastStatus == "RUNNING");
        return new EcsServiceNode(
            service.ClusterName,
            service.ServiceName,
            service.Status,
            service.DesiredCount,
            running,
            tasks.Count(task => task.DesiredStatus == "RUNNING") - running,
            service.Primary?.TaskDefinitionId ?? "",
            service.Events.FirstOrDefault()?.Message);
    }

    private static TaskNode TaskOf(Realm realm, EcsTask task) => new(
        task.TaskId,
        task.ClusterName,
        task.Group,
        task.LastStatus,
        task.DesiredStatus,
        realm.Of<NetworkInterface>().All.FirstOrDefault(
            i => i.Sandbox?.EndsWith(task.TaskId, StringComparison.Ordinal) ?? false)
            ?.PrivateIpAddress ?? "",
        task.StoppedReason);
}
