using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Pergola.Machine.Linux.Tasks.Builtin;

/// <summary>The small HTTP/1.1 server inside built-in images.</summary>
internal sealed class BuiltinServer(Socket listener, Func<BuiltinRequest, BuiltinResponse> answer)
{
    private const int Backlog = 512;

    /// <summary>Listens where the environment or the arguments say, until TERM; then 0, as servers end.</summary>
    internal static int Run(Func<BuiltinRequest, BuiltinResponse> answer, string[] arguments)
    {
        var port = Port(arguments);
        using var listener = Listen(port);
        using var ending = new CancellationTokenSource();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            ending.Cancel();
        });
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"listening on port {port}"));
        new BuiltinServer(listener, answer).ServeAsync(ending.Token).GetAwaiter().GetResult();
        return 0;
    }

    /// <summary>Both address families where there are two.</summary>
    internal static Socket Listen(int port)
    {
        var family = Socket.OSSupportsIPv6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
        var listener = new Socket(family, SocketType.Stream, ProtocolType.Tcp);
        if (family == AddressFamily.InterNetworkV6)
        {
            listener.DualMode = true;
        }

        listener.Bind(new IPEndPoint(
            family == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, port));
        listener.Listen(Backlog);
        return listener;
    }

    /// <summary>Accepts until cancelled.</summary>
    internal async Task ServeAsync(CancellationToken ending)
    {
        try
        {
            while (true)
            {
                _ = ConverseAsync(await listener.AcceptAsync(ending), ending);
            }
        }
        catch (OperationCanceledException)
        {
            // TERM.
        }
    }

    // -listen=:5678 is hashicorp/http-echo's; PORT is ealen/echo-server's; PERGOLA_PORT is the first mapped port.
    private static int Port(string[] arguments)
    {
        var listen = arguments.FirstOrDefault(a => a.StartsWith("-listen=", StringComparison.Ordinal));
        string?[] candidates =
        [
            listen?[(listen.LastIndexOf(':') + 1)..],
            Environment.GetEnvironmentVariable("PORT"),
            Environment.GetEnvironmentVariable("PERGOLA_PORT"),
            Environment.GetEnvironmentVariable("PERGOLA_DEFAULT_PORT"),
        ];
        return candidates
            .Select(text => ushort.TryParse(text, CultureInfo.InvariantCulture, out var port) ? port : 0)
            .FirstOrDefault(port => port > 0, 80);
    }

    private async Task ConverseAsync(Socket socket, CancellationToken ending)
    {
        socket.NoDelay = true;
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        var reader = new RequestReader(stream);
        try
        {
            while (await reader.ReadAsync(ending) is { } request)
            {
                var keepsAlive = request.KeepsAlive && !ending.IsCancellationRequested;
                await stream.WriteAsync(answer(request).Render(request.Method != "HEAD", keepsAlive), ending);
                if (!keepsAlive)
                {
                    return;
                }
            }
        }
        catch (RefusedRequestException refused)
        {
            var refusal = BuiltinResponse.Refuse(refused.Status).Render(withBody: true, keepsAlive: false);
            await stream.WriteAsync(refusal, CancellationToken.None);
        }
        catch (IOException)
        {
            // The client went away.
        }
        catch (OperationCanceledException)
        {
            // TERM.
        }
    }
}
