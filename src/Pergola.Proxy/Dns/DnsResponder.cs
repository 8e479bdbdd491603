using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Pergola.Proxy.Dns;

/// <summary>
/// The resolver at one address of one VPC, over UDP and TCP. One socket per address: an answer from any other address
/// than the one that was asked is refused by the client.
/// </summary>
internal sealed class DnsResponder : IAsyncDisposable
{
    private readonly string _vpcId;
    private readonly Socket _udp;
    private readonly Socket _tcp;
    private readonly DnsForwarder _forwarder;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _forwarded = new(DnsLimits.ForwardedMax);
    private readonly SemaphoreSlim _connections = new(DnsLimits.ConnectionsMax);
    private readonly Task _loops;
    private volatile DnsView _view;

    /// <param name="vpcId">For the log.</param>
    /// <param name="udp">Bound.</param>
    /// <param name="tcp">Listening.</param>
    /// <param name="view">What to answer; see <see cref="Use"/>.</param>
    /// <param name="forwarder">Whom to ask otherwise.</param>
    /// <param name="time">Drives time limits.</param>
    /// <param name="logger">For what is dropped.</param>
    public DnsResponder(
        string vpcId, Socket udp, Socket tcp, DnsView view, DnsForwarder forwarder, TimeProvider time, ILogger logger)
    {
        _vpcId = vpcId;
        _udp = udp;
        _tcp = tcp;
        _view = view;
        _forwarder = forwarder;
        _time = time;
        _logger = logger;
        LocalEndPoint = (IPEndPoint)udp.LocalEndPoint!;
        _loops = Task.WhenAll(ServeUdpAsync(), ServeTcpAsync());
    }

    public IPEndPoint LocalEndPoint { get; }

    /// <summary>From the next question on, answers from this view.</summary>
    public void Use(DnsView view) => _view = view;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _udp.Dispose();
        _tcp.Dispose();
        await _loops;

        // Taking every permit waits for the answers that are still under way.
        for (var i = 0; i < DnsLimits.ForwardedMax; i++)
        {
            await _forwarded.WaitAsync(CancellationToken.None);
        }

        for (var i = 0; i < DnsLimits.ConnectionsMax; i++)
        {
            await _connections.WaitAsync(CancellationToken.None);
        }

        _forwarded.Dispose();
        _connections.Dispose();
        _stop.Dispose();
    }

    private async Task ServeUdpAsync()
    {
        var buffer = new byte[DnsLimits.MessageBytesMax];
        var anyone = new IPEndPoint(IPAddress.Any, 0);
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var received = await _udp.ReceiveFromAsync(buffer, SocketFlags.None, anyone, _stop.Token);
                var message = buffer.AsMemory(0, received.ReceivedBytes);
                if (AnswerHere(message.Span, overTcp: false) is { } answer)
                {
                    await SendAsync(answer, received.RemoteEndPoint);
                }
                else if (MayForward(message.Span) && _forwarded.Wait(0, CancellationToken.None))
                {
                    _ = ForwardAsync(message.ToArray(), received.RemoteEndPoint);
                }
            }
            catch (Exception error) when (_stop.IsCancellationRequested && IsEnd(error))
            {
                return;
            }
            catch (SocketException error)
            {
                // A client that has gone answers with ICMP, which the next receive reports: no reason to end.
                Log.ResolverFailed(_logger, _vpcId, error.Message);
            }
        }
    }

    private async Task ForwardAsync(byte[] message, EndPoint client)
    {
        try
        {
            await SendAsync(await ElsewhereAsync(message, overTcp: false), client);
        }
        catch (Exception error) when (IsEnd(error))
        {
            // We are ending, or the client has gone.
        }
        finally
        {
            _forwarded.Release();
        }
    }

    private async ValueTask SendAsync(byte[] answer, EndPoint client) =>
        await _udp.SendToAsync(answer, SocketFlags.None, client, _stop.Token);

    private async Task ServeTcpAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await _connections.WaitAsync(_stop.Token);
                var client = await AcceptAsync();
                _ = ServeAsync(client);
            }
            catch (Exception error) when (_stop.IsCancellationRequested && IsEnd(error))
            {
                return;
            }
            catch (SocketException error)
            {
                Log.ResolverFailed(_logger, _vpcId, error.Message);
                await Task.Delay(ProxyLimits.AcceptPause, _time, CancellationToken.None);
            }
        }
    }

    private async Task<Socket> AcceptAsync()
    {
        try
        {
            return await _tcp.AcceptAsync(_stop.Token);
        }
        catch
        {
            _connections.Release();
            throw;
        }
    }

    private async Task ServeAsync(Socket client)
    {
        try
        {
            await using var stream = new NetworkStream(client, ownsSocket: true);
            while (true)
            {
                using var limit = new CancellationTokenSource(DnsLimits.TcpIdleTimeout, _time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, limit.Token);
                if (await DnsFraming.ReadAsync(stream, either.Token) is not { } message)
                {
                    return;
                }

                var answer = AnswerHere(message, overTcp: true)
                    ?? (MayForward(message) ? await ElsewhereAsync(message, overTcp: true) : null);
                if (answer is null)
                {
                    return;
                }

                await DnsFraming.WriteAsync(stream, answer, either.Token);
            }
        }
        catch (Exception error) when (IsEnd(error))
        {
            // The client has gone or was silent for too long, or we are ending.
        }
        finally
        {
            _connections.Release();
        }
    }

    /// <summary>The answer that needs nobody else; null when there is none.</summary>
    private byte[]? AnswerHere(ReadOnlySpan<byte> message, bool overTcp)
    {
        switch (DnsQuery.Parse(message))
        {
            case DnsParse.Query { Value: var query }:
                var outcome = _view.Resolve(query);
                return outcome is DnsOutcome.Elsewhere
                    ? null
                    : DnsAnswer.Write(query, outcome, overTcp ? DnsLimits.MessageBytesMax : query.UdpBytesMax);
            case DnsParse.Refused refused:
                return DnsAnswer.Refuse(refused);
            default:
                return null;
        }
    }

    private static bool MayForward(ReadOnlySpan<byte> message) => DnsQuery.Parse(message) is DnsParse.Query;

    private async ValueTask<byte[]> ElsewhereAsync(byte[] message, bool overTcp)
    {
        var answer = await _forwarder.ForwardAsync(message, overTcp, _stop.Token);
        return answer ?? DnsAnswer.Write(
            ((DnsParse.Query)DnsQuery.Parse(message)).Value, new DnsOutcome.Failed(), DnsLimits.UdpBytesMin);
    }

    private static bool IsEnd(Exception error) =>
        error is OperationCanceledException or ObjectDisposedException or SocketException or IOException;
}
