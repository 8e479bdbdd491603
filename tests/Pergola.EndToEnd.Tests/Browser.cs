using System.Diagnostics;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Pergola.EndToEnd.Tests;

/// <summary>A page in Chromium without a window, driven by the DevTools protocol.</summary>
internal sealed class Browser : IAsyncDisposable
{
    /// <summary>The longest that the browser may take for anything; only what never comes gets there.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly string _profile;
    private readonly ClientWebSocket _socket = new();
    private int _lastCall;

    private Browser(Process process, string profile)
    {
        _process = process;
        _profile = profile;
    }

    /// <summary>What the page complained about so far: exceptions of its script, and what it could not load.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>Skips where there is no browser; else opens the address and waits until it is loaded.</summary>
    public static async Task<Browser> OpenAsync(string address)
    {
        Assert.SkipWhen(Tools.OnPath("chromium") is null, "chromium is not on the PATH");
        var profile = Directory.CreateTempSubdirectory("pergola-browser-").FullName;
        var process = Process.Start(new ProcessStartInfo(
            Tools.OnPath("chromium")!,
            [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--remote-debugging-port=0",
                "--window-size=1400,1000", $"--user-data-dir={profile}", "about:blank",
            ])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        var browser = new Browser(process, profile);
        await browser.ConnectAsync();
        await browser.CallAsync("Runtime.enable");
        await browser.CallAsync("Log.enable");
        await browser.CallAsync("Page.enable");
        await browser.CallAsync("Page.navigate", new JsonObject { ["url"] = address });
        await browser.ReadUntilAsync(message => (string?)message["method"] == "Page.loadEventFired");
        return browser;
    }

    /// <summary>The value of an expression; a promise is waited for.</summary>
    public async Task<JsonNode?> EvaluateAsync(string expression)
    {
        var answer = await CallAsync("Runtime.evaluate", new JsonObject
        {
            ["expression"] = expression,
            ["awaitPromise"] = true,
            ["returnByValue"] = true,
        });
        Assert.True(answer["exceptionDetails"] is null, answer.ToJsonString());
        return answer["result"]!["value"];
    }

    /// <summary>The text that the page shows now.</summary>
    public async Task<string> TextAsync() => (string)(await EvaluateAsync("document.body.textContent"))!;

    /// <summary>Waits until the page shows a text by itself, told by the page and not by asking again.</summary>
    public Task ShowsAsync(string text) => EvaluateAsync($$"""
        new Promise(shown => {
          const look = () => document.body.textContent.includes({{JsonValue.Create(text).ToJsonString()}})
            && (watcher.disconnect(), shown());
          const watcher = new MutationObserver(look);
          watcher.observe(document.body, { childList: true, subtree: true, characterData: true });
          look();
        })
        """);

    /// <summary>What the page looks like, as a PNG.</summary>
    public async Task<byte[]> ScreenshotAsync() =>
        Convert.FromBase64String((string)(await CallAsync("Page.captureScreenshot"))["data"]!);

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_profile, recursive: true);
    }

    // It says where it listens, and then has one page.
    private async Task ConnectAsync()
    {
        const string Says = "DevTools listening on ws://";
        using var bound = new CancellationTokenSource(s_longest);
        string? line;
        do
        {
            line = await _process.StandardError.ReadLineAsync(bound.Token);
            Assert.False(line is null, "Chromium ended before it listened.");
        }
        while (!line!.StartsWith(Says, StringComparison.Ordinal));
        _ = _process.StandardError.ReadToEndAsync(CancellationToken.None);
        _ = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var authority = line[Says.Length..line.IndexOf('/', Says.Length)];
        using var http = new HttpClient();
        var pages = (await http.GetFromJsonAsync<JsonArray>(new Uri($"http://{authority}/json"), bound.Token))!;
        var page = pages.First(each => (string?)each!["type"] == "page")!;
        await _socket.ConnectAsync(new Uri((string)page["webSocketDebuggerUrl"]!), bound.Token);
    }

    private async Task<JsonNode> CallAsync(string method, JsonObject? parameters = null)
    {
        var id = ++_lastCall;
        var call = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] };
        using var bound = new CancellationTokenSource(s_longest);
        await _socket.SendAsync(
            Encoding.UTF8.GetBytes(call.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, bound.Token);
        var answer = await ReadUntilAsync(message => (int?)message["id"] == id);
        return answer["result"] ?? throw new InvalidOperationException($"{method}: {answer.ToJsonString()}");
    }

    private async Task<JsonNode> ReadUntilAsync(Predicate<JsonNode> isIt)
    {
        using var bound = new CancellationTokenSource(s_longest);
        while (true)
        {
            var message = await ReadAsync(bound.Token);
            if ((string?)message["method"] == "Runtime.exceptionThrown"
                || (string?)message["params"]?["entry"]?["level"] == "error")
            {
                Complaints.Add(message.ToJsonString());
            }

            if (isIt(message))
            {
                return message;
            }
        }
    }

    private async Task<JsonNode> ReadAsync(CancellationToken cancel)
    {
        using var text = new MemoryStream();
        var piece = new byte[64 * 1024];
        ValueWebSocketReceiveResult received;
        do
        {
            received = await _socket.ReceiveAsync(piece.AsMemory(), cancel);
            text.Write(piece, 0, received.Count);
        }
        while (!received.EndOfMessage);
        return JsonNode.Parse(text.ToArray())!;
    }
}
