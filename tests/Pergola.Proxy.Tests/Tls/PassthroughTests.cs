using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Pergola.Planning.Dataplane;
using Pergola.Proxy.Tests.Twins;
using static Pergola.Proxy.Tests.Twins.Tables;

namespace Pergola.Proxy.Tests.Tls;

/// <summary>What TLS_PASSTHROUGH listeners promise: the bytes of both sides, and nothing else.</summary>
public sealed class PassthroughTests : IDisposable
{
    private readonly TlsTables _tables = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TLS_ends_at_the_target_with_the_targets_certificate()
    {
        using var target = new TlsTarget(_tables.Certificate("RSA_2048", TlsTables.Custom));
        var echo = target.EchoAsync();
        await using var plane = await StartAsync(target.Port);
        await using (var client = await _tables.ConnectAsync(plane, TlsTables.Custom))
        {
            var text = Encoding.ASCII.GetBytes(new string('x', 100_000));
            await client.WriteAsync(text, Cancel);
            var answer = new byte[text.Length];
            await client.ReadExactlyAsync(answer, Cancel);
            Assert.Equal(text, answer);
            Assert.Equal(target.Thumbprint, client.RemoteCertificate!.GetCertHashString());
        }

        await echo;
    }

    [Theory]
    [InlineData(TlsTables.Generated)]
    [InlineData("unknown.example")]
    public async Task Only_the_custom_domain_is_passed_through(string name)
    {
        using var target = new TlsTarget(_tables.Certificate("EC_prime256v1", TlsTables.Custom));
        await using var plane = await StartAsync(target.Port);

        await Assert.ThrowsAnyAsync<Exception>(() => _tables.ConnectAsync(plane, name));

        Assert.Equal(0, plane.Sockets.Opened(TargetVpc));
    }

    [Fact]
    public async Task Other_services_end_TLS_on_the_same_port()
    {
        using var target = new TlsTarget(_tables.Certificate("EC_prime256v1", TlsTables.Custom));
        await using var plane = await StartAsync(target.Port);
        await using var other = await _tables.ConnectAsync(plane, TlsTables.OtherGenerated);

        Assert.Equal(404, (await TlsTables.GetAsync(other, TlsTables.OtherGenerated)).Head.Status);
    }

    [Fact]
    public async Task An_end_is_passed_on_and_the_other_direction_goes_on()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var plane = await StartAsync(((IPEndPoint)listener.LocalEndpoint).Port);
        using var client = await HelloAsync(plane);
        using var target = await listener.AcceptTcpClientAsync(Cancel);
        var (stream, answers) = (target.GetStream(), client.GetStream());

        client.Client.Shutdown(SocketShutdown.Send);
        using var received = new MemoryStream();
        await stream.CopyToAsync(received, Cancel);
        Assert.Equal(s_hello, received.ToArray());

        await stream.WriteAsync("late"u8.ToArray(), Cancel);
        target.Client.Shutdown(SocketShutdown.Send);
        using var answer = new StreamReader(answers);
        Assert.Equal("late", await answer.ReadToEndAsync(Cancel));
    }

    [Fact]
    public async Task A_target_that_reads_nothing_stops_the_client_and_not_the_memory()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var plane = await StartAsync(((IPEndPoint)listener.LocalEndpoint).Port);
        using var client = await HelloAsync(plane);
        using var target = await listener.AcceptTcpClientAsync(Cancel);
        var piece = new byte[1 << 20];
        var sent = 0L;

        // Until the kernel's buffers on both sides are full, and no more is taken.
        client.Client.Blocking = false;
        for (var refused = 0; refused < 50 && sent < 1L << 30;)
        {
            try
            {
                sent += client.Client.Send(piece);
                refused = 0;
            }
            catch (SocketException)
            {
                refused++;
                await Task.Yield();
            }
        }

        Assert.True(sent < 1L << 30);
        client.Client.Blocking = true;
        client.Client.Shutdown(SocketShutdown.Send);
        var received = 0L;
        for (int count; (count = await target.GetStream().ReadAsync(piece, Cancel)) > 0;)
        {
            received += count;
        }

        Assert.Equal(sent + s_hello.Length, received);
    }

    [Fact]
    public async Task A_target_that_cannot_be_reached_ends_the_connection()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        await using var plane = await StartAsync(port);

        await Assert.ThrowsAnyAsync<Exception>(() => _tables.ConnectAsync(plane, TlsTables.Custom));
    }

    [Fact]
    public async Task A_connection_on_which_nothing_moves_is_closed_after_the_services_idle_timeout()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var plane = await StartAsync(((IPEndPoint)listener.LocalEndpoint).Port, time);
        using var client = await HelloAsync(plane);
        using var target = await listener.AcceptTcpClientAsync(Cancel);
        await target.GetStream().ReadExactlyAsync(new byte[s_hello.Length], Cancel);

        time.Advance(TimeSpan.FromSeconds(119));
        await target.GetStream().WriteAsync(new byte[1], Cancel);
        await client.GetStream().ReadExactlyAsync(new byte[1], Cancel);

        var closed = client.GetStream().ReadAsync(new byte[1], Cancel).AsTask();
        for (var second = 0; !closed.IsCompleted; second++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(0, await closed);
    }

    public void Dispose() => _tables.Dispose();

    // A hello as it might be, for the custom domain; what follows is nobody's business.
    private static readonly byte[] s_hello = Hello();

    private static byte[] Hello()
    {
        var name = Encoding.ASCII.GetBytes(TlsTables.Custom);
        var length = (byte)name.Length;
        byte[] extension = [0, 0, 0, (byte)(length + 5), 0, (byte)(length + 3), 0, 0, length, .. name];
        byte[] body = [3, 3, .. new byte[32], 0, 0, 2, 0x13, 1, 1, 0, 0, (byte)extension.Length, .. extension];
        return [22, 3, 1, 0, (byte)(body.Length + 4), 1, 0, 0, (byte)body.Length, .. body];
    }

    private static async Task<TcpClient> HelloAsync(Plane plane)
    {
        var client = new TcpClient();
        await client.ConnectAsync(plane.Dataplane.ListenerAt(ClientVpc, TlsTables.TlsPort)!, Cancel);
        await client.GetStream().WriteAsync(s_hello, Cancel);
        return client;
    }

    private Task<Plane> StartAsync(int port, TimeProvider? time = null)
    {
        var group = Group("tg-a", new TargetEntry(IPAddress.Loopback, port, TargetUse.Ready)) with
        {
            Protocol = TargetProtocol.Tcp,
        };
        return _tables.StartAsync(
            _tables.Table(
                Forward("tg-a"), [group], protocol: ListenerProtocol.TlsPassthrough, idle: TimeSpan.FromSeconds(120)),
            time);
    }

    private sealed class TlsTarget : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly X509Certificate2 _certificate;

        public TlsTarget(CertificateEntry certificate)
        {
            _listener.Start();
            _certificate = X509Certificate2.CreateFromPem(certificate.CertificatesPem, certificate.PrivateKeyPem);
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public string Thumbprint => _certificate.GetCertHashString();

        /// <summary>Serves one client.</summary>
        public async Task EchoAsync()
        {
            using var client = await _listener.AcceptTcpClientAsync(Cancel);
            await using var stream = new SslStream(client.GetStream());
            await stream.AuthenticateAsServerAsync(_certificate);
            await stream.CopyToAsync(stream, Cancel);
        }

        public void Dispose()
        {
            _listener.Dispose();
            _certificate.Dispose();
        }
    }
}
