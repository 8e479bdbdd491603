using System.Net;
using Pergola.Core;

namespace Pergola.Machine.Network;

/// <summary>The whole network that one node should have. Made from a snapshot, never edited.</summary>
/// <param name="Revision">The snapshot's revision; an empty network without one cannot be asked for.</param>
public sealed record FabricSpec(long Revision, ValueList<VpcSpec> Vpcs);

/// <summary>One VPC: a network namespace of its own. Two VPCs may have the same addresses.</summary>
/// <param name="VpcId">For example <c>vpc-0123456789abcdef0</c>.</param>
/// <param name="Cidrs">The VPC's networks; the first is the primary one.</param>
/// <param name="Subnets">Ranges of the VPC's networks, each with the routes of its route table.</param>
/// <param name="SecurityGroups">Every group of the VPC that an interface or the association may name.</param>
/// <param name="Interfaces">The elastic network interfaces that should exist.</param>
/// <param name="Lattice">Set while the VPC is associated with a service network.</param>
/// <param name="InternetGateway">True when an internet gateway is attached.</param>
/// <param name="NatGateways">NAT gateways that live in this VPC's subnets.</param>
/// <param name="DnsSupport">The VPC attribute enableDnsSupport: whether base+2 and 169.254.169.253 answer.</param>
public sealed record VpcSpec(
    string VpcId,
    ValueList<Cidr> Cidrs,
    ValueList<SubnetSpec> Subnets,
    ValueList<SecurityGroupSpec> SecurityGroups,
    ValueList<InterfaceSpec> Interfaces,
    LatticeAttachmentSpec? Lattice,
    bool InternetGateway,
    ValueList<NatGatewaySpec> NatGateways,
    bool DnsSupport)
{
    /// <summary>The resource gateways of this VPC: Lattice reaches resources from their addresses.</summary>
    public ValueList<ResourceGatewaySpec> ResourceGateways { get; init; } = [];

    /// <summary>The VPC's endpoints: services and resources are reached at addresses of its own subnets.</summary>
    public ValueList<EndpointSpec> Endpoints { get; init; } = [];

    /// <summary>Base plus two: where the VPC's resolver listens.</summary>
    public IPAddress ResolverAddress => Cidrs[0].AddressAt(2);
}

/// <summary>A subnet and where its packets go.</summary>
public sealed record SubnetSpec(string SubnetId, Cidr Cidr, ValueList<RouteSpec> Routes)
{
    /// <summary>Base plus one: the address that interfaces use as their gateway.</summary>
    public IPAddress GatewayAddress => Cidr.AddressAt(1);
}

/// <summary>A route of a subnet's route table. The VPC's own (local) routes are understood.</summary>
public sealed record RouteSpec(Cidr Destination, RouteTarget Target);

/// <summary>Where a route leads.</summary>
public abstract record RouteTarget
{
    private RouteTarget()
    {
    }

    /// <summary>To the internet; an interface needs a public address to be answered.</summary>
    public sealed record InternetGateway : RouteTarget;

    /// <summary>To the internet under the NAT gateway's public address.</summary>
    public sealed record NatGateway(string NatGatewayId) : RouteTarget;

    /// <summary>Nowhere: the target is gone.</summary>
    public sealed record Blackhole : RouteTarget;
}

/// <summary>A NAT gateway: packets of subnets that route to it leave with its public address.</summary>
public sealed record NatGatewaySpec(
    string NatGatewayId, string SubnetId, IPAddress PrivateAddress, IPAddress? PublicAddress);

/// <summary>The VPC's association with a service network.</summary>
/// <param name="SecurityGroupIds">
/// The groups whose ingress rules decide who may reach Lattice addresses in this VPC; empty means no filtering.
/// </param>
public sealed record LatticeAttachmentSpec(ValueList<string> SecurityGroupIds)
{
    /// <summary>What of <see cref="WellKnown.LatticeResources"/> leads to a resource; the rest is refused.</summary>
    public ValueList<ResourceEntranceSpec> Resources { get; init; } = [];
}

/// <summary>An address at which clients of the VPC reach a resource, and one range of its TCP ports.</summary>
public sealed record ResourceEntranceSpec(IPAddress Address, int FirstPort, int LastPort);

/// <summary>A resource gateway: addresses that are Lattice's own in the VPC, and the groups that they carry.</summary>
public sealed record ResourceGatewaySpec(
    string GatewayId, ValueList<IPAddress> Addresses, ValueList<string> SecurityGroupIds);

