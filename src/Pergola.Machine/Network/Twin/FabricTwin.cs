using System.Collections.Immutable;
using System.Diagnostics;
using Pergola.Core;
using Pergola.Machine.Network.Rules;

namespace Pergola.Machine.Network.Twin;

/// <summary>
/// A fabric in memory. It keeps what was applied and walks packets through the same rules that Linux loads into the
/// kernel. For tests and simulations; its promises are those of the conformance suite.
/// </summary>
public sealed class FabricTwin : IFabric
{
    private ImmutableSortedDictionary<string, TwinVpc> _vpcs =
        ImmutableSortedDictionary.Create<string, TwinVpc>(StringComparer.Ordinal);

    /// <inheritdoc/>
    public FabricState Observe() => new(
    [
        .. _vpcs.Values.Select(vpc => new VpcState(
            vpc.Structure.VpcId,
            FabricFingerprint.Of(vpc.Structure),
            vpc.Rules?.Stamp ?? "",
            [
                .. vpc.Interfaces.Select(each =>
                    new InterfaceState(each.InterfaceId, FabricFingerprint.Of(vpc.Structure, each))),
            ])),
    ]);

    /// <inheritdoc/>
    public FabricOutcome Apply(ValueList<FabricOp> plan)
    {
        foreach (var (index, step) in plan.Index())
        {
            if (Apply(step) is { } failure)
            {
                return new FabricOutcome(index, $"{step.GetType().Name}: {failure}");
            }
        }

        return new FabricOutcome(plan.Count, null);
    }

    /// <inheritdoc/>
    public Verdict Trace(Packet packet)
    {
        var vpc = _vpcs[packet.VpcId];
        if (packet.FromInterface is null)
        {
            return Send(vpc, new TravellingPacket(
                WellKnown.LatticeSource, packet.To, packet.Protocol, packet.Port, null, null));
        }

        var sender = vpc.Interfaces.First(each => each.InterfaceId == packet.FromInterface);
        return Receive(vpc, new TravellingPacket(
            packet.Source ?? sender.PrivateAddress,
            packet.To,
            packet.Protocol,
            packet.Port,
            LinkName.Of(sender.InterfaceId),
            null));
    }

    private string? Apply(FabricOp step)
    {
        switch (step)
        {
            case FabricOp.RemoveVpc(var vpcId):
                _vpcs = _vpcs.Remove(vpcId);
                return null;
            case FabricOp.EnsureVpc(var vpc):
                Put(_vpcs.TryGetValue(vpc.VpcId, out var present)
                    ? present with { Structure = vpc }
                    : new TwinVpc(vpc, null, null, [], []));
                return null;
            case FabricOp.RemoveInterface(var vpcId, var interfaceId):
                return _vpcs.TryGetValue(vpcId, out var holder) ? Put(Without(holder, interfaceId)) : null;
            case FabricOp.EnsureInterface(var vpc, var spec):
                return _vpcs.TryGetValue(vpc.VpcId, out var host)
                    ? Put(host with { Interfaces = [.. Without(host, spec.InterfaceId).Interfaces, spec] })
                    : $"There is no VPC '{vpc.VpcId}'.";
            case FabricOp.EnsureRules(var vpc):
                return _vpcs.TryGetValue(vpc.VpcId, out var ruled)
                    ? Put(ruled with
                    {
                        Ruled = vpc,
                        Rules = RulesetCompiler.Compile(vpc),
                        PublicAddresses = [.. AddressTranslation.PublicAddresses(vpc)],
                    })
                    : $"There is no VPC '{vpc.VpcId}'.";
            default:
                throw new UnreachableException();
        }
    }

    private string? Put(TwinVpc vpc)
    {
        _vpcs = _vpcs.SetItem(vpc.Structure.VpcId, vpc);
        return null;
    }

    private static TwinVpc Without(TwinVpc vpc, string interfaceId) =>
        vpc with { Interfaces = [.. vpc.Interfaces.Where(each => each.InterfaceId != interfaceId)] };

    // A packet arrives at the VPC by a link: guards, translation, routing, then the rules of its way.
    private Verdict Receive(TwinVpc vpc, TravellingPacket packet)
    {
        foreach (var point in new[] { HookPoint.RawPrerouting, HookPoint.NatPrerouting })
        {
            if (Enter(vpc, point, ref packet) is { } dropped)
            {
                return dropped;
            }
        }

        var (way, link) = vpc.Route(packet.From, packet.To);
        packet = packet with { OutLink = link };
        return way switch
        {
            TwinVpc.Way.None => new Verdict.NoRoute(),
            TwinVpc.Way.Here => Enter(vpc, HookPoint.Input, ref packet) ?? new Verdict.Delivered(),
            _ => Enter(vpc, HookPoint.Forward, ref packet) ?? Leave(vpc, packet),
        };
    }

    private Verdict Send(TwinVpc vpc, TravellingPacket packet)
    {
        var (way, link) = vpc.Route(packet.From, packet.To);
        packet = packet with { OutLink = link };
        return way switch
        {
            TwinVpc.Way.None => new Verdict.NoRoute(),
            TwinVpc.Way.Here => new Verdict.Delivered(),
            _ => Enter(vpc, HookPoint.Output, ref packet) ?? Leave(vpc, packet),
        };
    }

    private Verdict Leave(TwinVpc vpc, TravellingPacket packet)
    {
        foreach (var point in new[] { HookPoint.NatPostrouting, HookPoint.Postrouting })
        {
            if (Enter(vpc, point, ref packet) is { } dropped)
            {
                return dropped;
            }
        }

        if (packet.OutLink != LinkName.Internet)
        {
            return new Verdict.Delivered();
        }

        var owner = _vpcs.Values.FirstOrDefault(each => each.PublicAddresses.Contains(packet.To));
        return owner is null
            ? new Verdict.NoRoute()
            : Receive(owner, packet with { InLink = LinkName.Internet, OutLink = null });
    }

    private static Verdict? Enter(TwinVpc vpc, HookPoint point, ref TravellingPacket packet)
    {
        if (vpc.Rules is null || vpc.Ruled is null)
        {
            return null;
        }

        var outcome = new RulesetWalk(vpc.Rules).Enter(point, packet);
        packet = outcome.Packet;
        return outcome.DroppedIn is { } layer
            ? new Verdict.Dropped(Refusal.Explain(vpc.Ruled, layer, outcome.Packet))
            : null;
    }
}
