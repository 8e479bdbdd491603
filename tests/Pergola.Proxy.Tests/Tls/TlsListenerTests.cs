using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Pergola.Planning.Dataplane;
using Pergola.Proxy.Tests.Twins;
using static Pergola.Proxy.Tests.Twins.Tables;

namespace Pergola.Proxy.Tests.Tls;

/// <summary>What HTTPS listeners promise to clients.</summary>
public sealed class TlsListenerTests : IDisposable
{
    private readonly TlsTables _tables = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("EC_prime256v1", SslProtocols.Tls13)]
    [InlineData("EC_prime256v1", SslProtocols.Tls12)]
    [InlineData("RSA_2048", SslProtocols.Tls13)]
    [InlineData("RSA_2048", SslProtocols.Tls12)]
    public async Task A_request_over_TLS_reaches_its_target_and_says_so(string key, SslProtocols version)
    {
        await using var target = RawTarget.Named("a");
        await using var plane = await StartAsync(Everything(target, key));
        await using var client = await _tables.ConnectAsync(plane, TlsTables.Custom, version);

        for (var i = 0; i < 3; i++)
        {
            var (head, body) = await TlsTables.GetAsync(client, TlsTables.Custom);
            Assert.Equal((200, "a"), (head.Status, body));
        }

        Assert.Equal(version, client.SslProtocol);
        var request = target.Requests.First();
        Assert.Equal("https", Header(request, "x-forwarded-proto"));
        Assert.Equal("443", Header(request, "x-forwarded-port"));
        Assert.Equal("127.0.0.1", Header(request, "x-forwarded-for"));
    }

    [Fact]
    public async Task Each_name_gets_its_own_certificate_and_its_own_service_on_one_address()
    {
        await using var target = RawTarget.Named("a");
        await using var plane = await StartAsync(Everything(target));
        await using var custom = await _tables.ConnectAsync(plane, TlsTables.Custom);
        await using var generated = await _tables.ConnectAsync(plane, TlsTables.Generated);
        await using var other = await _tables.ConnectAsync(plane, TlsTables.OtherGenerated);

        Assert.Contains(TlsTables.Custom, custom.RemoteCertificate!.Subject, StringComparison.Ordinal);
        Assert.Equal(200, (await TlsTables.GetAsync(custom, TlsTables.Custom)).Head.Status);
        Assert.Equal(200, (await TlsTables.GetAsync(generated, TlsTables.Generated)).Head.Status);
        Assert.Equal(404, (await TlsTables.GetAsync(other, TlsTables.OtherGenerated)).Head.Status);
    }

    [Fact]
    public async Task A_host_must_name_the_service_that_TLS_was_begun_with()
    {
        await using var target = RawTarget.Named("a");
        await using var plane = await StartAsync(Everything(target));
        await using var client = await _tables.ConnectAsync(plane, TlsTables.Generated);

        Assert.Equal(404, (await TlsTables.GetAsync(client, TlsTables.OtherGenerated)).Head.Status);
        Assert.Equal(200, (await TlsTables.GetAsync(client, TlsTables.Custom)).Head.Status);
        Assert.Equal(404, (await TlsTables.GetAsync(client, "unknown.example")).Head.Status);
    }

    [Theory]
    [InlineData("unknown.example")]
    [InlineData("bare.shop.example")]
    [InlineData("127.0.0.1")]
    public async Task A_name_without_a_certificate_and_no_name_at_all_get_no_connection(string name)
    {
        await using var target = RawTarget.Named("a");
        await using var plane = await StartAsync(Everything(target));

        await Assert.ThrowsAnyAsync<Exception>(() => _tables.ConnectAsync(plane, name));

        Assert.Empty(target.Requests);
    }

    [Fact]
    public async Task A_client_that_speaks_no_TLS_gets_no_answer()
    {
        await using var target = RawTarget.Named("a");
        await using var plane = await StartAsync(Everything(target));
        using var client = await plane.ConnectAsync(port: TlsTables.TlsPort);

        await client.SendAsync($"GET / HTTP/1.1\r\nHost: {TlsTables.Custom}\r\n\r\n");

        Assert.True(await client.IsClosedAsync());
    }

    [Fact]
    public async Task Old_versions_of_TLS_are_refused()
    {
        await using var plane = await StartAsync(_tables.Table(Fixed(404), []));
#pragma warning disable SYSLIB0039, CA5397 // That is what is to be refused.
        await Assert.ThrowsAnyAsync<Exception>(
            () => _tables.ConnectAsync(plane, TlsTables.Custom, SslProtocols.Tls11));
#pragma warning restore SYSLIB0039, CA5397
    }

    [Fact]
    public async Task HTTP2_is_preferred_and_HTTP1_is_taken_where_a_client_has_nothing_else()
    {
        await using var plane = await StartAsync(_tables.Table(Fixed(404), []));
        await using var both = await _tables.ConnectAsync(
            plane, TlsTables.Custom, default, SslApplicationProtocol.Http11, SslApplicationProtocol.Http2);
        await using var one = await _tables.ConnectAsync(
            plane, TlsTables.Custom, default, SslApplicationProtocol.Http11);
        await using var strange = await _tables.ConnectAsync(
            plane, TlsTables.Custom, default, new SslApplicationProtocol("smtp"));

        Assert.Equal(SslApplicationProtocol.Http2, both.NegotiatedApplicationProtocol);
        Assert.Equal(SslApplicationProtocol.Http11, one.NegotiatedApplicationProtocol);
        Assert.True(strange.NegotiatedApplicationProtocol.Protocol.IsEmpty);
        Assert.Equal(404, (await TlsTables.GetAsync(strange, TlsTables.Custom)).Head.Status);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Many_requests_of_either_version_are_answered_with_bodies_both_ways(int version)
    {
        await using var target = new RawTarget(async (request, stream) =>
        {
            var body = await RawMessage.ReadBodyAsync(stream, request.BodyLength, Cancel);
            await RawTarget.Say(stream, $"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        });
        await using var plane = await StartAsync(Everything(target));
        using var client = _tables.Client(plane);

        await Task.WhenAll(Enumerable.Range(0, 32).Select(async i =>
        {
            var body = new string((char)('a' + (i % 26)), i * 10_000);
            using var request = new HttpRequestMessage(HttpMethod.Post, $"https://{TlsTables.Custom}/{i}")
            {
                Content = new ByteArrayContent(Encoding.ASCII.GetBytes(body)),
                Version = new Version(version, version == 1 ? 1 : 0),
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            };
            using var response = await client.SendAsync(request, Cancel);
            Assert.Equal(version, response.Version.Major);
            Assert.Equal(body, await response.Content.ReadAsStringAsync(Cancel));
        }));

        Assert.All(target.Requests, request => Assert.Equal("https", Header(request, "x-forwarded-proto")));
        Assert.All(target.Requests, request => Assert.Equal("127.0.0.1", Header(request, "x-forwarded-for")));
    }

    [Fact]
    public async Task HTTP2_host_and_name_must_agree_too()
    {
        await using var target = RawTarget.Named("a");
        await using var plane = await StartAsync(Everything(target));
        using var client = _tables.Client(plane);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"https://{TlsTables.Custom}/")
        {
            Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.Host = TlsTables.OtherGenerated;

        // SocketsHttpHandler asks for the name in Host when it begins TLS, and then finds another certificate's name.
        using var response = await client.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task HTTP2_with_prior_knowledge_is_understood_on_a_plain_listener()
    {
        await using var target = RawTarget.Named("a");
        await using var plane = await Plane.StartAsync(Tables.Everything(At(target)));
        using var client = _tables.Client(plane, Port);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{Host}/")
        {
            Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        using var response = await client.SendAsync(request, Cancel);

        Assert.Equal((HttpStatusCode.OK, 2), (response.StatusCode, response.Version.Major));
        Assert.Equal("a", await response.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("http", Header(target.Requests.Single(), "x-forwarded-proto"));
    }

    [Fact]
    public async Task A_large_answer_arrives_whole_however_slowly_it_is_read()
    {
        var body = new byte[3_000_000];
        RandomNumberGenerator.Fill(body);
        await using var target = new RawTarget(async (_, stream) =>
        {
            await RawTarget.Say(stream, $"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n");
            await stream.WriteAsync(body, Cancel);
        });
        await using var plane = await StartAsync(Everything(target));
        await using var client = await _tables.ConnectAsync(plane, TlsTables.Custom);
        await RawTarget.Say(client, $"GET / HTTP/1.1\r\nHost: {TlsTables.Custom}\r\n\r\n");
        await RawMessage.ReadAsync(client, Cancel);

        var read = new byte[body.Length];
        for (var at = 0; at < read.Length; at += Math.Min(1000, read.Length - at))
        {
            await client.ReadExactlyAsync(read.AsMemory(at, Math.Min(1000, read.Length - at)), Cancel);
        }

        Assert.Equal(body, read);
    }

    [Fact]
    public async Task A_connection_that_ends_says_so_in_TLS()
    {
        await using var target = RawTarget.Named("a");
        await using var plane = await StartAsync(Everything(target));
        await using var client = await _tables.ConnectAsync(plane, TlsTables.Custom);

        var (head, _) = await TlsTables.AskAsync(
            client, $"GET / HTTP/1.1\r\nHost: {TlsTables.Custom}\r\nConnection: close\r\n\r\n");

        Assert.Equal(200, head.Status);
        Assert.Equal(0, await client.ReadAsync(new byte[1], Cancel));   // Without close_notify SslStream throws.
    }

    [Fact]
    public async Task A_hello_may_come_byte_by_byte()
    {
        await using var plane = await StartAsync(_tables.Table(Fixed(404), []));
        using var tcp = new TcpClient { NoDelay = true };
        await tcp.ConnectAsync(plane.Dataplane.ListenerAt(ClientVpc, TlsTables.TlsPort)!, Cancel);
        await using var client = new SslStream(new ByteByByte(tcp.GetStream()));

        await client.AuthenticateAsClientAsync(_tables.Options(TlsTables.Custom), Cancel);

        Assert.Equal(404, (await TlsTables.GetAsync(client, TlsTables.Custom)).Head.Status);
    }

    [Fact]
    public async Task A_client_that_does_not_finish_its_handshake_is_closed()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var plane = await StartAsync(_tables.Table(Fixed(404), []), time);
        using var client = await plane.ConnectAsync(port: TlsTables.TlsPort);
        await client.Stream.WriteAsync(new byte[] { 22, 3, 1 }, Cancel);

        var closed = client.IsClosedAsync();
        while (!closed.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.True(await closed);
    }

    [Fact]
    public async Task A_replaced_certificate_is_shown_to_new_clients_and_disturbs_no_old_one()
    {
        await using var target = RawTarget.Named("a");
        var table = Everything(target);
        await using var plane = await StartAsync(table);
        await using var old = await _tables.ConnectAsync(plane, TlsTables.Custom);

        await plane.ApplyAsync(table with { Certificates = [_tables.Certificate("RSA_2048", TlsTables.Custom)] });

        await using var young = await _tables.ConnectAsync(plane, TlsTables.Custom);
        Assert.NotEqual(
            old.RemoteCertificate!.GetCertHashString(), young.RemoteCertificate!.GetCertHashString());
        Assert.Equal(200, (await TlsTables.GetAsync(old, TlsTables.Custom)).Head.Status);
        Assert.Equal(200, (await TlsTables.GetAsync(young, TlsTables.Custom)).Head.Status);
    }

    [Fact]
    public async Task The_certificate_of_generated_names_is_renewed_in_time()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var plane = await StartAsync(_tables.Table(Fixed(404), []), time);
        await using var old = await _tables.ConnectAsync(plane, TlsTables.Generated);

        // Past the end of the first, so that a client of that time takes only a new one.
        time.Advance(TimeSpan.FromDays(31));

        using var tcp = new TcpClient();
        await tcp.ConnectAsync(plane.Dataplane.ListenerAt(ClientVpc, TlsTables.TlsPort)!, Cancel);
        await using var young = new SslStream(tcp.GetStream());
        var options = _tables.Options(TlsTables.Generated);
        options.CertificateChainPolicy!.VerificationTime = time.GetUtcNow().UtcDateTime;
        options.CertificateChainPolicy.VerificationTimeIgnored = false;
        await young.AuthenticateAsClientAsync(options, Cancel);
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_used_is_told_and_the_others_work()
    {
        await using var plane = await StartAsync(_tables.Table(Fixed(404), []) with
        {
            Certificates = [new CertificateEntry("arn:certificate", "nonsense", "nonsense")],
        });

        Assert.Equal("arn:certificate", Assert.Single(plane.Dataplane.Observe().Failures).Name);
        await using var client = await _tables.ConnectAsync(plane, TlsTables.Generated);
        Assert.Equal(404, (await TlsTables.GetAsync(client, TlsTables.Generated)).Head.Status);
    }

    [Fact]
    public async Task A_listener_that_speaks_TLS_is_told_to_be_missing_by_the_engine_that_does_not()
    {
        await using var plane = await Plane.StartAsync(
            _tables.Table(Fixed(404), []), engine: HttpEngine.Kestrel, authority: _tables.Authority);

        Assert.Contains("listener-tls", plane.Dataplane.Observe().Failures.Select(failure => failure.Name));
        Assert.Null(plane.Dataplane.ListenerAt(ClientVpc, TlsTables.TlsPort));
    }

    public void Dispose() => _tables.Dispose();

    private static string Header(RawMessage message, string name) => message.Headers.Single(
        header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    private Task<Plane> StartAsync(DataplaneTable table, TimeProvider? time = null) => _tables.StartAsync(table, time);

    private DataplaneTable Everything(RawTarget target, string key = "EC_prime256v1") =>
        _tables.Table(Forward("tg-a"), [Group("tg-a", At(target))], key);

    /// <summary>Sends each byte by itself.</summary>
    private sealed class ByteByByte(NetworkStream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            inner.ReadAsync(buffer, cancellationToken);

        public override async ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            for (var i = 0; i < buffer.Length; i++)
            {
                await inner.WriteAsync(buffer.Slice(i, 1), cancellationToken);
            }
        }

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
