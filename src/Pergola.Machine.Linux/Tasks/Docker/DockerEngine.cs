using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Pergola.Machine.Linux.Tasks.Docker;

/// <summary>The engine refused; its own words.</summary>
internal sealed class DockerRefusedException(HttpStatusCode status, string message) : Exception(message)
{
    internal HttpStatusCode Status => status;
}

/// <summary>The calls of the Docker Engine API that are needed, over its socket. Paths carry no version: the engine's
/// newest applies, and nothing used here has changed between them.</summary>
internal sealed class DockerEngine : IDisposable
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);
    private readonly HttpClient _http;

    internal DockerEngine(string socketPath)
    {
        _http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellation);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
            UseProxy = false,
        })
        {
            BaseAddress = new Uri("http://docker/"),
            // A pull takes as long as it takes, and events never end.
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public void Dispose() => _http.Dispose();

    /// <summary>True when an engine answers.</summary>
    internal async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(AnswerTimeout);
        try
        {
            using var response = await _http.GetAsync(new Uri("_ping", UriKind.Relative), patience.Token);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    internal async Task<EngineImage?> FindImageAsync(string image, CancellationToken cancellation) =>
        await FindAsync($"images/{image}/json", EngineJson.Default.EngineImage, cancellation);

    /// <summary>Pulls the image. A failure comes in the middle of a successful answer, hence the reading.</summary>
    internal async Task PullAsync(string image, CancellationToken cancellation)
    {
        var slash = image.LastIndexOf('/');
        var hasTag = image.Contains('@', StringComparison.Ordinal) || image.LastIndexOf(':') > slash;
        // Without a tag the engine would pull every tag there is.
        var reference = Uri.EscapeDataString(hasTag ? image : image + ":latest");
        using var response = await SendAsync(
            HttpMethod.Post, $"images/create?fromImage={reference}", content: null, cancellation);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancellation));
        while (await lines.ReadLineAsync(cancellation) is { } line)
        {
            if (line.Length > 0
                && JsonSerializer.Deserialize(line, EngineJson.Default.EngineMessage)?.Error is { } error)
            {
                throw new DockerRefusedException(HttpStatusCode.NotFound, error);
            }
        }
    }

    /// <summary>Loads an image from an archive.</summary>
    internal async Task LoadAsync(byte[] archive, CancellationToken cancellation)
    {
        using var content = new ByteArrayContent(archive);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-tar");
        using var response = await SendAsync(HttpMethod.Post, "images/load?quiet=1", content, cancellation);
        await response.Content.ReadAsStringAsync(cancellation);
    }

    internal async Task<string> CreateAsync(string name, EngineContainerSpec spec, CancellationToken cancellation)
    {
        var json = JsonSerializer.Serialize(spec, EngineJson.Default.EngineContainerSpec);
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await SendAsync(HttpMethod.Post, $"containers/create?name={name}", content, cancellation);
        return (await ReadAsync(response, EngineJson.Default.EngineCreated, cancellation)).Id;
    }

    internal Task StartAsync(string container, CancellationToken cancellation) =>
        DoAsync(HttpMethod.Post, $"containers/{container}/start", cancellation);

    /// <summary>TERM (or the image's own signal), then KILL after so many seconds; ends when it has exited.</summary>
    internal Task StopAsync(string container, int seconds, CancellationToken cancellation) =>
        DoAsync(HttpMethod.Post, $"containers/{container}/stop?t={seconds}", cancellation);

    /// <summary>Kills and deletes it with its anonymous volumes. Absent is fine.</summary>
    internal async Task RemoveAsync(string container, CancellationToken cancellation)
    {
        try
        {
            await DoAsync(HttpMethod.Delete, $"containers/{container}?force=1&v=1", cancellation);
        }
        catch (DockerRefusedException refused) when (refused.Status == HttpStatusCode.NotFound)
        {
            // Somebody was faster.
        }
    }

    internal Task<EngineContainer?> FindContainerAsync(string container, CancellationToken cancellation) =>
        FindAsync($"containers/{container}/json", EngineJson.Default.EngineContainer, cancellation);

    /// <summary>Every container, running or not, with these labels (<c>name=value</c>).</summary>
    internal async Task<EngineListed[]> ListAsync(string[] labels, CancellationToken cancellation)
    {
        using var response = await SendAsync(
            HttpMethod.Get, $"containers/json?all=1&filters={Filters(labels)}", content: null, cancellation);
        return await ReadAsync(response, EngineJson.Default.EngineListedArray, cancellation);
    }

    /// <summary>
    /// Calls back with the id of each container with these labels that something happened to, until cancelled or cut
    /// off; first with null: anything may have happened before.
    /// </summary>
    internal async Task FollowAsync(
        string[] labels, DateTimeOffset since, Action<string?> happened, CancellationToken cancellation)
    {
        // Without a beginning, what happens between the engine's first byte and its subscription would be lost.
        using var response = await SendAsync(
            HttpMethod.Get,
            $"events?since={since.ToUnixTimeSeconds()}&filters={Filters(labels)}",
            content: null,
            cancellation);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancellation));
        happened(null);
        while (await lines.ReadLineAsync(cancellation) is { } line)
        {
            // A health check is an exec: three events each that change nothing.
            if (JsonSerializer.Deserialize(line, EngineJson.Default.EngineEvent) is { Action: not null } told
                && !told.Action.StartsWith("exec_", StringComparison.Ordinal))
            {
                happened(told.Actor?.ID);
            }
        }
    }

    private static string Filters(string[] labels) => Uri.EscapeDataString(JsonSerializer.Serialize(
        new Dictionary<string, string[]> { ["label"] = labels }, EngineJson.Default.DictionaryStringStringArray));

    private static async Task<T> ReadAsync<T>(
        HttpResponseMessage response, JsonTypeInfo<T> shape, CancellationToken cancellation)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        return await JsonSerializer.DeserializeAsync(body, shape, cancellation)
            ?? throw new InvalidDataException("the engine answered null");
    }

    private async Task<T?> FindAsync<T>(string path, JsonTypeInfo<T> shape, CancellationToken cancellation)
        where T : class
    {
        try
        {
            using var response = await SendAsync(HttpMethod.Get, path, content: null, cancellation);
            return await ReadAsync(response, shape, cancellation);
        }
        catch (DockerRefusedException refused) when (refused.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private async Task DoAsync(HttpMethod method, string path, CancellationToken cancellation)
    {
        using var response = await SendAsync(method, path, content: null, cancellation);
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? content, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = content };
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        // 304: it is as was asked for already.
        if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.NotModified)
        {
            return response;
        }

        using (response)
        {
            var text = await response.Content.ReadAsStringAsync(cancellation);
            throw new DockerRefusedException(response.StatusCode, Message(text));
        }
    }

    private static string Message(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, EngineJson.Default.EngineMessage)?.Message ?? text;
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
