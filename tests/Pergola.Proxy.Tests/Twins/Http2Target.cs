using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Pergola.Proxy.Tests.Twins;

/// <summary>A target that speaks HTTP/2 from the first byte, and answers with that and the request's body.</summary>
internal sealed class Http2Target : IAsyncDisposable
{
    private readonly WebApplication _server;

    private Http2Target(WebApplication server) => _server = server;

    public int Port => new Uri(_server.Urls.First()).Port;

    public static async Task<Http2Target> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
            System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        var server = builder.Build();
        server.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var answer = $"{context.Request.Protocol} {await reader.ReadToEndAsync()}";
            context.Response.ContentLength = answer.Length;
            await context.Response.WriteAsync(answer);
        });
        await server.StartAsync();
        return new Http2Target(server);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
