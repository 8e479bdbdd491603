using System.Net;
using Pergola.Core;

namespace Pergola.Planning.Dataplane;

/// <summary>
/// Everything that one node's Lattice proxy, health checker and DNS responders need, compiled from a snapshot. Plain
/// data: printable, comparable, golden-tested. A change makes a new table; a request reads one table, once.
/// </summary>
public sealed record DataplaneTable(
    long Revision,
    ValueList<VpcEntry> Vpcs,
    ValueList<ServiceEntry> Services,
    ValueList<TargetGroupEntry> TargetGroups)
{
    /// <summary>Nothing is served.</summary>
    public static DataplaneTable Empty { get; } = new(0, [], [], []);

    /// <summary>The certificates of custom domains that can be reached.</summary>
    public ValueList<CertificateEntry> Certificates { get; init; } = [];

    /// <summary>Names (lower case, no final dot) whose TXT records are watched: domain verifications.</summary>
    public ValueList<string> TxtNames { get; init; } = [];

    /// <summary>The temporary credentials that requests may be signed with.</summary>
    public ValueList<SessionEntry> Sessions { get; init; } = [];
}

/// <summary>One VPC: what its resolver answers, and which services can be reached from it.</summary>
/// <param name="VpcArn">For <c>x-amzn-lattice-network: SourceVpcArn=…</c>.</param>
/// <param name="ResolverAddresses">
/// Where DNS listens in the VPC: base+2 and 169.254.169.253; empty when DNS is off.
/// </param>
/// <param name="ServiceNetworkArn">
/// The associated network; null when there is none, and then no host is reachable.
/// </param>
/// <param name="Ports">The TCP ports that some reachable listener has: listened on in the whole Lattice range.</param>
/// <param name="Hosts">Host names (lower case, generated and custom) to services.</param>
/// <param name="Names">
/// What the resolver answers beside forwarding: Lattice names of the network, interface names.
/// </param>
public sealed record VpcEntry(
    string VpcId,
    string VpcArn,
    ValueList<IPAddress> ResolverAddresses,
    string? ServiceNetworkArn,
    ValueList<PortEntry> Ports,
    ValueList<HostEntry> Hosts,
    ValueList<NameEntry> Names)
{
    /// <summary>The resources that can be reached from the VPC.</summary>
    public ValueList<ResourceEntry> Resources { get; init; } = [];

    /// <summary>Its endpoints to service networks, which may be others than the associated one.</summary>
    public ValueList<EndpointEntry> Endpoints { get; init; } = [];

    /// <summary>Where the network's log of requests to services goes.</summary>
    public ValueList<LogEntry> Logs { get; init; } = [];
}

/// <summary>
/// A VPC endpoint to a service network: addresses of the VPC at which all of the network's services are reached.
/// </summary>
/// <param name="Ports">The TCP ports that some listener of the network has.</param>
/// <param name="Hosts">Host names (lower case) to services: their own, and those that the endpoint gives them.</param>
public sealed record EndpointEntry(
    string EndpointId,
    ValueList<IPAddress> Addresses,
    string ServiceNetworkArn,
    ValueList<PortEntry> Ports,
    ValueList<HostEntry> Hosts)
{
    /// <summary>Where the network's log of requests to services goes.</summary>
    public ValueList<LogEntry> Logs { get; init; } = [];
}

/// <summary>A resource: TCP connections to its address and ports are carried to where it is.</summary>
/// <param name="AssociationId">What brought it here: an association, or an endpoint and what is behind it.</param>
/// <param name="Address">Its address in the client's VPC; no other resource has it there.</param>
/// <param name="GatewayVpcId">The VPC from which it is reached.</param>
/// <param name="Source">The address that it sees: the gateway's.</param>
/// <param name="Host">Its address, or the domain name that has one.</param>
/// <param name="InVpc">Whether a domain name is resolved as in the gateway's VPC, or only in public DNS.</param>
public sealed record ResourceEntry(
    string AssociationId,
    IPAddress Address,
    ValueList<PortRangeEntry> Ports,
    string GatewayVpcId,
    IPAddress Source,
    string Host,
    bool InVpc);

/// <summary>TCP ports, both ends included.</summary>
public sealed record PortRangeEntry(int First, int Last);

/// <summary>A port that the proxy listens on in a VPC.</summary>
public sealed record PortEntry(int Port, ListenerProtocol Protocol);

/// <summary>A host name and the service that it stands for.</summary>
public sealed record HostEntry(string Host, string ServiceId)
{
    /// <summary>
    /// What TLS clients are shown: the id of one of the table's certificates; for a name that Lattice generated the
    /// wildcard (<c>*.…</c>) for which the node's own authority makes one; null: nothing, so that they cannot connect.
    /// </summary>
    public string? Certificate { get; init; }

    /// <summary>Whether Lattice generated the name.</summary>
    public bool IsGenerated => Certificate?.StartsWith("*.", StringComparison.Ordinal) == true;

    /// <summary>A name that Lattice generated.</summary>
    public static HostEntry Generated(string host, string serviceId) => new(host, serviceId)
    {
        Certificate = "*" + host[host.IndexOf('.', StringComparison.Ordinal)..],
    };
}

