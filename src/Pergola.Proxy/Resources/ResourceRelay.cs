using System.Buffers;
using System.Net.Sockets;

namespace Pergola.Proxy.Resources;

/// <summary>
/// One client and its resource: what one sends, the other gets, and an end as well. Knows nothing of what is spoken.
/// </summary>
internal sealed class ResourceRelay(Socket client, Socket resource, TimeProvider time) : IDisposable
{
    /// <summary>Carries bytes until both have ended, one of them breaks off, or nothing moves for too long.</summary>
    public async Task RunAsync()
    {
        using var idle = time.CreateTimer(
            _ => BreakOff(), null, ProxyLimits.ResourceIdleTimeout, Timeout.InfiniteTimeSpan);
        try
        {
            await Task.WhenAll(PumpAsync(client, resource, idle), PumpAsync(resource, client, idle));
        }
        finally
        {
            Dispose();
        }
    }

    /// <summary>Resets both, whatever is on its way.</summary>
    public void BreakOff()
    {
        Reset(client);
        Reset(resource);
    }

    /// <summary>Closes a connection so that the other side hears of it as an error.</summary>
    public static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // It is closed already.
        }

        socket.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        client.Dispose();
        resource.Dispose();
    }

    private async Task PumpAsync(Socket from, Socket to, ITimer idle)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ProxyLimits.RelayBytes);
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
            {
                idle.Change(ProxyLimits.ResourceIdleTimeout, Timeout.InfiniteTimeSpan);
                for (var sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
                }
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The other direction has no one to carry to, or to hear from, any more.
            BreakOff();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
