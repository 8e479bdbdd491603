using System.Net;
using Pergola.Core;
using Pergola.Machine.Network;
using Pergola.Planning.Fabric;

namespace Pergola.Machine.Linux.Tests.Network;

/// <summary>What every fabric promises. The twin and Linux run the same sentences.</summary>
public abstract class FabricConformance : IDisposable
{
    private static int s_count;
    private readonly string _prefix = $"pgt{Environment.ProcessId}x{Interlocked.Increment(ref s_count)}";
    private readonly Lazy<IFabric> _fabric;

    protected FabricConformance() => _fabric = new Lazy<IFabric>(() => CreateFabric(_prefix));

    private protected IFabric Fabric => _fabric.Value;

    private protected FabricBuilder Nothing => new(_prefix);

    private static Func<VpcBuilder, VpcBuilder> WebAndClient => vpc => vpc
        .Subnet("10.0.1.0/24")
        .Group("web", Allow.TcpFrom("client", 80))
        .Group("client")
        .Interface("eni-web", "10.0.1.5", "web")
        .Interface("eni-client", "10.0.1.6", "client")
        .Interface("eni-other", "10.0.1.7");

    private FabricBuilder OneVpc => Nothing.Vpc("red", "10.0.0.0/16", WebAndClient);

    [Fact]
    public void A_group_lets_in_the_members_of_the_group_that_it_names()
    {
        Apply(OneVpc);
        AssertDelivered("eni-client", "10.0.1.5", 80);
    }

    [Fact]
    public void Two_interfaces_of_one_subnet_are_strangers_until_a_group_lets_them_in()
    {
        Apply(OneVpc);
        AssertDropped("eni-client", "10.0.1.5", 81);
        AssertDropped("eni-web", "10.0.1.6", 80);
    }

    [Fact]
    public void An_interface_without_groups_can_neither_send_nor_receive()
    {
        Apply(OneVpc);
        AssertDropped("eni-other", "10.0.1.5", 80);
        AssertDropped("eni-client", "10.0.1.7", 80);
    }

    [Fact]
    public void The_same_address_in_two_vpcs_is_two_places()
    {
        Apply(OneVpc.Vpc("blue", "10.0.0.0/16", vpc => vpc
            .Subnet("10.0.1.0/24")
            .Group("open", Allow.AllFrom("0.0.0.0/0"))
            .Interface("eni-blue", "10.0.1.6", "open")
            .Interface("eni-lone", "10.0.1.9", "open")));
        AssertDropped("eni-web", "10.0.1.6", 80);
        AssertDelivered("eni-lone", "10.0.1.6", 80, vpc: "blue");
        AssertNoRoute("eni-client", "10.0.1.9");
        AssertNoRoute("eni-lone", "10.0.1.5", vpc: "blue");
    }

    [Fact]
    public void A_rule_for_a_network_lets_in_its_addresses_and_no_others()
    {
        Apply(Nothing.Vpc("red", "10.0.0.0/16", vpc => vpc
            .Subnet("10.0.1.0/24")
            .Subnet("10.0.2.0/24")
            .Group("web", Allow.TcpFrom("10.0.2.0/24", 80))
            .Group("client")
            .Interface("eni-web", "10.0.1.5", "web")
            .Interface("eni-near", "10.0.1.6", "client")
            .Interface("eni-far", "10.0.2.6", "client")));
        AssertDelivered("eni-far", "10.0.1.5", 80);
        AssertDropped("eni-near", "10.0.1.5", 80);
    }

    [Fact]
    public void A_range_of_ports_includes_both_ends()
    {
        Apply(Nothing.Vpc("red", "10.0.0.0/16", vpc => vpc
            .Subnet("10.0.1.0/24")
            .Group("web", Allow.TcpFrom("10.0.0.0/16", 8000, 8010))
            .Interface("eni-web", "10.0.1.5", "web")
            .Interface("eni-client", "10.0.1.6", "web")));
        AssertDropped("eni-client", "10.0.1.5", 7999);
        AssertDelivered("eni-client", "10.0.1.5", 8000);
        AssertDelivered("eni-client", "10.0.1.5", 8010);
        AssertDropped("eni-client", "10.0.1.5", 8011);
    }

    [Fact]
    public void A_rule_is_for_its_protocol_only()
    {
        Apply(Nothing.Vpc("red", "10.0.0.0/16", vpc => vpc
            .Subnet("10.0.1.0/24")
            .Group("web", Allow.UdpFrom("10.0.0.0/16", 80), Allow.PingFrom("10.0.0.0/16"))
            .Group("client")
            .Interface("eni-web", "10.0.1.5", "web")
            .Interface("eni-client", "10.0.1.6", "client")));
        AssertDropped("eni-client", "10.0.1.5", 80);
        AssertDelivered("eni-client", "10.0.1.5", 80, protocol: 17);
        AssertDelivered("eni-client", "10.0.1.5", 0, protocol: 1);
        AssertDropped("eni-web", "10.0.1.6", 0, protocol: 1);
    }

