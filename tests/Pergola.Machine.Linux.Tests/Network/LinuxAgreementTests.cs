using System.Net;
using CsCheck;
using Pergola.Core;
using Pergola.Machine.Linux.Network;
using Pergola.Machine.Network;
using Pergola.Machine.Network.Twin;
using Pergola.Planning.Fabric;

namespace Pergola.Machine.Linux.Tests.Network;

/// <summary>The twin computes what the kernel does, for networks and packets that nobody thought of.</summary>
public sealed class LinuxAgreementTests : IDisposable
{
    private const int NetworksPerRun = 8;
    private const int PacketsPerNetwork = 20;

    private static readonly string[] s_addresses =
    [
        "10.0.1.5", "10.0.1.6", "10.0.2.5", "10.0.2.9", "10.0.1.1", "10.0.0.2", "169.254.169.253", "169.254.171.8",
        "203.0.113.5", "203.0.113.6", "203.0.113.9",
    ];

    private static readonly string[] s_peers =
        ["0.0.0.0/0", "10.0.1.0/24", "10.0.2.5/32", "169.254.171.0/24", "203.0.113.0/24", "sg-a", "sg-b", "sg-c"];

    private static readonly Gen<string[]> s_groups = OneOf<string[]>(
        [], ["sg-a"], ["sg-b"], ["sg-c"], ["sg-a", "sg-b"], ["sg-b", "sg-c"]);

    private static readonly Gen<Allow> s_rule =
        from incoming in Gen.Bool
        from protocol in OneOf<int?>(null, 6, 6, 17, 1)
        from port in OneOf<int?>(null, 53, 80)
        from peer in OneOf(s_peers)
        select new Allow(incoming, Allow.TcpFrom(peer, 1).Spec with
        {
            Protocol = protocol,
            FromPort = protocol is 6 or 17 ? port : null,
            ToPort = protocol is 6 or 17 ? port + 30 : null,
        });

    private static readonly Gen<Packet> s_packet =
        from sender in OneOf("eni-1", "eni-2", "eni-3", null)
        from to in OneOf(s_addresses)
        from protocol in OneOf(6, 6, 17, 1)
        from port in OneOf(53, 80, 443)
        where !IsOwn(sender, to)
        select new Packet("red", sender, IPAddress.Parse(to), protocol, port);

    private readonly string _prefix = $"pga{Environment.ProcessId}";
    private readonly LinuxFabric _fabric;

    public LinuxAgreementTests()
    {
        Permission.RequireOrSkip();
        _fabric = new LinuxFabric(_prefix);
    }

    [Fact]
    public void The_kernel_and_the_twin_agree_about_any_packet_in_any_network() =>
        Gen.Select(Network(_prefix), s_packet.Array[PacketsPerNetwork]).Sample(
            (network, packets) =>
            {
                var twin = new FabricTwin();
                Make(twin, network);
                Make(_fabric, network);
                foreach (var packet in packets)
                {
                    Assert.Equal((packet, twin.Trace(packet)), (packet, _fabric.Trace(packet)));
                }
            },
            iter: NetworksPerRun,
            threads: 1);

    public void Dispose() => _fabric?.RemoveEverything();

    private static Gen<FabricSpec> Network(string prefix) =>
        from rules in s_rule.Array[0, 4].Array[3]
        from groups in s_groups.Array[3]
        from associated in Gen.Bool
        from association in s_groups
        from gateway in Gen.Bool
        select new FabricBuilder(prefix).Vpc("red", "10.0.0.0/16", vpc =>
        {
            var route = new RouteSpec(Cidr.Everything, new RouteTarget.InternetGateway());
            vpc = vpc
                .Subnet("10.0.1.0/24", route)
                .Subnet("10.0.2.0/24", route)
                .Group("sg-a", rules[0])
                .Group("sg-b", rules[1])
                .Group("sg-c", rules[2])
                .PublicInterface("eni-1", "10.0.1.5", "203.0.113.5", groups[0])
                .PublicInterface("eni-2", "10.0.1.6", "203.0.113.6", groups[1])
                .Interface("eni-3", "10.0.2.5", groups[2]);
            vpc = associated ? vpc.Associated(association) : vpc;
            return gateway ? vpc.InternetGateway() : vpc;
        }).Spec;

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static void Make(IFabric fabric, FabricSpec network)
    {
        var plan = FabricPlanner.Plan(network, fabric.Observe());
        Assert.Equal(new FabricOutcome(plan.Count, null), fabric.Apply(plan));
    }

    // What a guest, or the VPC itself, sends to itself never meets a rule.
    private static bool IsOwn(string? sender, string to) => sender switch
    {
        "eni-1" => to is "10.0.1.5" or "203.0.113.5",
        "eni-2" => to is "10.0.1.6" or "203.0.113.6",
        "eni-3" => to is "10.0.2.5",
        _ => to is "10.0.1.1" or "10.0.0.2" || to.StartsWith("169.254.", StringComparison.Ordinal),
    };
}
