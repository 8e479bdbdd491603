using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Pergola.Planning;
using Pergola.Planning.Dataplane;
using Pergola.Proxy.Dns;
using Pergola.Proxy.Tests.Twins;

namespace Pergola.Proxy.Tests.Dns;

/// <summary>The TXT records that a table names, as the host's name servers have them.</summary>
public sealed class TxtWatchTests
{
    private const string Name = "_proof.example.com";
    private static readonly DataplaneTable Watching = DataplaneTable.Empty with { TxtNames = [Name] };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_watched_name_is_asked_for_and_its_texts_are_reported()
    {
        using var server = new NameServer("vpc-lattice:1111", "v=spf1 -all");
        await using var plane = await Plane.StartAsync(DataplaneTable.Empty, hostResolvers: [server.At]);
        var changed = new TaskCompletionSource();
        plane.Dataplane.Changed += () => changed.TrySetResult();

        await plane.ApplyAsync(Watching);
        await server.AnswerAsync(Cancel);
        await changed.Task.WaitAsync(Cancel);

        Assert.Equal(
            [new TxtReport(Name, ["vpc-lattice:1111", "v=spf1 -all"])], plane.Dataplane.Observe().TxtRecords);
        await plane.ApplyAsync(DataplaneTable.Empty);
        Assert.Empty(plane.Dataplane.Observe().TxtRecords);
    }

    [Fact]
    public void A_name_that_does_not_exist_has_no_texts_and_a_server_that_fails_says_nothing()
    {
        var answer = DnsRecords.Question(Name, DnsRecords.TypeText);
        answer[3] = 3;
        Assert.Empty(DnsRecords.Texts(answer)!);
        answer[3] = 2;
        Assert.Null(DnsRecords.Texts(answer));
    }

    [Fact]
    public void No_cut_answer_is_read_as_a_whole_one()
    {
        var whole = NameServer.Answer(DnsRecords.Question(Name, DnsRecords.TypeText), ["vpc-lattice:1111"]);
        Assert.Equal(["vpc-lattice:1111"], DnsRecords.Texts(whole)!);

        for (var length = 0; length < whole.Length; length++)
        {
            Assert.Null(DnsRecords.Texts(whole.AsSpan(0, length)));
        }
    }

    [Fact]
    public void The_strings_of_a_record_belong_together()
    {
        var text = new string('a', 300);

        var answer = NameServer.Answer(DnsRecords.Question(Name, DnsRecords.TypeText), [text]);

        Assert.Equal([text], DnsRecords.Texts(answer)!);
    }

    /// <summary>A name server on loopback that gives the same texts to every question.</summary>
    private sealed class NameServer(params string[] texts) : IDisposable
    {
        private readonly Socket _socket = Bound();

        public IPEndPoint At => (IPEndPoint)_socket.LocalEndPoint!;

        public async Task AnswerAsync(CancellationToken cancel)
        {
            var buffer = new byte[512];
            var from = new IPEndPoint(IPAddress.Any, 0);
            var received = await _socket.ReceiveFromAsync(buffer, from, cancel);
            await _socket.SendToAsync(
                Answer(buffer[..received.ReceivedBytes], texts), received.RemoteEndPoint, cancel);
        }

        public static byte[] Answer(byte[] question, string[] texts)
        {
            using var message = new MemoryStream();
            var head = question.ToArray();
            head[2] |= 0x80;
            BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(6), (ushort)texts.Length);
            message.Write(head);
            foreach (var text in texts)
            {
                byte[] strings =
                    [.. text.Chunk(255).SelectMany(part => Encoding.ASCII.GetBytes(part).Prepend((byte)part.Length))];
                message.Write([0xC0, 12, 0, 16, 0, 1, 0, 0, 0, 60]);
                message.Write([(byte)(strings.Length >> 8), (byte)strings.Length]);
                message.Write(strings);
            }

            return message.ToArray();
        }

        public void Dispose() => _socket.Dispose();

        private static Socket Bound()
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            return socket;
        }
    }
}
