using System.Net;
using Pergola.Core;
using Pergola.Planning.Dataplane;
using Pergola.Planning.Telemetry;
using Pergola.Proxy.Engine;

namespace Pergola.Proxy.Tests.Twins;

/// <summary>A data plane on loopback sockets, and clients for it.</summary>
internal sealed class Plane : IAsyncDisposable
{
    private Plane(
        TimeProvider time, IReadOnlyList<IPEndPoint> hostResolvers, HttpEngine engine, ITelemetry? telemetry,
        ICertificateAuthority? authority, IReadOnlyDictionary<string, Uri>? functions)
    {
        var placement = new DataplanePlacement.Loopback(
            (_, _) => new IPEndPoint(IPAddress.Loopback, 0), (_, _) => new IPEndPoint(IPAddress.Loopback, 0));
        Dataplane = new LatticeDataplane(
            Sockets, time, new SeededEntropy(7), Log,
            new DataplaneOptions
            {
                Placement = placement, HostResolvers = hostResolvers, Engine = engine, Telemetry = telemetry,
                Authority = authority, Functions = functions ?? new Dictionary<string, Uri>(),
            });
    }

    public LoopbackSockets Sockets { get; } = new();

    public RecordedLog Log { get; } = new();

    public LatticeDataplane Dataplane { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<Plane> StartAsync(
        DataplaneTable table, TimeProvider? time = null, IReadOnlyList<IPEndPoint>? hostResolvers = null,
        HttpEngine engine = HttpEngine.Loops, ITelemetry? telemetry = null, ICertificateAuthority? authority = null,
        IReadOnlyDictionary<string, Uri>? functions = null)
    {
        var plane = new Plane(
            time ?? TimeProvider.System, hostResolvers ?? [], engine, telemetry, authority, functions);
        await plane.ApplyAsync(table);
        return plane;
    }

    /// <summary>What the event loops hold now.</summary>
    public async Task<LoopHoldings> CountAsync() =>
        await Dataplane.CountLoopsAsync() ?? throw new InvalidOperationException("no loops");

    /// <summary>
    /// Waits until the loops hold so many sockets: what a client or target did to its end is noticed in its own time.
    /// </summary>
    public async Task UntilAsync(int sockets)
    {
        while ((await CountAsync()).Sockets != sockets)
        {
            Cancel.ThrowIfCancellationRequested();
        }
    }

    public Task ApplyAsync(DataplaneTable table) => Dataplane.ApplyAsync(table, Cancel);

    public Task<RawClient> ConnectAsync(string vpcId = Tables.ClientVpc, int port = Tables.Port) =>
        RawClient.ConnectAsync(
            Dataplane.ListenerAt(vpcId, port) ?? throw new InvalidOperationException("not listening"));

    /// <summary>One request over a connection of its own.</summary>
    public async Task<(RawMessage Head, string Body)> AskAsync(string request)
    {
        using var client = await ConnectAsync();
        return await client.AskAsync(request);
    }

    public Task<(RawMessage Head, string Body)> GetAsync(string path, string headers = "") =>
        AskAsync($"GET {path} HTTP/1.1\r\nHost: {Tables.Host}\r\n{headers}\r\n");

    public ValueTask DisposeAsync() => Dataplane.DisposeAsync();
}
