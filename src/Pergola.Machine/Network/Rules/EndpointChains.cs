using Pergola.Core;

namespace Pergola.Machine.Network.Rules;

/// <summary>
/// VPC endpoints: like any receiver, each is guarded by its own groups, and senders by theirs. They speak TCP only.
/// </summary>
internal static class EndpointChains
{
    private const int Tcp = 6;

    /// <summary>The egress groups of whoever sends to an endpoint decide; none without endpoints.</summary>
    public static IEnumerable<Rule> FromSenders(VpcSpec vpc, string senderMap)
    {
        ValueList<Cidr> all = [.. vpc.Endpoints.SelectMany(endpoint => endpoint.Addresses).Select(Cidr.Of)];
        return all.Count == 0
            ? []
            : [new Rule([new Match.Destination(all)], new RuleVerdict.Dispatch(senderMap))];
    }

    /// <summary>What an endpoint's ingress groups let in; nothing else enters there.</summary>
    public static IEnumerable<Rule> ToEndpoints(VpcSpec vpc) =>
        from endpoint in vpc.Endpoints
        where endpoint.Addresses.Count > 0
        from id in endpoint.SecurityGroupIds
        where GroupChains.Exists(vpc, id)
        select new Rule(
            [new Match.Destination([.. endpoint.Addresses.Select(Cidr.Of)]), new Match.Protocol(Tcp)],
            new RuleVerdict.Jump(GroupChains.Name(id, "in")));
}
