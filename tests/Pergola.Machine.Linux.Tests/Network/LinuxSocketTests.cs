using System.Net;
using System.Net.Sockets;
using Pergola.Core;
using Pergola.Machine.Linux.Network;
using Pergola.Machine.Network;
using Pergola.Planning.Fabric;

namespace Pergola.Machine.Linux.Tests.Network;

/// <summary>Sockets inside VPCs, and what only a kernel can show.</summary>
public sealed class LinuxSocketTests : IDisposable
{
    private static int s_count;
    private readonly string _prefix = $"pgs{Environment.ProcessId}x{Interlocked.Increment(ref s_count)}";
    private readonly LinuxFabric _fabric;

    public LinuxSocketTests()
    {
        Permission.RequireOrSkip();
        _fabric = new LinuxFabric(_prefix);
    }

    [Fact]
    public void Every_thread_is_at_home_after_many_sockets_elsewhere_under_load()
    {
        Apply(TwoVpcs);
        var home = NamespaceOf("self");
        Parallel.For(0, 20_000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, index =>
        {
            using var socket = OpenStream(index % 2 == 0 ? "red" : "blue");
            if (index % 500 == 0)
            {
                GC.Collect(generation: 0);
            }
        });
        Assert.All(
            Directory.GetDirectories("/proc/self/task"),
            task => Assert.Equal(home, NamespaceOf($"self/task/{Path.GetFileName(task)}")));
    }

    [Fact]
    public void A_socket_belongs_to_the_vpc_that_it_was_opened_in()
    {
        Apply(TwoVpcs);
        using var red = OpenStream("red");
        using var blue = OpenStream("blue");
        using var alsoRed = OpenStream("red");
        using var home = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        Assert.Equal(Cookie(red), Cookie(alsoRed));
        Assert.Equal(3, new[] { Cookie(red), Cookie(blue), Cookie(home) }.Distinct().Count());
    }

    [Fact]
    public void A_vpc_that_is_not_there_gives_no_socket() =>
        Assert.Throws<SocketException>(() => OpenStream("nowhere"));

    [Fact]
    public async Task One_listener_serves_all_lattice_addresses_and_learns_which_was_asked_for()
    {
        Apply(TwoVpcs);
        using var listener = OpenStream("red");
        listener.Bind(new IPEndPoint(IPAddress.Any, 80));
        listener.Listen();
        using var client = OpenGuest("eni-a");
        var asked = new IPEndPoint(IPAddress.Parse("169.254.171.77"), 80);
        await client.ConnectAsync(asked, TestContext.Current.CancellationToken);
        using var accepted = await listener.AcceptAsync(TestContext.Current.CancellationToken);
        Assert.Equal(asked, accepted.LocalEndPoint);
        Assert.Equal(IPAddress.Parse("10.0.1.5"), ((IPEndPoint)accepted.RemoteEndPoint!).Address);
    }

    [Fact]
    public async Task A_connection_to_a_resource_is_diverted_under_the_address_and_port_that_it_asked_for()
    {
        Apply(new FabricBuilder(_prefix).Vpc("red", "10.0.0.0/16", vpc => Red(vpc, rules: [])
            .Associated()
            .Resource("129.224.0.7", 5432)));
        using var listener = OpenStream("red");
        Span<byte> on = [1, 0, 0, 0];
        listener.SetRawSocketOption(optionLevel: 0, optionName: 19, on);
        listener.Bind(new IPEndPoint(IPAddress.Any, WellKnown.ResourceListener.Port));
        listener.Listen();
        using var client = OpenGuest("eni-a");

        await client.ConnectAsync(IPEndPoint.Parse("129.224.0.7:5432"), TestContext.Current.CancellationToken);
        using var accepted = await listener.AcceptAsync(TestContext.Current.CancellationToken);

        Assert.Equal(IPEndPoint.Parse("129.224.0.7:5432"), accepted.LocalEndPoint);
        Assert.Equal(IPAddress.Parse("10.0.1.5"), ((IPEndPoint)accepted.RemoteEndPoint!).Address);
    }

    [Fact]
    public async Task What_leaves_a_gateway_has_its_address()
    {
        Apply(new FabricBuilder(_prefix).Vpc("red", "10.0.0.0/16", vpc => Red(vpc, [Allow.TcpFrom("10.0.1.9/32", 80)])
            .Group("gate", Allow.TcpTo("10.0.1.6/32", 80))
            .ResourceGateway("10.0.1.9", "gate")));
        using var resource = OpenGuest("eni-b");
        resource.Bind(new IPEndPoint(IPAddress.Any, 80));
        resource.Listen();
        using var gateway = OpenStream("red");
        gateway.Bind(new IPEndPoint(IPAddress.Parse("10.0.1.9"), 0));

        await gateway.ConnectAsync(IPEndPoint.Parse("10.0.1.6:80"), TestContext.Current.CancellationToken);
        using var accepted = await resource.AcceptAsync(TestContext.Current.CancellationToken);
        Assert.Equal(IPAddress.Parse("10.0.1.9"), ((IPEndPoint)accepted.RemoteEndPoint!).Address);
    }

