using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using Pergola.Planning.Dataplane;
using Pergola.Proxy.Dns;
using Pergola.Proxy.Tests.Twins;
using static Pergola.Proxy.Tests.Twins.Tables;

namespace Pergola.Proxy.Tests.Dns;

/// <summary>A VPC's resolver, asked over its sockets.</summary>
public sealed class ResolverTests
{
    private const ushort NoError = 0;
    private const ushort ServerFailure = 2;
    private const ushort NoSuchName = 3;
    private static readonly IPAddress At = IPAddress.Parse("10.0.0.2");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_service_name_has_its_Lattice_address_whatever_its_case()
    {
        await using var plane = await StartAsync();

        var answer = await AskAsync(plane, Query("WEB.7d67968.vpc-lattice-svcs.us-east-1.on.aws", DnsQuery.TypeA));

        Assert.Equal(NoError, Code(answer));
        Assert.Equal([169, 254, 171, 2], answer[^4..]);
    }

    [Theory]
    [InlineData("web.7d67968.vpc-lattice-svcs.us-east-1.on.aws", DnsQuery.TypeAaaa, NoError)]
    [InlineData("other.7d67968.vpc-lattice-svcs.us-east-1.on.aws", DnsQuery.TypeA, NoSuchName)]
    [InlineData("ip-10-9-9-9.ec2.internal", DnsQuery.TypeA, NoSuchName)]
    [InlineData("example.com", DnsQuery.TypeA, NoSuchName)]
    public async Task Without_a_name_server_of_the_host_absence_is_answered_here(string name, ushort type, ushort code)
    {
        await using var plane = await StartAsync();

        var answer = await AskAsync(plane, Query(name, type));

        Assert.Equal(code, Code(answer));
        Assert.Equal(0, answer[7]);
        Assert.Equal(1, answer[9]);
    }

    [Fact]
    public async Task An_interface_is_found_by_its_address()
    {
        await using var plane = await StartAsync();

        var answer = await AskAsync(plane, Query("5.1.0.10.in-addr.arpa", DnsQuery.TypePointer));

        Assert.Equal(1, answer[7]);
        Assert.Equal("\vip-10-0-1-5\u0003ec2\binternal\0", System.Text.Encoding.Latin1.GetString(answer[^26..]));
    }

    [Fact]
    public async Task A_large_answer_is_cut_over_UDP_and_whole_over_TCP()
    {
        await using var plane = await StartAsync();
        var query = Query("many.ec2.internal", DnsQuery.TypeA);

        var cut = await AskAsync(plane, query);
        using var client = await RawClient.ConnectAsync(plane.Dataplane.ResolverAt(ClientVpc, At)!);
        await DnsFraming.WriteAsync(client.Stream, query, Cancel);
        var whole = await DnsFraming.ReadAsync(client.Stream, Cancel);

        Assert.Equal(0x02, cut[2] & 0x02);
        Assert.Equal(100, whole![7]);
        Assert.Equal(0, whole[2] & 0x02);
    }

    [Fact]
    public async Task Other_names_are_asked_of_the_host_under_an_id_of_our_own()
    {
        using var host = Udp();
        await using var plane = await StartAsync([(IPEndPoint)host.LocalEndPoint!]);
        var query = Query("example.com", DnsQuery.TypeA);

        var asking = AskAsync(plane, query);
        var buffer = new byte[512];
        var received = await host.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), Cancel);
        var asked = buffer[..received.ReceivedBytes];
        Assert.NotEqual(query[..2], asked[..2]);
        Assert.Equal(query[2..], asked[2..]);
        asked[2] |= 0x80;
        byte[] stranger = [(byte)(asked[0] ^ 1), .. asked[1..]];
        await host.SendToAsync(stranger, received.RemoteEndPoint, Cancel);
        byte[] real = [.. asked, 42];
        await host.SendToAsync(real, received.RemoteEndPoint, Cancel);

        var answer = await asking;
        Assert.Equal(query[..2], answer[..2]);
        Assert.Equal(42, answer[^1]);
    }

    [Fact]
    public async Task A_silent_name_server_of_the_host_is_a_failure_after_its_time()
    {
        var time = new FakeTimeProvider();
        using var host = Udp();
        await using var plane = await StartAsync([(IPEndPoint)host.LocalEndPoint!], time);

        var asking = AskAsync(plane, Query("example.com", DnsQuery.TypeA));
        await host.ReceiveFromAsync(new byte[512], new IPEndPoint(IPAddress.Any, 0), Cancel);
        time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(ServerFailure, Code(await asking));
    }

    [Fact]
    public async Task A_new_table_changes_the_answers_of_the_same_socket()
    {
        await using var plane = await StartAsync();
        var before = plane.Dataplane.ResolverAt(ClientVpc, At);

        await plane.ApplyAsync(Resolving(new NameEntry("late.ec2.internal", Addresses("10.0.1.9"))));

        Assert.Equal(before, plane.Dataplane.ResolverAt(ClientVpc, At));
        Assert.Equal([10, 0, 1, 9], (await AskAsync(plane, Query("late.ec2.internal", DnsQuery.TypeA)))[^4..]);
    }

    [Fact]
    public void The_hosts_name_servers_are_read_from_its_file() => Assert.Equal(
        [new IPEndPoint(IPAddress.Parse("1.1.1.1"), 53), new IPEndPoint(IPAddress.Parse("fd00::1"), 53)],
        HostResolvers.Parse(
            "# nameserver 9.9.9.9\nsearch a\nnameserver 1.1.1.1\r\nnameserver\tfd00::1 \nnameserver x\n"));

    private static Task<Plane> StartAsync(IReadOnlyList<IPEndPoint>? host = null, TimeProvider? time = null) =>
        Plane.StartAsync(
            Resolving(
                new NameEntry("web.7d67968.vpc-lattice-svcs.us-east-1.on.aws", Addresses("169.254.171.2")),
                new NameEntry("ip-10-0-1-5.ec2.internal", Addresses("10.0.1.5")),
                new NameEntry(
                    "many.ec2.internal", Addresses([.. Enumerable.Range(1, 100).Select(i => $"10.1.0.{i}")]))),
            time,
            host);

    private static DataplaneTable Resolving(params NameEntry[] names) => new(
        1, [Vpc(ClientVpc) with { ResolverAddresses = [At], Names = [.. names] }], [], []);

    private static async Task<byte[]> AskAsync(Plane plane, byte[] query)
    {
        using var socket = Udp();
        await socket.SendToAsync(query, plane.Dataplane.ResolverAt(ClientVpc, At)!, Cancel);
        var buffer = new byte[DnsLimits.MessageBytesMax];
        var received = await socket.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), Cancel);
        return buffer[..received.ReceivedBytes];
    }

    private static byte[] Query(string name, ushort type)
    {
        var buffer = new byte[512];
        new byte[] { 0xAB, 0xCD, 1, 0, 0, 1 }.CopyTo(buffer, 0);
        var end = DnsLimits.HeaderBytes + DnsName.Write(name, buffer.AsSpan(DnsLimits.HeaderBytes));
        buffer[end + 1] = (byte)type;
        buffer[end + 3] = 1;
        return buffer[..(end + 4)];
    }

    private static int Code(byte[] answer) => answer[3] & 0x0F;

    private static Socket Udp()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }
}
