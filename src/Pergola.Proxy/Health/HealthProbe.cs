using System.Net;
using Pergola.Planning.Dataplane;
using Pergola.Proxy.Upstream;

namespace Pergola.Proxy.Health;

/// <summary>Asks one target once how it is, over a connection of its own.</summary>
internal sealed class HealthProbe : IDisposable
{
    private readonly HttpMessageInvoker _client;
    private readonly TimeProvider _time;

    public HealthProbe(string vpcId, TargetConnector connector, TimeProvider time)
    {
        var handler = connector.CreateHandler(vpcId);
        handler.PooledConnectionLifetime = TimeSpan.Zero;   // Each check opens a new connection, as AWS's do.
        _client = new HttpMessageInvoker(handler);
        _time = time;
    }

    /// <summary>Whether the target answers in time with a status that the matcher takes.</summary>
    public async Task<bool> CheckAsync(TargetKey target, HealthCheckEntry check, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(check.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        using var request = new HttpRequestMessage(HttpMethod.Get, Address(target, check))
        {
            Version = check.ProtocolVersion == TargetProtocolVersion.Http1
                ? HttpVersion.Version11
                : HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.TryAddWithoutValidation("User-Agent", "Pergola-HealthChecker/1.0");
        try
        {
            using var response = await _client.SendAsync(request, either.Token);
            return StatusMatcher.TryParse(check.Matcher)?.Matches((int)response.StatusCode) ?? false;
        }
        catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException
            or System.Net.Sockets.SocketException)
        {
            cancel.ThrowIfCancellationRequested();
            return false;
        }
    }

    public void Dispose() => _client.Dispose();

    private static Uri Address(TargetKey target, HealthCheckEntry check)
    {
        var scheme = check.Protocol == TargetProtocol.Https ? "https" : "http";
        var endPoint = new IPEndPoint(target.Address, check.Port ?? target.Port);
        return new Uri($"{scheme}://{endPoint}{check.Path}");
    }
}
