using System.Globalization;

namespace Pergola.Bench;

/// <summary>One way to ask, and what has to come out beside a peer.</summary>
/// <param name="Name">What is asked for.</param>
/// <param name="Path">Of the backend.</param>
/// <param name="Connections">How many ask at once.</param>
/// <param name="PerSecondMin">The least ratio of requests per second, by peer.</param>
/// <param name="CpuMax">The largest ratio of processor time per request beside nginx; null for none.</param>
internal sealed record ProxyCase(
    string Name, string Path, int Connections, IReadOnlyDictionary<string, double> PerSecondMin, double? CpuMax)
{
    private const int HeaderCount = 20;
    private const string Posting = "small POST";
    private const string Headers = "20 headers";
    private const string Handshakes = "TLS handshakes";

    // What log and metrics may cost has no bar elsewhere: for a tenth nobody would turn them off.
    private static readonly Dictionary<string, double> s_small = new()
    {
        ["nginx"] = 1.1,
        ["haproxy"] = 1.2,
        [LoopbackPath.QuietName] = 0.9,
    };

    private static readonly Dictionary<string, double> s_large = new() { ["nginx"] = 1.05 };
    private static readonly Dictionary<string, double> s_handshakes = new() { ["nginx"] = 1.0 };

    /// <summary>Whether clients speak TLS.</summary>
    public bool IsTls { get; init; }

    /// <summary>The first is also measured between two VPCs.</summary>
    public static IReadOnlyList<ProxyCase> All { get; } =
    [
        new("100 B", "", 64, s_small, 0.8),
        new("1 KiB", "1k", 64, s_small, 0.8),
        new(Headers, "", 64, s_small, 0.8),
        new(Posting, "", 64, s_small, 0.8),
        new("100 B", "", 256, s_small, 0.8),
        new("100 KiB", "100k", 64, s_large, null),
        new("TLS, 100 B", "", 64, s_large, null) { IsTls = true },
        new("TLS, 100 KiB", "100k", 64, s_large, null) { IsTls = true },
        new(Handshakes, "", 64, s_handshakes, null) { IsTls = true },
    ];

    /// <summary>Name and connections, for people.</summary>
    public string Title => string.Create(CultureInfo.InvariantCulture, $"{Name}, {Connections} connections");

    /// <summary>Writes what wrk needs beside its arguments.</summary>
    public static void WriteScript(string folder) => File.WriteAllText(
        Script(folder),
        "wrk.method = 'POST'\nwrk.body = string.rep('a', 120)\nwrk.headers['Content-Type'] = 'text/plain'\n");

    /// <summary>wrk's arguments for so many seconds.</summary>
    public IEnumerable<string> Arguments(string folder, string url, int seconds)
    {
        string[] common =
        [
            "-t", "1", "-c", Connections.ToString(CultureInfo.InvariantCulture), "-d",
            string.Create(CultureInfo.InvariantCulture, $"{seconds}s"),
        ];
        var special = Name switch
        {
            Posting => ["-s", Script(folder)],
            Handshakes => ["-H", "Connection: close"],
            Headers => Enumerable.Range(0, HeaderCount).SelectMany(
                i => new[] { "-H", $"X-Header-{i}: the value of a header of usual length, number {i}" }),
            _ => Enumerable.Empty<string>(),
        };
        return [.. common, .. special, url + Path];
    }

    private static string Script(string folder) => System.IO.Path.Combine(folder, "post.lua");
}