/// <summary>A VPC endpoint: addresses that are Lattice's own in the VPC, and the groups that guard them.</summary>
public sealed record EndpointSpec(
    string EndpointId, ValueList<IPAddress> Addresses, ValueList<string> SecurityGroupIds)
{
    /// <summary>What of the addresses leads to resources; at the others services listen.</summary>
    public ValueList<ResourceEntranceSpec> Resources { get; init; } = [];
}

/// <summary>An elastic network interface: one private address, guarded by security groups.</summary>
/// <param name="InterfaceId">For example <c>eni-0123456789abcdef0</c>.</param>
/// <param name="SubnetId">The subnet of its address.</param>
/// <param name="PrivateAddress">Its private IPv4 address.</param>
/// <param name="MacAddress">Six hex pairs with colons.</param>
/// <param name="SecurityGroupIds">One to five groups of the same VPC.</param>
/// <param name="PublicAddress">The public address that maps to it, if any.</param>
/// <param name="Sandbox">
/// The named network namespace that holds the guest end. If the name does not exist, the fabric makes it; a container
/// engine makes it first. Null: the interface has no guest (a NAT gateway's), only its address is taken.
/// </param>
/// <param name="Owner">For people and for explaining: <c>task/…</c>, <c>host/…</c>.</param>
public sealed record InterfaceSpec(
    string InterfaceId,
    string SubnetId,
    IPAddress PrivateAddress,
    string MacAddress,
    ValueList<string> SecurityGroupIds,
    IPAddress? PublicAddress,
    string? Sandbox,
    string Owner);

/// <summary>A security group: nothing passes but what a rule allows; answers to what was allowed always pass.</summary>
public sealed record SecurityGroupSpec(
    string GroupId, ValueList<SecurityGroupRuleSpec> Ingress, ValueList<SecurityGroupRuleSpec> Egress);

/// <summary>One allowance.</summary>
/// <param name="RuleId">For example <c>sgr-0123456789abcdef0</c>; explaining names it.</param>
/// <param name="Protocol">The IP protocol number; null means every protocol.</param>
/// <param name="FromPort">First port (or ICMP type); null means all.</param>
/// <param name="ToPort">Last port (or ICMP code); null means all.</param>
/// <param name="Peer">The other side: the source of ingress, the destination of egress.</param>
public sealed record SecurityGroupRuleSpec(string RuleId, int? Protocol, int? FromPort, int? ToPort, PeerSpec Peer);

/// <summary>The other side of a security group rule.</summary>
public abstract record PeerSpec
{
    private PeerSpec()
    {
    }

    /// <summary>Addresses; also what a prefix list comes down to.</summary>
    public sealed record Addresses(ValueList<Cidr> Cidrs) : PeerSpec;

    /// <summary>The interfaces that carry a group.</summary>
    public sealed record Group(string GroupId) : PeerSpec;
}

/// <summary>Addresses that AWS fixes.</summary>
public static class WellKnown
{
    /// <summary>Lattice's entry addresses, and the source of its requests to targets.</summary>
    public static Cidr Lattice { get; } = Cidr.Parse("169.254.171.0/24");

    /// <summary>
    /// Entry addresses of resources (VPC Lattice user guide, "Security groups"); they are not routed on the internet.
    /// </summary>
    public static Cidr LatticeResources { get; } = Cidr.Parse("129.224.0.0/17");

    /// <summary>
    /// Where the proxy accepts connections to resources, whatever their address and port: they are diverted to it.
    /// </summary>
    public static IPEndPoint ResourceListener { get; } = new(IPAddress.Parse("169.254.171.1"), 15001);

    /// <summary>The second address of every VPC's resolver.</summary>
    public static IPAddress Resolver { get; } = IPAddress.Parse("169.254.169.253");

    /// <summary>The source address of the proxy's connections and health checks to targets.</summary>
    public static IPAddress LatticeSource { get; } = IPAddress.Parse("169.254.171.1");

    /// <summary>Instance metadata.</summary>
    public static IPAddress Metadata { get; } = IPAddress.Parse("169.254.169.254");

    /// <summary>The credentials and the metadata of ECS tasks.</summary>
    public static IPAddress TaskMetadata { get; } = IPAddress.Parse("169.254.170.2");
}
