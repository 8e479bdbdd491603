using Pergola.Core;

namespace Pergola.Machine.Network.Rules;

/// <summary>
/// Resources of VPC Lattice: their clients' connections are diverted to the proxy, and what the proxy sends from a
/// gateway's address obeys the egress rules of the gateway's groups. No chains without resources and gateways.
/// </summary>
internal static class ResourceChains
{
    private const int Tcp = 6;

    // After conntrack and before routing, where nftables can hand a connection to a socket.
    private const int ManglePriority = -150;

    public static IEnumerable<Chain> Of(VpcSpec vpc) => [.. Diversions(vpc), .. GatewayEgress(vpc)];

    private static IEnumerable<Chain> Diversions(VpcSpec vpc)
    {
        ResourceEntranceSpec[] entrances =
            [.. vpc.Lattice?.Resources ?? [], .. vpc.Endpoints.SelectMany(endpoint => endpoint.Resources)];
        return entrances.Length == 0 ? [] :
        [
            new Chain("resources", new ChainHook(HookPoint.RawPrerouting, ManglePriority, false),
            [
                .. entrances.Select(entrance => new Rule(
                    [
                        new Match.Destination([Cidr.Of(entrance.Address)]),
                        new Match.Ports(Tcp, entrance.FirstPort, entrance.LastPort),
                    ],
                    new RuleVerdict.Divert(WellKnown.ResourceListener))),
            ]),
        ];
    }

    // The receiver's rules follow in a chain of their own, which an acceptance here does not spare the packet.
    private static IEnumerable<Chain> GatewayEgress(VpcSpec vpc) => vpc.ResourceGateways.Count == 0
        ? []
        :
        [
            new Chain("gateway_egress", new ChainHook(HookPoint.Output, 0, false),
            [
                new Rule([new Match.Established()], new RuleVerdict.Accept()),
                .. vpc.ResourceGateways.SelectMany(gateway => Egress(vpc, gateway)),
            ]),
        ];

    private static IEnumerable<Rule> Egress(VpcSpec vpc, ResourceGatewaySpec gateway)
    {
        var own = new Match.Source([.. gateway.Addresses.Select(Cidr.Of)]);
        return
        [
            .. gateway.SecurityGroupIds
                .Where(id => GroupChains.Exists(vpc, id))
                .Select(id => new Rule([own], new RuleVerdict.Jump(GroupChains.Name(id, "out")))),
            new Rule([own], new RuleVerdict.Log(Refusal.Egress)),
            new Rule([own], new RuleVerdict.Drop()),
        ];
    }
}
