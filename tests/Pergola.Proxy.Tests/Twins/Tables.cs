using System.Net;
using Pergola.Core;
using Pergola.Planning.Dataplane;

namespace Pergola.Proxy.Tests.Twins;

/// <summary>
/// Words for tables: one VPC <c>vpc-client</c>, one service <c>svc-web</c> at <c>web.example</c>, port 80.
/// </summary>
internal static class Tables
{
    public const string ClientVpc = "vpc-client";
    public const string TargetVpc = "vpc-target";
    public const string Host = "web.example";
    public const int Port = 80;

    public static DataplaneTable Table(ServiceEntry service, params TargetGroupEntry[] groups) =>
        new(1, [Vpc(ClientVpc, service), Vpc(TargetVpc)], [service], [.. groups]);

    /// <summary>A table whose only rule sends everything to one group.</summary>
    public static DataplaneTable Everything(params TargetEntry[] targets) =>
        Table(Service(Forward("tg-a")), Group("tg-a", targets));

    public static VpcEntry Vpc(string vpcId, params ServiceEntry[] services) => new(
        vpcId,
        $"arn:aws:ec2:us-east-1:000000000000:vpc/{vpcId}",
        [],
        services.Length == 0 ? null : "arn:sn",
        [.. services.SelectMany(service => service.Listeners.Select(one => new PortEntry(one.Port, one.Protocol)))
            .Distinct()],
        [.. services.Select(service => new HostEntry(Host, service.ServiceId))],
        []);

    public static ServiceEntry Service(RuleActionEntry defaultAction, params RuleEntry[] rules) => new(
        "svc-web", "arn:svc-web", TimeSpan.FromSeconds(60),
        [new ListenerEntry("listener-web", Port, ListenerProtocol.Http, [.. rules], defaultAction)]);

    public static RuleEntry Rule(int priority, RuleMatchEntry match, RuleActionEntry action) =>
        new($"rule-{priority}", priority, match, action);

    public static RuleMatchEntry Match(
        string? method = null, PathMatchEntry? path = null, params HeaderMatchEntry[] headers) =>
        new(method, path, [.. headers]);

    public static PathMatchEntry Prefix(string path, bool caseSensitive = false) =>
        new(TextMatchKind.Prefix, path, caseSensitive);

    public static PathMatchEntry Exact(string path, bool caseSensitive = false) =>
        new(TextMatchKind.Exact, path, caseSensitive);

    public static RuleActionEntry.Forward Forward(params string[] groups) =>
        new([.. groups.Select(group => new WeightedGroupEntry(group, 100))]);

    public static RuleActionEntry.Forward Shares(params (string Group, int Weight)[] shares) =>
        new([.. shares.Select(share => new WeightedGroupEntry(share.Group, share.Weight))]);

    public static RuleActionEntry.FixedResponse Fixed(int status) => new(status);

    public static TargetGroupEntry Group(string id, params TargetEntry[] targets) => new(
        id, $"arn:{id}", TargetVpc, TargetProtocol.Http, TargetProtocolVersion.Http1, HealthCheck: null, InUse: true,
        [.. targets]);

    public static TargetEntry At(RawTarget target, TargetUse use = TargetUse.Ready) =>
        new(IPAddress.Loopback, target.Port, use);

    public static HealthCheckEntry Check(int healthyThreshold = 2, int unhealthyThreshold = 2) => new(
        TargetProtocol.Http, TargetProtocolVersion.Http1, Port: null, "/health", TimeSpan.FromSeconds(30),
        TimeSpan.FromSeconds(5), healthyThreshold, unhealthyThreshold, "200");

    public static ValueList<IPAddress> Addresses(params string[] addresses) => [.. addresses.Select(IPAddress.Parse)];
}
