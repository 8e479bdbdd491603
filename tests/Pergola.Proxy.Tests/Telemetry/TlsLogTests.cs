using System.Security.Authentication;
using Pergola.Planning.Dataplane;
using Pergola.Planning.VpcLattice;
using Pergola.Proxy.Tests.Tls;
using Pergola.Proxy.Tests.Twins;
using static Pergola.Proxy.Tests.Twins.Tables;

namespace Pergola.Proxy.Tests.Telemetry;

/// <summary>What access logs say of a client's TLS.</summary>
public sealed class TlsLogTests : IDisposable
{
    private readonly TlsTables _tables = new();

    public void Dispose() => _tables.Dispose();

    [Theory]
    [InlineData(SslProtocols.Tls12, "TLSv1.2", "ECDHE-ECDSA-")]
    [InlineData(SslProtocols.Tls13, "TLSv1.3", "TLS_")]
    public async Task A_request_over_TLS_is_told_with_its_name_version_and_cipher(
        SslProtocols protocol, string version, string cipher)
    {
        var telemetry = new TelemetryTwin();
        var to = new LogEntry("als", "sn", AccessLogDestinationKind.Stream, "s", "000000000000", "us-east-1");
        var table = _tables.Table(Fixed(404), []);
        table = table with { Vpcs = [.. table.Vpcs.Select(vpc => vpc with { Logs = [to] })] };
        await using var plane = await Plane.StartAsync(table, telemetry: telemetry, authority: _tables.Authority);
        await using var client = await _tables.ConnectAsync(plane, TlsTables.Custom, protocol);

        await TlsTables.GetAsync(client, TlsTables.Custom);

        var (_, line) = await telemetry.NextAsync();
        Assert.Equal(
            (TlsTables.Custom, version, "HTTPS"),
            ((string?)line["serverNameIndication"], (string?)line["tlsVersion"], (string?)line["listenerType"]));
        Assert.StartsWith(cipher, (string?)line["sslCipher"], StringComparison.Ordinal);
    }
}
