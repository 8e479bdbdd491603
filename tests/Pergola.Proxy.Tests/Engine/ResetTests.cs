using System.Net.Sockets;
using Pergola.Planning.Dataplane;
using Pergola.Proxy.Tests.Twins;
using static Pergola.Proxy.Tests.Twins.Tables;

namespace Pergola.Proxy.Tests.Engine;

/// <summary>
/// A reset after any byte: the other side gets a clean end, no socket stays, and nothing of it is a mistake of ours.
/// </summary>
public sealed class ResetTests
{
    private const string Get = $"GET / HTTP/1.1\r\nHost: {Host}\r\n\r\n";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Get)]
    [InlineData($"POST / HTTP/1.1\r\nHost: {Host}\r\nContent-Length: 3\r\n\r\nabc")]
    [InlineData($"POST / HTTP/1.1\r\nHost: {Host}\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")]
    public async Task A_client_that_resets_after_any_byte_leaves_nothing_behind(string request)
    {
        await using var target = RawTarget.Named("x");
        await using var plane = await Plane.StartAsync(Everything(At(target)));

        for (var count = 0; count <= request.Length; count++)
        {
            var client = await plane.ConnectAsync();
            await client.SendAsync(request[..count]);
            Reset(client.Stream);
        }

        await NothingStaysAsync(plane);
    }

    [Fact]
    public async Task A_client_that_resets_in_the_middle_of_its_answer_ends_the_targets_connection()
    {
        var ended = new TaskCompletionSource();
        await using var target = new RawTarget(async (_, stream) =>
        {
            await RawTarget.Say(stream, "HTTP/1.1 200 OK\r\n\r\n");
            try
            {
                while (true)
                {
                    await stream.WriteAsync(new byte[1000], Cancel);
                }
            }
            catch (IOException)
            {
                ended.SetResult();
            }
        });
        await using var plane = await Plane.StartAsync(Everything(At(target)));
        var client = await plane.ConnectAsync();
        await client.SendAsync(Get);
        await client.ReadHeadAsync();

        Reset(client.Stream);

        await ended.Task.WaitAsync(Cancel);
        await NothingStaysAsync(plane);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n", "abc")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "3\r\nabc\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n", "abc")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n", "abc")]
    public async Task A_target_that_resets_after_any_byte_is_502_or_a_part_that_nobody_takes_for_the_whole(
        string head, string body)
    {
        var count = 0;
        var answer = head + body;
        await using var target = new RawTarget(async (_, stream) =>
        {
            await RawTarget.Say(stream, answer[..count]);
            Reset(stream);
        });
        await using var plane = await Plane.StartAsync(Everything(At(target)));

        for (; count < answer.Length; count++)
        {
            using var client = await plane.ConnectAsync();
            await client.SendAsync(Get);
            var seen = await client.ReadHeadAsync();
            var isWhole = await IsWholeAsync(client, seen);
            Assert.Equal((count, count < head.Length ? 502 : 200), (count, seen.Status));
            Assert.Equal((count, count < head.Length), (count, isWhole));
        }

        await NothingStaysAsync(plane);
    }

    [Fact]
    public async Task A_target_that_resets_whoever_connects_is_answered_for()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var resets = Task.Run(
            async () =>
            {
                for (var i = 0; i < 100; i++)
                {
                    Reset(new NetworkStream(await listener.AcceptSocketAsync(Cancel), ownsSocket: true));
                }
            },
            Cancel);
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        await using var plane = await Plane.StartAsync(
            Everything(new TargetEntry(System.Net.IPAddress.Loopback, port, TargetUse.Ready)));
        using var client = await plane.ConnectAsync();

        for (var i = 0; i < 100; i++)
        {
            Assert.True((await client.AskAsync(Get)).Head.Status is 500 or 502);
        }

        await resets;
        client.Dispose();
        await NothingStaysAsync(plane);
    }

    // Only the listener is left when no table names the target; and that nothing was told as a mistake.
    private static async Task NothingStaysAsync(Plane plane)
    {
        await plane.ApplyAsync(Everything());
        await plane.UntilAsync(sockets: 1);
        Assert.Equal((0, 0), ((await plane.CountAsync()).Deadlines, (await plane.CountAsync()).Pools));
        Assert.Equal(0, plane.Sockets.StillOpen(TargetVpc));
        Assert.Empty(plane.Log.Errors);
    }

    // Whether the answer is there to its end, by whatever says where that is. What is not ends with the connection.
    private static async Task<bool> IsWholeAsync(RawClient client, RawMessage head)
    {
        var isChunked = head["Transfer-Encoding"] is not null;
        using var rest = new MemoryStream();
        var piece = new byte[100];
        while (isChunked
            ? !rest.ToArray().AsSpan().EndsWith("0\r\n\r\n"u8)
            : rest.Length < head.BodyLength)
        {
            int read;
            try
            {
                read = await client.Stream.ReadAsync(piece, Cancel);
            }
            catch (IOException)
            {
                return false;
            }

            if (read == 0)
            {
                return false;
            }

            rest.Write(piece, 0, read);
        }

        return true;
    }

    // Closing the stream would send an end first.
    private static void Reset(Stream stream)
    {
        var socket = ((NetworkStream)stream).Socket;
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }
}
