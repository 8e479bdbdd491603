using System.Diagnostics;
using System.Net.Sockets;
using Pergola.Core;
using Pergola.Machine.Network;
using Pergola.Machine.Network.Rules;

namespace Pergola.Machine.Linux.Network;

/// <summary>
/// The node's network in the Linux kernel: a VPC is a network namespace, an interface is a routed pair of links,
/// security groups are one nftables table per VPC. Nothing is remembered here: a new instance with the same prefix
/// finds what an earlier one made. Needs root, or uid 0 in a user namespace with a writable /run/netns.
/// </summary>
/// <param name="prefix">What every namespace of this instance starts with, for example <c>pg4566</c>.</param>
public sealed class LinuxFabric(string prefix) : IFabric, IVpcSockets
{
    private readonly FabricNames _names = new(prefix);
    private readonly Lock _tracing = new();

    /// <inheritdoc/>
    public FabricState Observe() => new(
        [.. NamedNetwork.StartingWith(_names.VpcPrefix).Select(ObserveVpc).OfType<VpcState>()]);

    /// <inheritdoc/>
    public FabricOutcome Apply(ValueList<FabricOp> plan)
    {
        foreach (var (index, step) in plan.Index())
        {
            try
            {
                Apply(step);
            }
            catch (Exception e) when (e is FabricException or IOException or UnauthorizedAccessException)
            {
                return new FabricOutcome(index, $"{step.GetType().Name}: {e.Message}");
            }
        }

        return new FabricOutcome(plan.Count, null);
    }

    /// <inheritdoc/>
    public Verdict Trace(Packet packet)
    {
        // The kernel gives a VPC's log of refusals to one reader at a time.
        lock (_tracing)
        {
            return new LinuxProbe(_names).Send(packet);
        }
    }

    /// <inheritdoc/>
    public Socket Open(string vpcId, AddressFamily family, SocketType type, ProtocolType protocol)
    {
        try
        {
            using var network = NamedNetwork.Open(_names.Vpc(vpcId));
            return NetworkSocket.Open(network, family, type, protocol);
        }
        catch (FabricException e)
        {
            throw new SocketException((int)SocketError.NetworkUnreachable, e.Message);
        }
    }

    /// <summary>
    /// Removes every namespace of this instance, whoever made it. Sockets that are still open keep theirs alive,
    /// without a name, until they are closed.
    /// </summary>
    public void RemoveEverything()
    {
        foreach (var vpc in NamedNetwork.StartingWith(_names.VpcPrefix))
        {
            RemoveVpc(_names.VpcId(vpc));
        }

        foreach (var name in NamedNetwork.StartingWith(_names.All))
        {
            NamedNetwork.Remove(name);
        }
    }

    /// <summary>Names of namespaces that start with the prefix, and what is in them; all of them for "".</summary>
    public static ValueList<string> Leftovers(string prefixOrAll) => FabricInventory.Of(prefixOrAll);

    private void Apply(FabricOp step)
    {
        switch (step)
        {
            case FabricOp.EnsureVpc(var vpc):
                LinuxVpc.Ensure(_names, vpc);
                break;
            case FabricOp.EnsureInterface(var vpc, var spec):
                LinuxInterface.Ensure(_names, vpc, spec);
                break;
            case FabricOp.EnsureRules(var vpc):
                InternetLink.EnsurePublicAddresses(_names, vpc);
                PacketFilter.Run(_names.Vpc(vpc.VpcId), NftScript.Render(RulesetCompiler.Compile(vpc)));
                break;
            case FabricOp.RemoveInterface(var vpcId, var interfaceId):
                LinuxInterface.Remove(_names, vpcId, interfaceId);
                break;
            case FabricOp.RemoveVpc(var vpcId):
                RemoveVpc(vpcId);
                break;
            default:
                throw new UnreachableException();
        }
    }

    private void RemoveVpc(string vpcId)
    {
        var name = _names.Vpc(vpcId);
        if (NamedNetwork.Exists(name))
        {
            LinuxInterface.RemoveAll(name);
            NamedNetwork.Remove(name);
        }

        InternetLink.Remove(_names, vpcId);
    }

    private VpcState? ObserveVpc(string name)
    {
        try
        {
            using var network = NamedNetwork.Open(name);
            using var routes = new RouteSocket(network);
            var links = routes.Links();
            return new VpcState(
                _names.VpcId(name),
                LinuxVpc.FingerprintOf(links),
                PacketFilter.StampOf(network),
                LinuxInterface.Observe(links, routes.Routes()));
        }
        catch (FabricException)
        {
            // A name without a namespace, left by a crash: it is there, and nothing of it can be trusted.
            return NamedNetwork.Exists(name) ? new VpcState(_names.VpcId(name), "", "", []) : null;
        }
    }
}
