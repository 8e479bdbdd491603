using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pergola.Proxy.Tests.Twins;

/// <summary>A target that shows the bytes it gets and answers with the bytes it is told to.</summary>
internal sealed class RawTarget : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Func<RawMessage, Stream, Task> _answer;
    private readonly Task _loop;
    private int _accepted;

    /// <param name="answer">Gets each request's head, with the stream behind it for the body and the answer.</param>
    public RawTarget(Func<RawMessage, Stream, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        _loop = AcceptAsync();
    }

    public ConcurrentQueue<RawMessage> Requests { get; } = [];

    public int Accepted => Volatile.Read(ref _accepted);

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>A target that answers every request without a body with its name.</summary>
    public static RawTarget Named(string name) =>
        new((_, stream) => Say(stream, $"HTTP/1.1 200 OK\r\nContent-Length: {name.Length}\r\n\r\n{name}"));

    public static Task Say(Stream stream, string text) => stream.WriteAsync(Encoding.Latin1.GetBytes(text)).AsTask();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _loop;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _accepted);
                _connections.Add(ServeAsync(client));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException
            or InvalidOperationException)
        {
            // The end of the test.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var connection = client;
        using var stopping = _stop.Token.Register(client.Dispose);
        try
        {
            await using var stream = client.GetStream();
            while (await RawMessage.ReadAsync(stream, _stop.Token) is { } request)
            {
                Requests.Enqueue(request);
                await _answer(request, stream);
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException
            or SocketException)
        {
            // The proxy closed, or the end of the test.
        }
    }
}
