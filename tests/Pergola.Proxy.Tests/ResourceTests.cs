using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Pergola.Planning.Dataplane;
using Pergola.Proxy.Tests.Twins;

namespace Pergola.Proxy.Tests;

/// <summary>Connections to resources: carried as they are, whatever is spoken.</summary>
public sealed class ResourceTests
{
    private const string Client = "vpc-client";
    private const string Provider = "vpc-provider";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bytes_go_both_ways_and_an_end_on_one_side_leaves_the_other_open()
    {
        using var resource = Listen();
        await using var plane = await Plane.StartAsync(Table(resource));
        using var client = await ConnectAsync(plane);
        using var served = await resource.AcceptAsync(Cancel);

        await client.SendAsync("question"u8.ToArray(), Cancel);
        client.Shutdown(SocketShutdown.Send);
        Assert.Equal("question", await ReadToEndAsync(served));
        await served.SendAsync("answer"u8.ToArray(), Cancel);
        served.Shutdown(SocketShutdown.Send);

        Assert.Equal("answer", await ReadToEndAsync(client));
    }

    [Fact]
    public async Task A_client_of_a_resource_that_refuses_is_reset()
    {
        var gone = Listen();
        var table = Table(gone);
        gone.Dispose();
        await using var plane = await Plane.StartAsync(table);

        // The reset may come before the client has noticed that it is connected.
        var error = await Assert.ThrowsAsync<SocketException>(async () =>
        {
            using var client = await ConnectAsync(plane);
            await ReadToEndAsync(client);
        });
        Assert.Equal(SocketError.ConnectionReset, error.SocketErrorCode);
    }

    [Fact]
    public async Task A_resource_that_leaves_the_network_takes_its_connections_along()
    {
        using var resource = Listen();
        var table = Table(resource);
        await using var plane = await Plane.StartAsync(table);
        using var client = await ConnectAsync(plane);
        using var served = await resource.AcceptAsync(Cancel);
        await client.SendAsync("question"u8.ToArray(), Cancel);
        Assert.Equal(8, await served.ReceiveAsync(new byte[16], Cancel));

        await plane.ApplyAsync(table with { Vpcs = [.. table.Vpcs.Select(vpc => vpc with { Resources = [] })] });

        Assert.Null(plane.Dataplane.ResourcesAt(Client));
        await Assert.ThrowsAsync<SocketException>(() => ReadToEndAsync(served));
        await Assert.ThrowsAsync<SocketException>(() => ReadToEndAsync(client));
    }

    [Fact]
    public async Task A_connection_on_which_nothing_moves_is_broken_off_after_350_seconds()
    {
        var time = new FakeTimeProvider();
        using var resource = Listen();
        await using var plane = await Plane.StartAsync(Table(resource), time);
        using var client = await ConnectAsync(plane);
        using var served = await resource.AcceptAsync(Cancel);
        await PassAsync(client, served);

        time.Advance(TimeSpan.FromSeconds(349));
        await PassAsync(served, client);
        time.Advance(TimeSpan.FromSeconds(349));
        await PassAsync(client, served);
        time.Advance(TimeSpan.FromSeconds(350));

        await Assert.ThrowsAsync<SocketException>(() => ReadToEndAsync(client));
        await Assert.ThrowsAsync<SocketException>(() => ReadToEndAsync(served));
    }

    [Fact]
    public async Task A_domain_name_is_resolved_as_in_the_gateways_VPC_when_the_gateway_says_so()
    {
        using var resource = Listen();
        var table = Table(resource, host: "db.internal", inVpc: true);
        await using var plane = await Plane.StartAsync(table);
        using var client = await ConnectAsync(plane);

        using var served = await resource.AcceptAsync(Cancel);

        await served.SendAsync("hello"u8.ToArray(), Cancel);
        served.Shutdown(SocketShutdown.Send);
        Assert.Equal("hello", await ReadToEndAsync(client));
    }

    private static DataplaneTable Table(Socket resource, string? host = null, bool inVpc = false)
    {
        var at = (IPEndPoint)resource.LocalEndPoint!;
        var entry = new ResourceEntry(
            "snra-1",
            IPAddress.Parse("129.224.0.7"),
            [new PortRangeEntry(at.Port, at.Port)],
            Provider,
            IPAddress.Parse("10.0.0.9"),
            host ?? at.Address.ToString(),
            inVpc);
        return DataplaneTable.Empty with
        {
            Vpcs =
            [
                Vpc(Client) with { Resources = [entry] },
                Vpc(Provider) with { Names = [new NameEntry("db.internal", [at.Address])] },
            ],
        };
    }

    private static VpcEntry Vpc(string id) => new(id, $"arn:aws:ec2:us-east-1:1:vpc/{id}", [], null, [], [], []);

    private static Socket Listen()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        return socket;
    }

    private static async Task<Socket> ConnectAsync(Plane plane)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(plane.Dataplane.ResourcesAt(Client)!, Cancel);
        return socket;
    }

    private static async Task PassAsync(Socket from, Socket to)
    {
        await from.SendAsync("x"u8.ToArray(), Cancel);
        Assert.Equal(1, await to.ReceiveAsync(new byte[2], Cancel));
    }

    private static async Task<string> ReadToEndAsync(Socket socket)
    {
        var text = new StringBuilder();
        var buffer = new byte[256];
        while (await socket.ReceiveAsync(buffer, Cancel) is > 0 and var count)
        {
            text.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }

        return text.ToString();
    }
}
