using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pergola.Proxy.Tests.Twins;

/// <summary>A client that sends exactly the given bytes, over one connection.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly TcpClient _client = new();

    private RawClient()
    {
    }

    public NetworkStream Stream { get; private set; } = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<RawClient> ConnectAsync(IPEndPoint server)
    {
        var client = new RawClient();
        await client._client.ConnectAsync(server, Cancel);
        client.Stream = client._client.GetStream();
        return client;
    }

    public Task SendAsync(string text) => Stream.WriteAsync(Encoding.Latin1.GetBytes(text), Cancel).AsTask();

    public async Task<RawMessage> ReadHeadAsync() =>
        await RawMessage.ReadAsync(Stream, Cancel) ?? throw new IOException("The proxy closed the connection.");

    /// <summary>Sends a request and reads the answer with its body, which must have a length.</summary>
    public async Task<(RawMessage Head, string Body)> AskAsync(string request)
    {
        await SendAsync(request);
        var head = await ReadHeadAsync();
        var body = request.StartsWith("HEAD ", StringComparison.Ordinal)
            ? ""
            : await RawMessage.ReadBodyAsync(Stream, head.BodyLength, Cancel);
        return (head, body);
    }

    /// <summary>True when the other side has closed.</summary>
    public async Task<bool> IsClosedAsync()
    {
        try
        {
            return await Stream.ReadAsync(new byte[1], Cancel) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    public void Dispose() => _client.Dispose();
}
