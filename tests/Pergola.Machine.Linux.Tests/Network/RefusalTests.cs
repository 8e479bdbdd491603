using System.Net;
using Pergola.Core;
using Pergola.Machine.Network;
using Pergola.Machine.Network.Twin;
using Pergola.Planning.Fabric;

namespace Pergola.Machine.Linux.Tests.Network;

/// <summary>What people are told about a refused packet.</summary>
public sealed class RefusalTests
{
    private static readonly FabricBuilder s_network = new FabricBuilder("test").Vpc("vpc-1", "10.0.0.0/16", vpc => vpc
        .InternetGateway()
        .Subnet("10.0.1.0/24", new RouteSpec(Cidr.Everything, new RouteTarget.InternetGateway()))
        .Group("sg-web", Allow.TcpFrom("sg-client", 80))
        .Group("sg-client", Allow.TcpTo("10.0.0.0/8", 1, 65535), Allow.TcpTo("203.0.113.0/24", 80))
        .Interface("eni-web", "10.0.1.5", "sg-web")
        .Interface("eni-client", "10.0.1.6", "sg-client")
        .Associated("sg-web")
        .Endpoint("vpce-1", "10.0.1.20", 5432, "sg-web"));

    [Theory]
    [InlineData("10.0.1.5", 6, 81, "No ingress rule of sg-web (eni-web) allows TCP port 81 from 10.0.1.6.")]
    [InlineData("10.0.1.5", 17, 80, "No egress rule of sg-client (eni-client) allows UDP port 80 to 10.0.1.5.")]
    [InlineData("169.254.171.1", 6, 9, "No egress rule of sg-client (eni-client) allows TCP port 9 to 169.254.171.1.")]
    [InlineData(
        "203.0.113.9",
        6,
        80,
        "10.0.1.6 has no public address, so the internet gateway does not carry its packets. "
            + "Give it one, or route its subnet to a NAT gateway.")]
    public void A_refusal_names_the_groups_and_what_they_lack(string to, int protocol, int port, string words) =>
        Assert.Equal(words, Trace(new Packet("vpc-1", "eni-client", IPAddress.Parse(to), protocol, port)));

    [Fact]
    public void A_refusal_of_the_association_says_that_it_is_the_association() => Assert.Equal(
        "No ingress rule of sg-web, which guards the association of vpc-1 with its service network, "
            + "allows TCP port 443 from 10.0.1.5.",
        Trace(new Packet("vpc-1", "eni-web", IPAddress.Parse("169.254.171.1"), 6, 443)));

    [Fact]
    public void A_refusal_of_an_endpoint_names_it() => Assert.Equal(
        "No ingress rule of sg-web, which guards vpce-1, allows TCP port 5432 from 10.0.1.6.",
        Trace(new Packet("vpc-1", "eni-client", IPAddress.Parse("10.0.1.20"), 6, 5432)));

    [Fact]
    public void A_refusal_of_a_false_source_names_it() => Assert.Equal(
        "eni-web may not send from 10.0.1.9, which is not its address.",
        Trace(new Packet("vpc-1", "eni-web", IPAddress.Parse("10.0.1.6"), 6, 80, IPAddress.Parse("10.0.1.9"))));

    private static string Trace(Packet packet)
    {
        var fabric = new FabricTwin();
        fabric.Apply(FabricPlanner.Plan(s_network.Spec, fabric.Observe()));
        return Assert.IsType<Verdict.Dropped>(fabric.Trace(packet)).Where;
    }
}
