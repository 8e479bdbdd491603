using System.Net;
using Pergola.Core;

namespace Pergola.Machine.Network;

/// <summary>The network of one node, as this product needs it and nothing more.</summary>
public interface IFabric
{
    /// <summary>What is there now, read from the machine; never what we believe we wrote.</summary>
    FabricState Observe();

    /// <summary>Applies operations in order and stops at the first that fails. Repeating a plan is harmless.</summary>
    FabricOutcome Apply(ValueList<FabricOp> plan);

    /// <summary>What happens to this packet. The twin computes it; Linux sends a real probe.</summary>
    Verdict Trace(Packet packet);
}

/// <summary>What a node's network is. Fingerprints are those of the specs that were applied last.</summary>
public sealed record FabricState(ValueList<VpcState> Vpcs);

/// <summary>One VPC that is there.</summary>
/// <param name="Fingerprint">Of the VPC without its interfaces and rules; empty when unknown, so it is redone.</param>
/// <param name="RulesFingerprint">Of the security groups, membership and Lattice attachment in force.</param>
public sealed record VpcState(
    string VpcId, string Fingerprint, string RulesFingerprint, ValueList<InterfaceState> Interfaces);

/// <summary>One interface that is there.</summary>
public sealed record InterfaceState(string InterfaceId, string Fingerprint);

/// <summary>What can be done to the network. Each is idempotent, as its name says.</summary>
public abstract record FabricOp
{
    private FabricOp(string vpcId) => VpcId = vpcId;

    /// <summary>The VPC that it touches.</summary>
    public string VpcId { get; }

    /// <summary>
    /// The VPC exists with these subnets, routes, gateways and resolver addresses. Interfaces are not touched.
    /// </summary>
    public sealed record EnsureVpc(VpcSpec Vpc) : FabricOp(Vpc.VpcId);

    /// <summary>The interface exists in the VPC and in its sandbox.</summary>
    public sealed record EnsureInterface(VpcSpec Vpc, InterfaceSpec Interface) : FabricOp(Vpc.VpcId);

    /// <summary>Exactly these security groups, members and Lattice rules are in force, swapped in one step.</summary>
    public sealed record EnsureRules(VpcSpec Vpc) : FabricOp(Vpc.VpcId);

    /// <summary>The interface, and its sandbox if the fabric made it, are gone.</summary>
    public sealed record RemoveInterface(string VpcId, string InterfaceId) : FabricOp(VpcId);

    /// <summary>The VPC and everything in it are gone.</summary>
    public sealed record RemoveVpc(string VpcId) : FabricOp(VpcId);
}

/// <summary>How a plan ended.</summary>
/// <param name="Applied">How many operations succeeded.</param>
/// <param name="Failure">Why the next one did not; null when all succeeded.</param>
public sealed record FabricOutcome(int Applied, string? Failure);

/// <summary>A packet to ask about.</summary>
/// <param name="VpcId">Where it starts.</param>
/// <param name="FromInterface">The interface that sends it; null: the Lattice proxy in that VPC sends it.</param>
/// <param name="To">Where to.</param>
/// <param name="Protocol">6 for TCP, 17 for UDP, 1 for ICMP.</param>
/// <param name="Port">The destination port.</param>
/// <param name="Source">The source address it claims; null: the interface's own.</param>
public sealed record Packet(
    string VpcId, string? FromInterface, IPAddress To, int Protocol, int Port, IPAddress? Source = null);

/// <summary>What becomes of a packet.</summary>
public abstract record Verdict
{
    private Verdict()
    {
    }

    /// <summary>It arrives (at an interface, or at the node's own address such as Lattice or the resolver).</summary>
    public sealed record Delivered : Verdict;

    /// <summary>It is dropped silently by a security group or as spoofed.</summary>
    /// <param name="Where">
    /// For people: which layer, which groups, and which rule is missing. Not part of equality.
    /// </param>
    public sealed record Dropped(string Where) : Verdict
    {
        /// <inheritdoc/>
        public bool Equals(Dropped? other) => other is not null;

        /// <inheritdoc/>
        public override int GetHashCode() => 1;
    }

    /// <summary>There is no way to that address.</summary>
    public sealed record NoRoute : Verdict;
}

/// <summary>Sockets that live inside a VPC. Safe to call from any thread.</summary>
public interface IVpcSockets
{
    /// <summary>A new socket of the VPC's network. Bind, listen and connect it like any other.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The VPC is not there.</exception>
    System.Net.Sockets.Socket Open(
        string vpcId,
        System.Net.Sockets.AddressFamily family,
        System.Net.Sockets.SocketType type,
        System.Net.Sockets.ProtocolType protocol);
}
