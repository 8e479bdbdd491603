using System.Net;
using Pergola.Machine.Network.Rules;

namespace Pergola.Machine.Linux.Tests.Network;

/// <summary>What the rules let leave a resource gateway.</summary>
public sealed class GatewayRuleTests
{
    [Theory]
    [InlineData("10.0.1.6", 80, true)]
    [InlineData("10.0.1.6", 81, false)]
    [InlineData("10.0.1.7", 80, false)]
    public void A_gateway_sends_what_an_egress_rule_of_its_groups_allows(string to, int port, bool passes)
    {
        var spec = new FabricBuilder("pg").Vpc("red", "10.0.0.0/16", vpc => vpc
            .Subnet("10.0.1.0/24")
            .Group("gate", Allow.TcpTo("10.0.1.6/32", 80))
            .ResourceGateway("10.0.1.9", "gate")).Spec.Vpcs[0];
        var rules = new RulesetWalk(RulesetCompiler.Compile(spec));

        TravellingPacket From(string source) =>
            new(IPAddress.Parse(source), IPAddress.Parse(to), 6, port, null, "lan");

        Assert.Equal(passes, rules.Enter(HookPoint.Output, From("10.0.1.9")).DroppedIn is null);
        Assert.Null(rules.Enter(HookPoint.Output, From("169.254.171.1")).DroppedIn);
    }
}
