namespace Pergola.Machine.Linux.Tasks.Builtin;

/// <summary>
/// The <c>curl</c> and <c>wget</c> of built-in images, for health checks on a machine that has neither: one GET, and
/// the exit code that the real one would give. Output goes to standard output where the real one's would.
/// </summary>
internal static class FetchCommand
{
    // The options that take a value, as letters and words; all others only change what is printed, and are ignored.
    private const string CurlLetters = "omXHAwudeb";
    private const string WgetLetters = "OTtUPoae";
    private const int CurlCannotConnect = 7;
    private const int CurlRefusedStatus = 22;
    private const int CurlTimeout = 28;
    private const int WgetNetworkFailure = 4;
    private const int WgetRefusedStatus = 8;
    private const int BadUsage = 2;
    private const int FirstFailureStatus = 400;

    // The real curl waits for ever; a health check's own timeout comes first.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly string[] CurlWords =
    [
        "--output", "--max-time", "--connect-timeout", "--request", "--header", "--user-agent", "--write-out",
        "--retry",
    ];

    internal static int Run(string program, string[] arguments)
    {
        var isCurl = program == "curl";
        var (address, options) = Parse(isCurl, arguments);
        if (address is null)
        {
            Console.Error.WriteLine($"{program}: no address to fetch");
            return BadUsage;
        }

        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = !isCurl })
        {
            Timeout = Patience,
        };
        try
        {
            var text = address.Contains("://", StringComparison.Ordinal) ? address : "http://" + address;
            using var response = http.GetAsync(new Uri(text)).GetAwaiter().GetResult();
            var status = (int)response.StatusCode;
            var refuses = status >= FirstFailureStatus && (!isCurl || options.Contains("f"));
            if (!refuses && (isCurl ? !options.Contains("o") : options.Contains("O-")))
            {
                response.Content.CopyTo(Console.OpenStandardOutput(), context: null, CancellationToken.None);
            }

            return !refuses ? 0 : isCurl ? CurlRefusedStatus : WgetRefusedStatus;
        }
        catch (HttpRequestException failed)
        {
            Console.Error.WriteLine($"{program}: {failed.Message}");
            return isCurl ? CurlCannotConnect : WgetNetworkFailure;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine($"{program}: no answer within {Patience.TotalSeconds} s");
            return isCurl ? CurlTimeout : WgetNetworkFailure;
        }
        catch (UriFormatException malformed)
        {
            Console.Error.WriteLine($"{program}: '{address}': {malformed.Message}");
            return BadUsage;
        }
    }

    private static (string? Address, HashSet<string> Options) Parse(bool isCurl, string[] arguments)
    {
        var options = new HashSet<string>(StringComparer.Ordinal);
        string? address = null;
        for (var i = 0; i < arguments.Length; i++)
        {
            var argument = arguments[i];
            if (argument.StartsWith("--", StringComparison.Ordinal))
            {
                options.Add(argument switch { "--fail" => "f", "--output" => "o", _ => argument });
                i += isCurl && CurlWords.Contains(argument) ? 1 : 0;
            }
            else if (argument.StartsWith('-'))
            {
                i += Cluster(isCurl ? CurlLetters : WgetLetters, argument[1..], i + 1, arguments, options);
            }
            else
            {
                address = argument;
            }
        }

        return (address, options);
    }

    // -fsSo FILE, -qO-: letters together; the first that takes a value takes the rest, or the next argument.
    private static int Cluster(
        string valued, string letters, int next, string[] arguments, HashSet<string> options)
    {
        for (var i = 0; i < letters.Length; i++)
        {
            options.Add(letters[i].ToString());
            if (valued.Contains(letters[i], StringComparison.Ordinal))
            {
                var isNext = i == letters.Length - 1;
                options.Add(letters[i] + (!isNext ? letters[(i + 1)..] : arguments.ElementAtOrDefault(next) ?? ""));
                return isNext ? 1 : 0;
            }
        }

        return 0;
    }
}
