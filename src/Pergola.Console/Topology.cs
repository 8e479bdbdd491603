namespace Pergola.Pages;

/// <summary>What the map shows: everything of every account and region, at one revision.</summary>
public sealed record Topology(
    long Revision,
    IReadOnlyList<VpcNode> Vpcs,
    IReadOnlyList<NetworkNode> Networks,
    IReadOnlyList<ServiceNode> Services,
    IReadOnlyList<TargetGroupNode> TargetGroups,
    IReadOnlyList<EcsServiceNode> EcsServices,
    IReadOnlyList<TaskNode> Tasks,
    IReadOnlyList<string> Failures);

/// <summary>A VPC and how many interfaces it has.</summary>
/// <param name="NetworkId">The associated service network; null when there is none.</param>
/// <param name="Association">The association's status, and its security groups.</param>
public sealed record VpcNode(
    string VpcId,
    string Name,
    string Scope,
    string Cidr,
    int Subnets,
    int Interfaces,
    string? NetworkId,
    string? Association);

/// <summary>A service network.</summary>
public sealed record NetworkNode(string NetworkId, string Name, IReadOnlyList<string> ServiceIds);

/// <summary>A Lattice service with its listeners.</summary>
public sealed record ServiceNode(
    string ServiceId, string Name, string Status, string DomainName, IReadOnlyList<ListenerNode> Listeners);

/// <summary>A listener and its rules, the default one last.</summary>
public sealed record ListenerNode(string Name, string Protocol, int Port, IReadOnlyList<RuleNode> Rules);

/// <summary>A rule in words, and where it leads.</summary>
/// <param name="Match">For example <c>GET /api…</c>, or <c>default</c>.</param>
/// <param name="FixedStatus">Set when the rule answers by itself.</param>
public sealed record RuleNode(string Match, int? FixedStatus, IReadOnlyList<WeightNode> Groups);

/// <summary>A share of requests.</summary>
public sealed record WeightNode(string TargetGroupId, int Weight);

/// <summary>A target group and its targets.</summary>
public sealed record TargetGroupNode(
    string TargetGroupId, string Name, string Status, string Protocol, string VpcId, IReadOnlyList<TargetNode> Targets);

/// <summary>A target.</summary>
/// <param name="Health">HEALTHY, UNHEALTHY, INITIAL, UNUSED, UNAVAILABLE or DRAINING.</param>
/// <param name="Task">The first characters of the ECS task's id; null when a user registered it.</param>
public sealed record TargetNode(string Address, int Port, string Health, string? Reason, string? Task);

/// <summary>An ECS service.</summary>
public sealed record EcsServiceNode(
    string Cluster, string Name, string Status, int Desired, int Running, int Pending, string TaskDefinition,
    string? LastEvent);

/// <summary>An ECS task.</summary>
public sealed record TaskNode(
    string TaskId, string Cluster, string Group, string LastStatus, string DesiredStatus, string Address,
    string? StoppedReason);
