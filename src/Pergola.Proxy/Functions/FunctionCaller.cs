using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Pergola.Planning.Dataplane;
using Pergola.Proxy.Telemetry;

namespace Pergola.Proxy.Functions;

/// <summary>
/// Invokes Lambda functions: a request becomes an event, which goes to the endpoint that speaks the Invoke API for the
/// function's ARN, and the function's answer becomes the answer.
/// </summary>
internal sealed class FunctionCaller(
    IReadOnlyDictionary<string, Uri> endpoints, TimeProvider time, ILogger logger) : IDisposable
{
    /// <summary>Of a request's body, and of a function's answer (VPC Lattice quotas, "Lambda payload").</summary>
    public const int BytesMax = 6 * 1024 * 1024;

    /// <summary>Where the Invoke API has a function, when an endpoint is given without a path.</summary>
    private const string InvokePath = "2015-03-31/functions/";

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = BytesMax,
    };

    /// <summary>The body of a request; null when it is longer than a function can be given.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadBodyAsync(HttpRequest request, CancellationToken cancel)
    {
        var body = new MemoryStream();
        var piece = new byte[16 * 1024];
        int count;
        while ((count = await request.Body.ReadAsync(piece, cancel)) > 0)
        {
            body.Write(piece, 0, count);
            if (body.Length > BytesMax)
            {
                return null;
            }
        }

        return body.ToArray();
    }

    /// <summary>Invokes, and writes what the function answers, or what became of it instead.</summary>
    /// <param name="timeout">How long the function may take.</param>
    public async Task<FailureReason> CallAsync(
        HttpContext context, FunctionEntry function, FunctionEvent @event, TimeSpan timeout)
    {
        using var late = new CancellationTokenSource(timeout, time);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, late.Token);
        try
        {
            if (UrlOf(function.Arn) is not { } url)
            {
                Log.FunctionHasNoEndpoint(logger, function.Arn);
                return Fail(context, StatusCodes.Status500InternalServerError, FailureReason.TargetConnectionError);
            }

            var sent = function.EventVersion == FunctionEventVersion.V2 ? @event.ToV2() : @event.ToV1();
            using var content = new ByteArrayContent(sent);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var response = await _http.PostAsync(url, content, patience.Token);
            var json = await response.Content.ReadAsByteArrayAsync(patience.Token);
            string? fault;
            if (response.StatusCode != HttpStatusCode.OK || response.Headers.Contains("X-Amz-Function-Error"))
            {
                fault = $"the invocation failed with {(int)response.StatusCode}";
            }
            else if (FunctionAnswer.TryRead(json, out var answer, out var mistake))
            {
                await WriteAsync(context, answer);
                return FailureReason.None;
            }
            else
            {
                fault = mistake;
            }

            Log.FunctionFailed(logger, function.Arn, fault);
            return Fail(context, StatusCodes.Status502BadGateway, FailureReason.TargetProtocolError);
        }
        catch (OperationCanceledException)
        {
            return context.RequestAborted.IsCancellationRequested
                ? FailureReason.ClientConnectionClosed
                : Fail(context, StatusCodes.Status504GatewayTimeout, FailureReason.TargetDataTimeout);
        }
        catch (HttpRequestException error)
        {
            Log.FunctionFailed(logger, function.Arn, error.Message);
            return error.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                ? Fail(context, StatusCodes.Status500InternalServerError, FailureReason.TargetConnectionError)
                : Fail(context, StatusCodes.Status502BadGateway, FailureReason.TargetProtocolError);
        }
    }

    public void Dispose() => _http.Dispose();

    // A version or an alias that has no endpoint of its own is served by the function's.
    private Uri? UrlOf(string arn)
    {
        var parts = arn.Split(':');
        var unqualified = string.Join(':', parts.Take(7));
        return (endpoints.GetValueOrDefault(arn) ?? endpoints.GetValueOrDefault(unqualified)) is not { } endpoint
            ? null
            : endpoint.AbsolutePath != "/" ? endpoint
            : new Uri(endpoint, $"{InvokePath}{Uri.EscapeDataString(arn)}/invocations");
    }

    private static FailureReason Fail(HttpContext context, int status, FailureReason reason)
    {
        context.Response.StatusCode = status;
        context.Response.ContentLength = 0;
        return reason;
    }

    private static async Task WriteAsync(HttpContext context, FunctionAnswer answer)
    {
        context.Response.StatusCode = answer.StatusCode;
        foreach (var (name, value) in answer.Headers)
        {
            context.Response.Headers.Append(name, value);
        }

        if (answer.StatusCode is StatusCodes.Status204NoContent or StatusCodes.Status304NotModified)
        {
            return;
        }

        context.Response.ContentLength = answer.Body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
        }
    }
}
