using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Pergola.Pages;
using Pergola.Control.Loops;
using Pergola.Store;

namespace Pergola.Server;

/// <summary>The console's page, its changing part, and the events that tell when to fetch that again.</summary>
internal sealed class ConsoleEndpoints(ServerOptions options, Ledger ledger, Reconciler reconciler)
{
    public void Map(WebApplication web)
    {
        web.MapGet(
            "/_pergola/", context => WriteAsync(context, "text/html", ConsolePage.Render(Topology(), options.Mode)));
        web.MapGet("/_pergola/map", context => WriteAsync(context, "text/html", ConsolePage.Fragment(Topology()).Text));
        web.MapGet("/_pergola/console.css", static context => WriteAsync(context, "text/css", Assets.Style));
        web.MapGet("/_pergola/console.js", static context => WriteAsync(context, "text/javascript", Assets.Script));
        web.MapGet("/_pergola/events", EventsAsync);
    }

    private Topology Topology() => TopologyCompiler.Compile(ledger.Current, reconciler.Report);

    private async Task EventsAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        var seen = -1L;
        try
        {
            while (true)
            {
                seen = await ledger.NextRevisionAsync(seen, context.RequestAborted).ConfigureAwait(false);
                await context.Response.WriteAsync(
                    string.Create(System.Globalization.CultureInfo.InvariantCulture, $"data: {seen}\n\n"),
                    context.RequestAborted).ConfigureAwait(false);
                await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The browser has gone, or the server goes.
        }
    }

    private static Task WriteAsync(HttpContext context, string type, string text)
    {
        context.Response.ContentType = type + "; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }
}
