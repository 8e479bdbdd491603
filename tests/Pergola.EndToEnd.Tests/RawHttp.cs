using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pergola.EndToEnd.Tests;

/// <summary>Bytes to the server and back, for what no HTTP client would send.</summary>
internal static class RawHttp
{
    /// <summary>The longest that a refusal may take; far more than it does.</summary>
    private static readonly TimeSpan s_answerMax = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Sends the bytes, says that nothing more comes, and reads what comes back until the server closes.
    /// Empty when it closed without a word.
    /// </summary>
    public static async Task<string> ExchangeAsync(PergolaProcess server, string request, bool endsThere = true)
    {
        using var bound = new CancellationTokenSource(s_answerMax);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, server.Port), bound.Token);
        var answer = new StringBuilder();
        try
        {
            var bytes = Encoding.Latin1.GetBytes(request);
            for (var sent = 0; sent < bytes.Length;)
            {
                sent += await socket.SendAsync(bytes.AsMemory(sent), bound.Token);
            }

            if (endsThere)
            {
                socket.Shutdown(SocketShutdown.Send);
            }

            var buffer = new byte[16 * 1024];
            while (await socket.ReceiveAsync(buffer, bound.Token) is > 0 and var read)
            {
                answer.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }
        }
        catch (SocketException)
        {
            // A server may also reset the connection of someone who sends garbage.
        }

        return answer.ToString();
    }

    /// <summary>Sends the bytes and hangs up at once, with a reset.</summary>
    public static async Task HangUpAsync(PergolaProcess server, string request)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.LingerState = new LingerOption(true, 0);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, server.Port));
        await socket.SendAsync(Encoding.Latin1.GetBytes(request));
    }
}