    [Fact]
    public void A_rule_for_all_protocols_lets_in_everything()
    {
        Apply(Nothing.Vpc("red", "10.0.0.0/16", vpc => vpc
            .Subnet("10.0.1.0/24")
            .Group("open", Allow.AllFrom("0.0.0.0/0"))
            .Interface("eni-web", "10.0.1.5", "open")
            .Interface("eni-client", "10.0.1.6", "open")));
        AssertDelivered("eni-client", "10.0.1.5", 1);
        AssertDelivered("eni-client", "10.0.1.5", 53, protocol: 17);
        AssertDelivered("eni-client", "10.0.1.5", 0, protocol: 1);
    }

    [Fact]
    public void The_senders_egress_rules_hold_whatever_the_receiver_allows()
    {
        Apply(Nothing.Vpc("red", "10.0.0.0/16", vpc => vpc
            .Subnet("10.0.1.0/24")
            .Group("open", Allow.AllFrom("0.0.0.0/0"))
            .Group("narrow", Allow.TcpTo("open", 443))
            .Interface("eni-web", "10.0.1.5", "open")
            .Interface("eni-client", "10.0.1.6", "narrow")));
        AssertDelivered("eni-client", "10.0.1.5", 443);
        AssertDropped("eni-client", "10.0.1.5", 80);
    }

    [Fact]
    public void An_interface_passes_what_any_of_its_groups_allows()
    {
        Apply(Nothing.Vpc("red", "10.0.0.0/16", vpc => vpc
            .Subnet("10.0.1.0/24")
            .Group("web", Allow.TcpFrom("0.0.0.0/0", 80))
            .Group("admin", Allow.TcpFrom("0.0.0.0/0", 22))
            .Interface("eni-web", "10.0.1.5", "web", "admin")
            .Interface("eni-client", "10.0.1.6", "web")));
        AssertDelivered("eni-client", "10.0.1.5", 80);
        AssertDelivered("eni-client", "10.0.1.5", 22);
        AssertDropped("eni-client", "10.0.1.5", 23);
    }

    [Fact]
    public void A_removed_rule_refuses_new_connections()
    {
        Apply(OneVpc);
        AssertDelivered("eni-client", "10.0.1.5", 80);
        Apply(Nothing.Vpc("red", "10.0.0.0/16", vpc => vpc
            .Subnet("10.0.1.0/24")
            .Group("web")
            .Group("client")
            .Interface("eni-web", "10.0.1.5", "web")
            .Interface("eni-client", "10.0.1.6", "client")));
        AssertDropped("eni-client", "10.0.1.5", 80);
    }

    [Fact]
    public void The_groups_of_the_association_decide_who_reaches_lattice()
    {
        Apply(Nothing.Vpc("red", "10.0.0.0/16", vpc => vpc
            .Subnet("10.0.1.0/24")
            .Group("lattice", Allow.TcpFrom("client", 80))
            .Group("client")
            .Group("other")
            .Interface("eni-client", "10.0.1.5", "client")
            .Interface("eni-other", "10.0.1.6", "other")
            .Associated("lattice")));
        AssertDelivered("eni-client", "169.254.171.33", 80);
        AssertDropped("eni-client", "169.254.171.33", 443);
        AssertDropped("eni-other", "169.254.171.33", 80);
    }

    [Fact]
    public void An_association_without_groups_lets_in_every_client_that_its_own_group_lets_out()
    {
        Apply(Nothing.Vpc("red", "10.0.0.0/16", vpc => vpc
            .Subnet("10.0.1.0/24")
            .Group("client")
            .Group("narrow", Allow.TcpTo("169.254.171.0/24", 443))
            .Interface("eni-client", "10.0.1.5", "client")
            .Interface("eni-narrow", "10.0.1.6", "narrow")
            .Associated()));
        AssertDelivered("eni-client", "169.254.171.33", 80);
        AssertDelivered("eni-narrow", "169.254.171.33", 443);
        AssertDropped("eni-narrow", "169.254.171.33", 80);
    }

    [Fact]
    public void There_is_no_way_to_lattice_without_an_association()
    {
        Apply(OneVpc);
        AssertNoRoute("eni-client", "169.254.171.33");
    }

