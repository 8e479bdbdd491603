using System.Net.Sockets;
using Pergola.Core;
using Pergola.Machine.Network;

namespace Pergola.Machine.Linux.Network;

/// <summary>
/// The node's network in the Linux kernel: a VPC is a network namespace, an interface is a routed veth, security
/// groups are one nftables table per VPC.
/// </summary>
/// <param name="prefix">What every namespace of this instance starts with, for example <c>pg4566</c>.</param>
public sealed class LinuxFabric(string prefix) : IFabric, IVpcSockets
{
    /// <inheritdoc/>
    public FabricState Observe() => throw new NotImplementedException(prefix);

    /// <inheritdoc/>
    public FabricOutcome Apply(ValueList<FabricOp> plan) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Verdict Trace(Packet packet) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Socket Open(string vpcId, AddressFamily family, SocketType type, ProtocolType protocol) =>
        throw new NotImplementedException();

    /// <summary>Removes every namespace of this instance, whoever made it.</summary>
    public void RemoveEverything() => throw new NotImplementedException();

    /// <summary>Names of namespaces that start with the prefix, and what is in them; all of them for "".</summary>
    public static ValueList<string> Leftovers(string prefixOrAll) => throw new NotImplementedException(prefixOrAll);
}
