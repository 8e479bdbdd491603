using Pergola.Core;

namespace Pergola.Machine.Network.Rules;

/// <summary>
/// From a VPC to its packet rules. The egress groups of the sender and the ingress groups of the receiver are two
/// chains of the same hook: accepting in one does not spare the packet the other.
/// </summary>
public static class RulesetCompiler
{
    private const string SenderMap = "sender";
    private const string ReceiverMap = "receiver";
    private const int Tcp = 6;
    private const int Udp = 17;
    private const int HttpPort = 80;
    private const int DnsPort = 53;

    /// <summary>Where Lattice is reached in a VPC: services and resources.</summary>
    private static readonly ValueList<Cidr> s_entrances = [WellKnown.Lattice, WellKnown.LatticeResources];

    private static readonly Rule Answers = new([new Match.Established()], new RuleVerdict.Accept());

    /// <summary>Compiles; the same VPC always gives the same rules.</summary>
    public static Ruleset Compile(VpcSpec vpc)
    {
        var guests = vpc.Interfaces.Where(each => each.Sandbox is not null).ToList();
        var combinations = new GroupCombinations(vpc, guests);
        return new Ruleset(
            FabricFingerprint.OfRules(vpc),
            GroupChains.Sets(vpc),
            [.. guests.Select(each => new SourceGuard(LinkName.Of(each.InterfaceId), each.PrivateAddress))],
            [
                combinations.Map(SenderMap, Direction.In, "out"),
                combinations.Map(ReceiverMap, Direction.Out, "in"),
            ],
            [
                .. vpc.SecurityGroups.SelectMany(GroupChains.Of),
                .. combinations.Chains("out"),
                .. combinations.Chains("in"),
                Spoofing(),
                .. ResourceChains.Of(vpc),
                ForwardEgress(),
                ForwardIngress(),
                InputEgress(vpc),
                InputIngress(vpc),
                Output(),
                .. AddressTranslation.Chains(vpc),
            ]);
    }

    private static Chain Spoofing() => new("spoofing", new ChainHook(HookPoint.RawPrerouting, -300, false),
    [
        new Rule([new Match.Link(Direction.In, LinkName.AnyInterface, Not: true)], new RuleVerdict.Accept()),
        new Rule([new Match.GuardedSource()], new RuleVerdict.Accept()),
        new Rule([], new RuleVerdict.Log(Refusal.Spoofed)),
        new Rule([], new RuleVerdict.Drop()),
    ]);

    private static Chain ForwardEgress() => new("forward_egress", new ChainHook(HookPoint.Forward, 0, true),
    [
        Answers,
        new Rule([new Match.Link(Direction.In, LinkName.Internet)], new RuleVerdict.Accept()),
        new Rule([], new RuleVerdict.Dispatch(SenderMap)),
        new Rule([], new RuleVerdict.Log(Refusal.Egress)),
    ]);

    private static Chain ForwardIngress() => new("forward_ingress", new ChainHook(HookPoint.Forward, 10, true),
    [
        Answers,
        new Rule([new Match.Link(Direction.Out, LinkName.Internet)], new RuleVerdict.Accept()),
        new Rule([], new RuleVerdict.Dispatch(ReceiverMap)),
        new Rule([], new RuleVerdict.Log(Refusal.Ingress)),
    ]);

    // AWS: security groups do not filter the resolver, instance metadata and task credentials.
    private static Chain InputEgress(VpcSpec vpc) => new("input_egress", new ChainHook(HookPoint.Input, 0, true),
    [
        Answers,
        new Rule([new Match.Link(Direction.In, "lo")], new RuleVerdict.Accept()),
        .. AmazonServices(vpc),
        new Rule([new Match.Destination(s_entrances)], new RuleVerdict.Dispatch(SenderMap)),
        .. EndpointChains.FromSenders(vpc, SenderMap),
        new Rule([], new RuleVerdict.Log(Refusal.Egress)),
    ]);

    private static Chain InputIngress(VpcSpec vpc) => new("input_ingress", new ChainHook(HookPoint.Input, 10, true),
    [
        Answers,
        new Rule([new Match.Link(Direction.In, "lo")], new RuleVerdict.Accept()),
        .. AmazonServices(vpc),
        .. AssociationRules(vpc),
        .. EndpointChains.ToEndpoints(vpc),
        new Rule([], new RuleVerdict.Log(Refusal.Association)),
    ]);

    // An association without groups lets every client of the VPC in. Lattice speaks TCP only.
    private static IEnumerable<Rule> AssociationRules(VpcSpec vpc)
    {
        if (vpc.Lattice is not { } lattice)
        {
            return [];
        }

        var toLattice = new Match[] { new Match.Destination(s_entrances), new Match.Protocol(Tcp) };
        return lattice.SecurityGroupIds.Count == 0
            ? [new Rule([.. toLattice], new RuleVerdict.Accept())]
            : lattice.SecurityGroupIds.Where(id => GroupChains.Exists(vpc, id)).Select(
                id => new Rule([.. toLattice], new RuleVerdict.Jump(GroupChains.Name(id, "in"))));
    }

    private static IEnumerable<Rule> AmazonServices(VpcSpec vpc)
    {
        if (vpc.DnsSupport)
        {
            var resolvers = new Match.Destination([Cidr.Of(vpc.ResolverAddress), Cidr.Of(WellKnown.Resolver)]);
            yield return new Rule([resolvers, new Match.Ports(Udp, DnsPort, DnsPort)], new RuleVerdict.Accept());
            yield return new Rule([resolvers, new Match.Ports(Tcp, DnsPort, DnsPort)], new RuleVerdict.Accept());
        }

        yield return new Rule(
            [
                new Match.Destination([Cidr.Of(WellKnown.Metadata), Cidr.Of(WellKnown.TaskMetadata)]),
                new Match.Ports(Tcp, HttpPort, HttpPort),
            ],
            new RuleVerdict.Accept());
    }

    private static Chain Output() => new("output", new ChainHook(HookPoint.Output, 10, false),
    [
        Answers,
        new Rule([new Match.IcmpError()], new RuleVerdict.Accept()),
        new Rule([], new RuleVerdict.Dispatch(ReceiverMap)),
        new Rule(
            [new Match.Link(Direction.Out, LinkName.AnyInterface)],
            new RuleVerdict.Log(Refusal.Ingress)),
        new Rule([new Match.Link(Direction.Out, LinkName.AnyInterface)], new RuleVerdict.Drop()),
    ]);
}