    [Fact]
    public void The_proxy_reaches_a_target_only_if_the_targets_group_lets_lattice_in()
    {
        Apply(Nothing.Vpc("red", "10.0.0.0/16", vpc => vpc
            .Subnet("10.0.1.0/24")
            .Group("target", Allow.TcpFrom("169.254.171.0/24", 8080))
            .Interface("eni-target", "10.0.1.5", "target")));
        AssertDelivered(from: null, "10.0.1.5", 8080);
        AssertDropped(from: null, "10.0.1.5", 5432);
    }

    [Fact]
    public void The_resolver_answers_whatever_the_groups_say_and_nothing_else_is_open_there()
    {
        Apply(Nothing.Vpc("red", "10.0.0.0/16", vpc => vpc
            .Subnet("10.0.1.0/24")
            .Group("closed", Allow.Nothing)
            .Interface("eni-closed", "10.0.1.5", "closed")));
        AssertDelivered("eni-closed", "10.0.0.2", 53, protocol: 17);
        AssertDelivered("eni-closed", "169.254.169.253", 53);
        AssertDropped("eni-closed", "10.0.0.2", 80);
        AssertDropped("eni-closed", "10.0.1.1", 53);
    }

    [Fact]
    public void A_false_source_address_is_dropped()
    {
        Apply(Nothing.Vpc("red", "10.0.0.0/16", vpc => vpc
            .Subnet("10.0.1.0/24")
            .Group("open", Allow.AllFrom("0.0.0.0/0"))
            .Interface("eni-a", "10.0.1.5", "open")
            .Interface("eni-b", "10.0.1.6", "open")));
        var packet = new Packet("red", "eni-a", IPAddress.Parse("10.0.1.6"), 6, 80);
        Assert.Equal(new Verdict.Delivered(), Fabric.Trace(packet));
        var spoofed = packet with { Source = IPAddress.Parse("10.0.1.9") };
        Assert.Equal(new Verdict.Dropped("spoofed"), Fabric.Trace(spoofed));
    }

    [Fact]
    public void An_address_that_moves_to_another_interface_answers_there_at_once()
    {
        Apply(OneVpc);
        var moved = Nothing.Vpc("red", "10.0.0.0/16", vpc => vpc
            .Subnet("10.0.1.0/24")
            .Group("web", Allow.TcpFrom("client", 80))
            .Group("client")
            .Interface("eni-next", "10.0.1.5", "web")
            .Interface("eni-client", "10.0.1.6", "client"));
        Apply(moved);
        AssertDelivered("eni-client", "10.0.1.5", 80);
        AssertDropped("eni-next", "10.0.1.6", 80);
    }

    [Fact]
    public void A_public_address_is_reached_from_another_vpc_if_the_groups_let_it_in()
    {
        var internet = new RouteSpec(Cidr.Everything, new RouteTarget.InternetGateway());
        Apply(Nothing
            .Vpc("red", "10.0.0.0/16", vpc => vpc
                .InternetGateway()
                .Subnet("10.0.1.0/24", internet)
                .Group("web", Allow.TcpFrom("203.0.113.20/32", 80))
                .PublicInterface("eni-web", "10.0.1.5", "203.0.113.10", "web")
                .PublicInterface("eni-beside", "10.0.1.6", "203.0.113.11", "web"))
            .Vpc("blue", "10.0.0.0/16", vpc => vpc
                .InternetGateway()
                .Subnet("10.0.1.0/24", internet)
                .Subnet("10.0.2.0/24", new RouteSpec(Cidr.Everything, new RouteTarget.NatGateway("nat-1")))
                .Group("client")
                .PublicInterface("eni-client", "10.0.1.5", "203.0.113.20", "client")
                .Interface("eni-private", "10.0.1.6", "client")
                .Interface("eni-behind", "10.0.2.6", "client")
                .NatGateway("nat-1", "10.0.1.0/24", "10.0.1.99", "203.0.113.30")));
        AssertDelivered("eni-client", "203.0.113.10", 80, vpc: "blue");
        AssertDropped("eni-client", "203.0.113.10", 81, vpc: "blue");
        AssertDropped("eni-private", "203.0.113.10", 80, vpc: "blue");
        AssertDropped("eni-behind", "203.0.113.10", 80, vpc: "blue");
        AssertDropped("eni-web", "203.0.113.11", 80);
    }

