using System.Net;
using Pergola.Core;

namespace Pergola.Machine.Network.Rules;

/// <summary>
/// Public addresses. They are exchanged inside the VPC, before a packet leaves and after one has come, so that equal
/// private networks never meet outside.
/// </summary>
public static class AddressTranslation
{
    private static readonly Match ToInternet = new Match.Link(Direction.Out, LinkName.Internet);

    /// <summary>Every public address of the VPC: those of interfaces and those of NAT gateways.</summary>
    public static IEnumerable<IPAddress> PublicAddresses(VpcSpec vpc) => !vpc.InternetGateway
        ? []
        : vpc.Interfaces.Select(each => each.PublicAddress)
            .Concat(vpc.NatGateways.Select(each => each.PublicAddress))
            .OfType<IPAddress>()
            .Distinct();

    /// <summary>No chains for a VPC without an internet gateway.</summary>
    public static IEnumerable<Chain> Chains(VpcSpec vpc) => !vpc.InternetGateway ? [] :
    [
        new Chain("public_in", new ChainHook(HookPoint.NatPrerouting, -100, false),
        [
            new Rule(
                [new Match.Link(Direction.In, LinkName.Internet)], new RuleVerdict.TranslateDestination(Inward(vpc))),
        ]),
        new Chain("public_out", new ChainHook(HookPoint.NatPostrouting, 100, false), [.. Outward(vpc)]),
        new Chain("private_stays", new ChainHook(HookPoint.Postrouting, 200, false),
        [
            // AWS: an interface without a public address gets nowhere through an internet gateway.
            new Rule([ToInternet, new Match.Source(vpc.Cidrs)], new RuleVerdict.Log(Refusal.Private)),
            new Rule([ToInternet, new Match.Source(vpc.Cidrs)], new RuleVerdict.Drop()),
        ]),
    ];

    private static ValueList<AddressPair> Inward(VpcSpec vpc) =>
    [
        .. vpc.Interfaces
            .Where(each => each.PublicAddress is not null)
            .Select(each => new AddressPair(each.PublicAddress!, each.PrivateAddress)),
    ];

    // The longest route decides which public address a packet leaves with, as it decides the way.
    private static IEnumerable<Rule> Outward(VpcSpec vpc)
    {
        ValueList<AddressPair> own = [.. Inward(vpc).Select(pair => new AddressPair(pair.To, pair.From))];
        foreach (var (subnet, route) in vpc.Subnets
            .SelectMany(subnet => subnet.Routes.Select(route => (subnet, route)))
            .OrderByDescending(each => each.route.Destination.PrefixLength))
        {
            ValueList<Match> packet =
                [ToInternet, new Match.Source([subnet.Cidr]), new Match.Destination([route.Destination])];
            switch (route.Target)
            {
                case RouteTarget.InternetGateway:
                    yield return new Rule(packet, new RuleVerdict.TranslateSource(own));
                    yield return new Rule(packet, new RuleVerdict.Return());
                    break;
                case RouteTarget.NatGateway nat when PublicAddressOf(vpc, nat.NatGatewayId) is { } address:
                    yield return new Rule(packet, new RuleVerdict.Masquerade(address));
                    break;
            }
        }
    }

    private static IPAddress? PublicAddressOf(VpcSpec vpc, string natGatewayId) =>
        vpc.NatGateways.FirstOrDefault(each => each.NatGatewayId == natGatewayId)?.PublicAddress;
}
