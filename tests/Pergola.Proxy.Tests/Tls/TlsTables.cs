using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Pergola.Core;
using Pergola.Planning.Dataplane;
using Pergola.Proxy.Tests.Twins;
using Pergola.Proxy.Tls;
using static Pergola.Proxy.Tests.Twins.Tables;

namespace Pergola.Proxy.Tests.Tls;

/// <summary>
/// Words for tables with TLS: on port 443 the services <c>svc-web</c> (with a generated name and a custom domain) and
/// <c>svc-other</c>, all certificates by one authority.
/// </summary>
internal sealed class TlsTables : IDisposable
{
    public const int TlsPort = 443;
    public const string Generated = "web-0123.7d67968.vpc-lattice-svcs.us-east-1.on.aws";
    public const string OtherGenerated = "other-0123.7d67968.vpc-lattice-svcs.us-east-1.on.aws";
    public const string Custom = "web.shop.example";

    public LocalAuthority Authority { get; } = LocalAuthority.Make(TimeProvider.System.GetUtcNow());

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The table.</summary>
    /// <param name="key">Of the custom domain's certificate, in ACM's words.</param>
    public DataplaneTable Table(
        RuleActionEntry action,
        TargetGroupEntry[] groups,
        string key = "EC_prime256v1",
        ListenerProtocol protocol = ListenerProtocol.Https,
        TimeSpan? idle = null)
    {
        var listener = new ListenerEntry("listener-tls", TlsPort, protocol, [], action);
        var web = new ServiceEntry("svc-web", "arn:svc-web", idle ?? TimeSpan.FromSeconds(60), [listener]);
        var other = new ServiceEntry(
            "svc-other", "arn:svc-other", TimeSpan.FromSeconds(60),
            [new ListenerEntry("listener-other", TlsPort, ListenerProtocol.Https, [], Fixed(404))]);
        var vpc = Vpc(ClientVpc, web, other) with
        {
            Hosts =
            [
                HostEntry.Generated(Generated, "svc-web"),
                HostEntry.Generated(OtherGenerated, "svc-other"),
                new HostEntry(Custom, "svc-web") { Certificate = "arn:certificate" },
                new HostEntry("bare.shop.example", "svc-web"),
            ],
        };
        return new DataplaneTable(1, [vpc, Vpc(TargetVpc)], [web, other], [.. groups])
        {
            Certificates = [Certificate(key, Custom)],
        };
    }

    public CertificateEntry Certificate(string key, string name)
    {
        var now = TimeProvider.System.GetUtcNow();
        var issued = Authority.Issue(new CertificateOrder([name], key, now, now.AddDays(30)));
        return new CertificateEntry(
            "arn:certificate", issued.CertificatePem + issued.ChainPem, issued.PrivateKeyPem);
    }

    public Task<Plane> StartAsync(DataplaneTable table, TimeProvider? time = null) =>
        Plane.StartAsync(table, time, authority: Authority);

    /// <summary>A client that trusts the authority and nobody else.</summary>
    public async Task<SslStream> ConnectAsync(
        Plane plane, string name, SslProtocols versions = SslProtocols.None, params SslApplicationProtocol[] protocols)
    {
        var client = new TcpClient();
        await client.ConnectAsync(plane.Dataplane.ListenerAt(ClientVpc, TlsPort)!, Cancel);
        var stream = new SslStream(client.GetStream());
        try
        {
            await stream.AuthenticateAsClientAsync(Options(name, versions, protocols), Cancel);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync();
            client.Dispose();
            throw;
        }
    }

    /// <summary>A client of that version of HTTP, whatever a URL says about where the server is.</summary>
    public HttpClient Client(Plane plane, int port = TlsPort)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions = { CertificateChainPolicy = Policy() },
            ConnectCallback = async (_, cancel) =>
            {
                var client = new TcpClient();
                await client.ConnectAsync(plane.Dataplane.ListenerAt(ClientVpc, port)!, cancel);
                return client.GetStream();
            },
        };
        return new HttpClient(handler, disposeHandler: true);
    }

    public static async Task<(RawMessage Head, string Body)> AskAsync(Stream stream, string request)
    {
        await RawTarget.Say(stream, request);
        var head = await RawMessage.ReadAsync(stream, Cancel) ?? throw new IOException("The proxy closed.");
        return (head, await RawMessage.ReadBodyAsync(stream, head.BodyLength, Cancel));
    }

    public static Task<(RawMessage Head, string Body)> GetAsync(Stream stream, string host, string path = "/") =>
        AskAsync(stream, $"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n");

    public void Dispose() => Authority.Dispose();

    public SslClientAuthenticationOptions Options(
        string name, SslProtocols versions = SslProtocols.None, params SslApplicationProtocol[] protocols) => new()
        {
            TargetHost = name,
            EnabledSslProtocols = versions,
            CertificateChainPolicy = Policy(),
            ApplicationProtocols = protocols.Length == 0 ? null : [.. protocols],
        };

    private X509ChainPolicy Policy() => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        CustomTrustStore = { X509Certificate2.CreateFromPem(Authority.RootPem) },
        RevocationMode = X509RevocationMode.NoCheck,
    };
}