    [Fact]
    public void Behind_a_nat_gateway_an_interface_is_known_by_the_gateways_address()
    {
        var internet = new RouteSpec(Cidr.Everything, new RouteTarget.InternetGateway());
        Apply(Nothing.Vpc("red", "10.0.0.0/16", vpc => vpc
            .InternetGateway()
            .Subnet("10.0.1.0/24", internet)
            .Subnet("10.0.2.0/24", new RouteSpec(Cidr.Everything, new RouteTarget.NatGateway("nat-1")))
            .Group("web", Allow.TcpFrom("203.0.113.30/32", 80))
            .PublicInterface("eni-web", "10.0.1.5", "203.0.113.10", "web")
            .Interface("eni-behind", "10.0.2.6", "web")
            .NatGateway("nat-1", "10.0.1.0/24", "10.0.1.99", "203.0.113.30")));
        AssertDelivered("eni-behind", "203.0.113.10", 80);
        AssertNoRoute("eni-behind", "203.0.113.77");
    }

    [Fact]
    public void Resources_stand_behind_the_groups_of_the_association_and_only_at_their_addresses()
    {
        Apply(Nothing.Vpc("red", "10.0.0.0/16", vpc => vpc
            .Subnet("10.0.1.0/24")
            .Group("client")
            .Group("lattice", Allow.TcpFrom("client", 5432))
            .Interface("eni-client", "10.0.1.6", "client")
            .Interface("eni-other", "10.0.1.7", "lattice")
            .Associated("lattice")
            .Resource("129.224.0.7", 5432)
            .Resource("129.224.0.7", 5433)));
        AssertDelivered("eni-client", "129.224.0.7", 5432);
        AssertDropped("eni-client", "129.224.0.7", 5433);
        AssertDropped("eni-other", "129.224.0.7", 5432);
    }

    [Fact]
    public void An_endpoint_stands_behind_its_own_groups_and_senders_behind_theirs()
    {
        Apply(Nothing.Vpc("red", "10.0.0.0/16", vpc => vpc
            .Subnet("10.0.1.0/24")
            .Group("client")
            .Group("mute", Allow.TcpTo("203.0.113.0/24", 80))
            .Group("door", Allow.TcpFrom("10.0.1.0/24", 5432))
            .Group("closed")
            .Interface("eni-client", "10.0.1.6", "client")
            .Interface("eni-mute", "10.0.1.7", "mute")
            .Endpoint("vpce-open", "10.0.1.20", 5432, "door")
            .Endpoint("vpce-closed", "10.0.1.21", 5432, "closed")));
        AssertDelivered("eni-client", "10.0.1.20", 5432);
        AssertDropped("eni-client", "10.0.1.20", 5433);
        AssertDropped("eni-mute", "10.0.1.20", 5432);
        AssertDropped("eni-client", "10.0.1.21", 5432);
    }

    [Fact]
    public void What_is_no_longer_wanted_is_gone()
    {
        Apply(OneVpc);
        Apply(Nothing);
        Assert.Equal([], Fabric.Observe().Vpcs);
        Assert.Equal([], Leftovers(_prefix));
    }

    [Fact]
    public void A_removed_interface_is_gone_and_its_address_is_nowhere()
    {
        Apply(OneVpc);
        Apply(Nothing.Vpc("red", "10.0.0.0/16", vpc => vpc
            .Subnet("10.0.1.0/24")
            .Group("client")
            .Interface("eni-client", "10.0.1.6", "client")));
        AssertNoRoute("eni-client", "10.0.1.5");
    }

    public void Dispose()
    {
        if (_fabric.IsValueCreated)
        {
            Clear(_prefix);
        }

        GC.SuppressFinalize(this);
    }

    private protected abstract IFabric CreateFabric(string prefix);

    private protected abstract void Clear(string prefix);

    private protected abstract ValueList<string> Leftovers(string prefix);

    /// <summary>Makes it so, and proves that nothing is left to do.</summary>
    private protected void Apply(FabricBuilder desired)
    {
        var plan = FabricPlanner.Plan(desired.Spec, Fabric.Observe());
        Assert.Equal(new FabricOutcome(plan.Count, null), Fabric.Apply(plan));
        Assert.Equal([], FabricPlanner.Plan(desired.Spec, Fabric.Observe()));
    }

    private protected void AssertDelivered(string? from, string to, int port, int protocol = 6, string vpc = "red") =>
        Assert.Equal(new Verdict.Delivered(), Trace(vpc, from, to, port, protocol));

    private protected void AssertDropped(string? from, string to, int port, int protocol = 6, string vpc = "red") =>
        Assert.Equal(new Verdict.Dropped("by a rule"), Trace(vpc, from, to, port, protocol));

    private protected void AssertNoRoute(string? from, string to, string vpc = "red") =>
        Assert.Equal(new Verdict.NoRoute(), Trace(vpc, from, to, port: 80, protocol: 6));

    private Verdict Trace(string vpc, string? from, string to, int port, int protocol) =>
        Fabric.Trace(new Packet(vpc, from, IPAddress.Parse(to), protocol, port));
}