/// <summary>A certificate of ACM that a service has.</summary>
/// <param name="Id">Its ARN.</param>
/// <param name="CertificatesPem">Itself, and what leads to its root.</param>
/// <param name="PrivateKeyPem">Its key.</param>
public sealed record CertificateEntry(string Id, string CertificatesPem, string PrivateKeyPem)
{
    /// <summary>Says which it is and no more: a key must not get into a log.</summary>
    public override string ToString() => Id;
}

/// <summary>A DNS name (lower case, no final dot) and its IPv4 addresses.</summary>
public sealed record NameEntry(string Name, ValueList<IPAddress> Addresses);

/// <summary>A Lattice service and its listeners.</summary>
public sealed record ServiceEntry(
    string ServiceId, string ServiceArn, TimeSpan IdleTimeout, ValueList<ListenerEntry> Listeners)
{
    /// <summary>Who may call it.</summary>
    public AccessEntry Access { get; init; } = AccessEntry.Open;

    /// <summary>Where its own log goes.</summary>
    public ValueList<LogEntry> Logs { get; init; } = [];
}

/// <summary>A listener: its rules in ascending priority, and what happens when none matches.</summary>
public sealed record ListenerEntry(
    string ListenerId, int Port, ListenerProtocol Protocol, ValueList<RuleEntry> Rules, RuleActionEntry DefaultAction);

/// <summary>How a listener speaks.</summary>
public enum ListenerProtocol
{
    Http,
    Https,
    TlsPassthrough,
}

/// <summary>A rule: all given parts of the match must hold.</summary>
public sealed record RuleEntry(string RuleId, int Priority, RuleMatchEntry Match, RuleActionEntry Action);

/// <summary>What a request must be like. Null or empty parts match everything.</summary>
/// <param name="Method">Exact and case sensitive.</param>
/// <param name="Path">On the path before <c>?</c>, undecoded.</param>
public sealed record RuleMatchEntry(string? Method, PathMatchEntry? Path, ValueList<HeaderMatchEntry> Headers);

/// <summary>A path to compare with.</summary>
public sealed record PathMatchEntry(TextMatchKind Kind, string Value, bool CaseSensitive);

/// <summary>A header to compare with; its name never depends on case.</summary>
public sealed record HeaderMatchEntry(string Name, TextMatchKind Kind, string Value, bool CaseSensitive);

/// <summary>How text is compared.</summary>
public enum TextMatchKind
{
    Exact,
    Prefix,
    Contains,
}

/// <summary>What a rule does.</summary>
public abstract record RuleActionEntry
{
    private RuleActionEntry()
    {
    }

    /// <summary>Sends the request to one of the groups, drawn by weight.</summary>
    public sealed record Forward(ValueList<WeightedGroupEntry> Groups) : RuleActionEntry;

    /// <summary>Answers with a status and nothing else.</summary>
    public sealed record FixedResponse(int StatusCode) : RuleActionEntry;
}

/// <summary>A target group's share.</summary>
public sealed record WeightedGroupEntry(string TargetGroupId, int Weight);

/// <summary>A target group: where its targets are and how they are checked.</summary>
/// <param name="VpcId">The VPC of its targets; connections are opened in that VPC's namespace.</param>
/// <param name="HealthCheck">Null when checks are off; then targets are used as they are.</param>
/// <param name="InUse">Used by a rule of a service in a network: only then are targets checked.</param>
public sealed record TargetGroupEntry(
    string TargetGroupId,
    string TargetGroupArn,
    string VpcId,
    TargetProtocol Protocol,
    TargetProtocolVersion ProtocolVersion,
    HealthCheckEntry? HealthCheck,
    bool InUse,
    ValueList<TargetEntry> Targets)
{
    /// <summary>The function that answers instead of targets: of groups of type LAMBDA that have one.</summary>
    public FunctionEntry? Function { get; init; }
}

/// <summary>A Lambda function, and how it is told what is asked.</summary>
public sealed record FunctionEntry(string Arn, FunctionEventVersion EventVersion);

/// <summary>The structure of events.</summary>
public enum FunctionEventVersion
{
    V1,
    V2,
}

/// <summary>How targets are spoken to.</summary>
public enum TargetProtocol
{
    Http,
    Https,
    Tcp,
}

/// <summary>Which version of HTTP.</summary>
public enum TargetProtocolVersion
{
    Http1,
    Http2,
    Grpc,
}

/// <summary>A target of an IP or INSTANCE group.</summary>
public sealed record TargetEntry(IPAddress Address, int Port, TargetUse Use);

/// <summary>Whether a target gets new requests.</summary>
public enum TargetUse
{
    /// <summary>Healthy, or not checked at all.</summary>
    Ready,

    /// <summary>Not yet checked.</summary>
    Initial,

    /// <summary>Failing its checks: used only when no target of the group is ready.</summary>
    Unhealthy,

    /// <summary>Deregistered: keeps what it has, gets nothing new.</summary>
    Draining,
}

/// <summary>A health check with every default filled in.</summary>
/// <param name="Port">Null: the port of each target.</param>
/// <param name="Matcher">For example <c>200,202-204</c>.</param>
public sealed record HealthCheckEntry(
    TargetProtocol Protocol,
    TargetProtocolVersion ProtocolVersion,
    int? Port,
    string Path,
    TimeSpan Interval,
    TimeSpan Timeout,
    int HealthyThreshold,
    int UnhealthyThreshold,
    string Matcher);
