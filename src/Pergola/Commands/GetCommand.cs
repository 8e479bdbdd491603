using System.CommandLine;

namespace Pergola.Commands;

/// <summary>
/// <c>pergola get URL</c>: one HTTP request, for networks on whose machine no curl is installed. Prints the body; ends
/// with 0 for a 2xx answer, 22 for another, 28 when nothing answered in time, 7 otherwise: curl's numbers.
/// </summary>
internal static class GetCommand
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(5);

    private static readonly Argument<string> s_url = new("url");

    public static Command Create()
    {
        var command = new Command("get", "One HTTP request.") { s_url };
        command.Hidden = true;
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        using var http = new HttpClient { Timeout = s_timeout };
        try
        {
            using var response = await http.GetAsync(new Uri(parsed.GetValue(s_url)!), cancellation)
                .ConfigureAwait(false);
            Console.WriteLine(await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false));
            if (!response.IsSuccessStatusCode)
            {
                await Console.Error.WriteLineAsync($"{(int)response.StatusCode} {response.ReasonPhrase}")
                    .ConfigureAwait(false);
            }

            return response.IsSuccessStatusCode ? 0 : 22;
        }
        catch (TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"no answer within {s_timeout.TotalSeconds} s").ConfigureAwait(false);
            return 28;
        }
        catch (HttpRequestException error)
        {
            await Console.Error.WriteLineAsync(error.Message).ConfigureAwait(false);
            return 7;
        }
    }
}