    [Fact]
    public async Task An_open_connection_outlives_the_rule_that_allowed_it()
    {
        Apply(TwoVpcs);
        using var listener = OpenGuest("eni-b");
        listener.Bind(new IPEndPoint(IPAddress.Any, 80));
        listener.Listen();
        using var client = OpenGuest("eni-a");
        await client.ConnectAsync(IPEndPoint.Parse("10.0.1.6:80"), TestContext.Current.CancellationToken);
        using var accepted = await listener.AcceptAsync(TestContext.Current.CancellationToken);

        Apply(new FabricBuilder(_prefix).Vpc("red", "10.0.0.0/16", vpc => Red(vpc, rules: [])));
        await client.SendAsync("still here"u8.ToArray(), TestContext.Current.CancellationToken);
        var buffer = new byte[64];
        var length = await accepted.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
        Assert.Equal("still here"u8, buffer.AsSpan(0, length));
        Assert.Equal(
            new Verdict.Dropped("ingress"),
            _fabric.Trace(new Packet("red", "eni-a", IPAddress.Parse("10.0.1.6"), 6, 80)));
    }

    [Fact]
    public void A_new_instance_adopts_what_an_earlier_one_made()
    {
        Apply(TwoVpcs);
        Assert.Equal([], FabricPlanner.Plan(TwoVpcs.Spec, new LinuxFabric(_prefix).Observe()));
    }

    [Fact]
    public void A_link_that_someone_removed_is_made_again()
    {
        Apply(TwoVpcs);
        using (var network = NamedNetwork.Open(new FabricNames(_prefix).Vpc("red")))
        using (var routes = new RouteSocket(network))
        {
            routes.Execute(RouteMessage.RemoveLink(LinkName.Of("eni-a")));
        }

        var step = Assert.Single(FabricPlanner.Plan(TwoVpcs.Spec, _fabric.Observe()));
        Assert.Equal("eni-a", Assert.IsType<FabricOp.EnsureInterface>(step).Interface.InterfaceId);
        Apply(TwoVpcs);
    }

    [Fact]
    public void The_way_to_the_internet_is_made_again_when_someone_removed_it()
    {
        var desired = new FabricBuilder(_prefix).Vpc("red", "10.0.0.0/16", vpc => vpc
            .InternetGateway()
            .Subnet("10.0.1.0/24", new RouteSpec(Cidr.Everything, new RouteTarget.InternetGateway()))
            .Group("open", Allow.AllFrom("0.0.0.0/0"))
            .PublicInterface("eni-a", "10.0.1.5", "203.0.113.10", "open")
            .PublicInterface("eni-b", "10.0.1.6", "203.0.113.11", "open"));
        Apply(desired);
        using (var network = NamedNetwork.Open(new FabricNames(_prefix).Vpc("red")))
        using (var routes = new RouteSocket(network))
        {
            routes.Execute(RouteMessage.RemoveLink(LinkName.Internet));
        }

        Apply(desired);
        var packet = new Packet("red", "eni-a", IPAddress.Parse("203.0.113.11"), 6, 80);
        Assert.Equal(new Verdict.Delivered(), _fabric.Trace(packet));
    }

    [Fact]
    public void Rules_that_someone_removed_are_loaded_again()
    {
        Apply(TwoVpcs);
        PacketFilter.Run(new FabricNames(_prefix).Vpc("red"), $"delete table inet {NftScript.Table}");
        Assert.IsType<FabricOp.EnsureRules>(Assert.Single(FabricPlanner.Plan(TwoVpcs.Spec, _fabric.Observe())));
    }

    [Fact]
    public void A_sandbox_that_someone_else_made_is_used_and_left()
    {
        var sandbox = $"{_prefix}-box.eni-a";
        using var network = Kernel.NewNetwork();
        File.Create(NamedNetwork.PathOf(sandbox)).Dispose();
        Kernel.Pin(network, NamedNetwork.PathOf(sandbox));
        Apply(TwoVpcs);
        Apply(new FabricBuilder(_prefix));
        Assert.Equal([$"namespace {sandbox}"], LinuxFabric.Leftovers(_prefix));
    }

    [Fact]
    public void A_vpc_can_be_removed_while_a_socket_is_open_in_it()
    {
        Apply(TwoVpcs);
        using var socket = OpenStream("red");
        Apply(new FabricBuilder(_prefix));
        Assert.Equal([], LinuxFabric.Leftovers(_prefix));
        Apply(TwoVpcs);
    }

    [Fact]
    public void Three_hundred_interfaces_are_made_and_the_last_answers_the_first()
    {
        var crowd = new FabricBuilder(_prefix).Vpc("red", "10.0.0.0/16", vpc => Enumerable.Range(0, 300).Aggregate(
            vpc.Subnet("10.0.0.0/20").Group("web", Allow.TcpFrom("web", 80)),
            (each, index) => each.Interface($"eni-{index}", $"10.0.{1 + (index / 100)}.{1 + (index % 100)}", "web")));
        Apply(crowd);
        var packet = new Packet("red", "eni-0", IPAddress.Parse("10.0.3.100"), 6, 80);
        Assert.Equal(new Verdict.Delivered(), _fabric.Trace(packet));
        Assert.Equal(new Verdict.Dropped("ingress"), _fabric.Trace(packet with { Port = 81 }));
    }

