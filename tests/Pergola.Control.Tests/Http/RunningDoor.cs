using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Pergola.Control.Http;
using Pergola.Core;
using Pergola.Store;

namespace Pergola.Control.Tests.Http;

/// <summary>The door behind a real HTTP server on a free port, over a ledger in memory.</summary>
internal sealed class RunningDoor : IAsyncDisposable
{
    private readonly WebApplication _server;

    private RunningDoor(WebApplication server, Ledger ledger, FakeTimeProvider time)
    {
        _server = server;
        Ledger = ledger;
        Time = time;
        Client = new HttpClient { BaseAddress = new Uri(server.Urls.Single()) };
    }

    public HttpClient Client { get; }

    public Ledger Ledger { get; }

    public FakeTimeProvider Time { get; }

    public static async Task<RunningDoor> OpenAsync(Func<ApiOptions, ApiOptions>? adjust = null)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2015, 8, 30, 12, 36, 0, TimeSpan.Zero));
        var ledger = Ledger.Open(JournalOptions.InMemory);
        var options = new ApiOptions { Bindings = SampleDecisions.All };
        var door = new ApiEndpoint(
            adjust?.Invoke(options) ?? options,
            ledger,
            time,
            new SeededEntropy(1),
            NullLogger<ApiEndpoint>.Instance);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var server = builder.Build();
        ((IApplicationBuilder)server).Run(door.HandleAsync);
        await server.StartAsync();
        return new RunningDoor(server, ledger, time);
    }

    /// <summary>Sends bytes as they are and reads until the server closes.</summary>
    public async Task<string> SendRawAsync(string request)
    {
        using var socket = await ConnectAsync(request);
        using var reader = new StreamReader(socket.GetStream());
        return await reader.ReadToEndAsync();
    }

    /// <summary>Sends bytes as they are and hangs up.</summary>
    public async Task SendAndLeaveAsync(string request)
    {
        using var socket = await ConnectAsync(request);
    }

    private async Task<TcpClient> ConnectAsync(string request)
    {
        var socket = new TcpClient();
        await socket.ConnectAsync(Client.BaseAddress!.Host, Client.BaseAddress.Port);
        await socket.GetStream().WriteAsync(Encoding.UTF8.GetBytes(request));
        return socket;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
        await Ledger.DisposeAsync();
    }
}
