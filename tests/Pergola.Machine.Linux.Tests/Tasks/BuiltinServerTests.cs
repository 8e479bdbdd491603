using System.Net;
using System.Net.Sockets;
using System.Text;
using Pergola.Machine.Linux.Tasks.Builtin;

namespace Pergola.Machine.Linux.Tests.Tasks;

/// <summary>The server of built-in images speaks HTTP/1.1, byte for byte.</summary>
public sealed class BuiltinServerTests : IAsyncDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly Socket _listener = BuiltinServer.Listen(0);
    private Task _serving = Task.CompletedTask;

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "HTTP/1.1 200 OK\r\n")]
    [InlineData("GET /?x=1 HTTP/1.0\r\n\r\n", "HTTP/1.1 200 OK\r\n")]
    [InlineData("GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "HTTP/1.1 200 OK\r\n")]
    [InlineData("GET /nothing HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "HTTP/1.1 404 Not Found\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", "HTTP/1.1 405 ")]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 400 Bad Request\r\n")]
    [InlineData("GET /\r\n\r\n", "HTTP/1.1 400 Bad Request\r\n")]
    [InlineData("GET / HTTP/1.1\nHost: a\n\n", "HTTP/1.1 400 Bad Request\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n", "HTTP/1.1 400 Bad Request\r\n")]
    [InlineData("GET / HTTP/3.0\r\nHost: a\r\n\r\n", "HTTP/1.1 505 ")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", "HTTP/1.1 400 ")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", "HTTP/1.1 400")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", "HTTP/1.1 400 ")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n", "HTTP/1.1 413 ")]
    public async Task A_request_gets_the_status_it_deserves(string request, string status)
    {
        Serve(SamplePage.Answer);

        Assert.StartsWith(status, await AskAsync(request), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_head_of_more_than_32_KiB_is_refused()
    {
        Serve(SamplePage.Answer);

        var answer = await AskAsync($"GET / HTTP/1.1\r\nHost: a\r\nX: {new string('x', 40_000)}\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 431 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HEAD_gets_the_head_that_GET_would_get_and_no_body()
    {
        Serve(SamplePage.Answer);

        var head = await AskAsync("HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        var whole = await AskAsync("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        Assert.EndsWith("\r\n\r\n", head, StringComparison.Ordinal);
        Assert.StartsWith(head, whole, StringComparison.Ordinal);
        Assert.True(whole.Length > head.Length);
    }

    [Fact]
    public async Task Requests_sent_at_once_on_one_connection_are_answered_in_order()
    {
        Serve(EchoPage.Answer);

        var answer = await AskAsync(
            "GET /one HTTP/1.1\r\nHost: a\r\n\r\nGET /two HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        Assert.True(answer.IndexOf("GET /one", StringComparison.Ordinal)
            < answer.IndexOf("GET /two", StringComparison.Ordinal));
        Assert.Equal(2, answer.Split("HTTP/1.1 200 OK").Length - 1);
    }

    [Theory]
    [InlineData("Content-Length: 5\r\n\r\nhello")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\nTrailer: t\r\n\r\n")]
    public async Task The_echo_repeats_line_headers_and_body(string bodied)
    {
        Serve(EchoPage.Answer);

        var answer = await AskAsync($"PUT /a%20b?q HTTP/1.1\r\nHost: a\r\nX-One: 1\r\nConnection: close\r\n{bodied}");

        Assert.Contains("\r\n\r\nPUT /a%20b?q HTTP/1.1\nHost: a\nX-One: 1\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\n\nhello", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("curl", 0, "-fsS", "http://AT/health")]
    [InlineData("curl", 0, "--max-time", "5", "-fsSo", "/dev/null", "http://AT/")]
    [InlineData("curl", 0, "http://AT/nothing", "-s")]
    [InlineData("curl", 22, "--fail", "-X", "GET", "http://AT/nothing")]
    [InlineData("curl", 7, "-f", "http://127.0.0.1:1/")]
    [InlineData("curl", 2, "-f")]
    [InlineData("wget", 0, "-qO-", "AT/health")]
    [InlineData("wget", 0, "--spider", "--tries=1", "-q", "-O", "/dev/null", "http://AT/")]
    [InlineData("wget", 8, "-q", "http://AT/nothing")]
    [InlineData("wget", 4, "http://127.0.0.1:1/")]
    public void The_built_in_curl_and_wget_exit_as_the_real_ones(
        string program, int exitCode, params string[] arguments)
    {
        Serve(SamplePage.Answer);
        var at = _listener.LocalEndPoint is IPEndPoint end ? $"127.0.0.1:{end.Port}" : "";

        var code = FetchCommand.Run(
            program, [.. arguments.Select(a => a.Replace("AT/", at + "/", StringComparison.Ordinal))]);

        Assert.Equal(exitCode, code);
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _serving;
        _listener.Dispose();
        _ending.Dispose();
    }

    private void Serve(Func<BuiltinRequest, BuiltinResponse> answer) =>
        _serving = new BuiltinServer(_listener, answer).ServeAsync(_ending.Token);

    // Sends everything, then reads until the server closes.
    private async Task<string> AskAsync(string request)
    {
        using var client = new TcpClient();
        var port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        await client.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        var answer = new StringBuilder();
        var buffer = new byte[4096];
        while (true)
        {
            int count;
            try
            {
                count = await stream.ReadAsync(buffer, TestContext.Current.CancellationToken);
            }
            catch (IOException)
            {
                // A refusal closes before everything was read; what it said has arrived.
                count = 0;
            }

            if (count == 0)
            {
                return answer.ToString();
            }

            answer.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }
    }
}