    [Fact]
    public void The_kernel_takes_every_form_of_rule()
    {
        var all = new PeerSpec.Addresses(
            [Cidr.Parse("10.0.0.0/8"), Cidr.Parse("10.1.0.0/16"), Cidr.Parse("1.2.3.4/32")]);
        SecurityGroupRuleSpec[] rules =
        [
            .. new (int?, int?, int?)[]
            {
                (null, null, null), (6, null, null), (6, 0, 65535), (6, 80, 80), (17, 0, 0), (17, 53, 65535),
                (1, null, null), (1, -1, -1), (1, 8, -1), (1, 3, 4), (1, 0, null), (50, null, null), (58, null, null),
            }
            .SelectMany<(int?, int?, int?), SecurityGroupRuleSpec>((each, index) =>
            [
                new($"sgr-{index}a", each.Item1, each.Item2, each.Item3, all),
                new($"sgr-{index}b", each.Item1, each.Item2, each.Item3, new PeerSpec.Addresses([Cidr.Everything])),
                new($"sgr-{index}c", each.Item1, each.Item2, each.Item3, new PeerSpec.Addresses([])),
                new($"sgr-{index}d", each.Item1, each.Item2, each.Item3, new PeerSpec.Group("sg-elsewhere")),
            ]),
        ];
        var group = new SecurityGroupSpec("sg-1", [.. rules], [.. rules]);
        var network = new FabricBuilder(_prefix).Vpc("red", "10.0.0.0/16", vpc => vpc
            .Subnet("10.0.1.0/24")
            .Interface("eni-a", "10.0.1.5", "sg-1", "sg-gone")
            .Associated("sg-gone"));
        Apply(network with { Vpcs = [network.Vpcs[0] with { SecurityGroups = [group] }] });
    }

    [Fact]
    public void An_interface_that_moves_to_another_sandbox_leaves_none_behind()
    {
        Apply(TwoVpcs);
        var red = TwoVpcs.Vpcs.First(vpc => vpc.VpcId == "red");
        var moved = red.Interfaces[0] with { Sandbox = $"{_prefix}-box.next" };
        var outcome = _fabric.Apply([new FabricOp.EnsureInterface(red, moved)]);
        Assert.Equal(new FabricOutcome(1, null), outcome);
        Assert.DoesNotContain($"namespace {_prefix}-box.eni-a", LinuxFabric.Leftovers(_prefix));
        Assert.Contains($"namespace {_prefix}-box.next", LinuxFabric.Leftovers(_prefix));
    }

    [Fact]
    public void A_refused_step_is_told_and_those_before_it_are_counted()
    {
        var red = TwoVpcs.Vpcs.First(vpc => vpc.VpcId == "red");
        var orphan = red.Interfaces[0];
        var outcome = _fabric.Apply([new FabricOp.RemoveVpc("none"), new FabricOp.EnsureInterface(red, orphan)]);
        Assert.Equal(1, outcome.Applied);
        Assert.Contains($"{_prefix}-vpc.red", outcome.Failure, StringComparison.Ordinal);
    }

    public void Dispose() => _fabric?.RemoveEverything();

    private FabricBuilder TwoVpcs => new FabricBuilder(_prefix)
        .Vpc("red", "10.0.0.0/16", vpc => Red(vpc, Allow.TcpFrom("10.0.0.0/16", 80)))
        .Vpc("blue", "10.0.0.0/16", vpc => vpc.Subnet("10.0.1.0/24"));

    private static VpcBuilder Red(VpcBuilder vpc, params Allow[] rules) => vpc
        .Subnet("10.0.1.0/24")
        .Group("web", rules)
        .Interface("eni-a", "10.0.1.5", "web")
        .Interface("eni-b", "10.0.1.6", "web")
        .Associated();

    private void Apply(FabricBuilder desired)
    {
        var plan = FabricPlanner.Plan(desired.Spec, _fabric.Observe());
        Assert.Equal(new FabricOutcome(plan.Count, null), _fabric.Apply(plan));
        Assert.Equal([], FabricPlanner.Plan(desired.Spec, _fabric.Observe()));
    }

    private Socket OpenStream(string vpcId) =>
        _fabric.Open(vpcId, AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    private Socket OpenGuest(string interfaceId)
    {
        using var network = NamedNetwork.Open($"{_prefix}-box.{interfaceId}");
        return NetworkSocket.Open(network, AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    }

    private static ulong Cookie(Socket socket) => Kernel.CookieOf((int)socket.Handle);

    private static string NamespaceOf(string process) => new FileInfo($"/proc/{process}/ns/net").LinkTarget!;
}
