using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Pergola.Control.Http;
using Pergola.Core;
using Pergola.Planning;
using Pergola.Store;
using Pergola.Testing;

namespace Pergola.Conformance.Tests;

/// <summary>
/// The whole control plane in this process: the door behind a real HTTP server, a ledger in memory, and a node that
/// makes everything true as soon as it is told. Loops turn and time moves only when a test settles.
/// </summary>
public sealed class ControlPlane : IAsyncLifetime
{
    /// <summary>More turns than the longest chain of statuses; the loops would never rest.</summary>
    private const int TurnsMax = 200;

    /// <summary>AWS's waits pass while settling; the memory of client tokens, a day, does not.</summary>
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(30);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly SeededEntropy _entropy = new(1);
    private readonly EntropyInTurn _doorEntropy = new(new SeededEntropy(2));
    private readonly Bugs _bugs = new();
    private WebApplication _server = null!;

    internal Ledger Ledger { get; } = Ledger.Open(JournalOptions.InMemory);

    internal string Endpoint => _server.Urls.Single();

    /// <summary>What the door logged: nothing but failures of the server's own.</summary>
    internal string Log => _bugs.ToString();

    public async ValueTask InitializeAsync()
    {
        var door = new ApiEndpoint(new ApiOptions(), Ledger, _time, _doorEntropy, _bugs);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _server = builder.Build();
        ((IApplicationBuilder)_server).Run(door.HandleAsync);
        await _server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await Ledger.DisposeAsync();
    }

    internal ApiClient Connect(string account = "000000000000", string region = "eu-central-1") =>
        new(Endpoint, account, region);

    /// <summary>Turns the loops until nothing changes any more, letting due times pass.</summary>
    internal async Task SettleAsync()
    {
        for (var turn = 0; turn < TurnsMax; turn++)
        {
            var now = _time.GetUtcNow();
            var step = await Ledger.CommitAsync(
                snapshot =>
                {
                    var report = ObedientNode.Report(snapshot);
                    var step = Loops.Step(snapshot, report, new LoopGiven(now, _entropy, Pace.Aws));
                    return (step, step.Changes);
                },
                TestContext.Current.CancellationToken);
            if (!step.Changes.IsEmpty)
            {
                continue;
            }

            if (step.NextDue is not { } due || due - now > s_longestWait)
            {
                return;
            }

            _time.Advance(due > now ? due - now : TimeSpan.FromSeconds(1));
        }

        Assert.Fail($"The loops still change things after {TurnsMax} turns.");
    }

    /// <summary>Requests come at the same time, and chance must still be drawn by one after the other.</summary>
    private sealed class EntropyInTurn(SeededEntropy inner) : IEntropy
    {
        private readonly Lock _turn = new();

        public void Fill(Span<byte> bytes)
        {
            lock (_turn)
            {
                inner.Fill(bytes);
            }
        }
    }

    private sealed class Bugs : ILogger<ApiEndpoint>
    {
        private readonly List<string> _lines = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            lock (_lines)
            {
                _lines.Add($"{formatter(state, exception)} {exception}");
            }
        }

        public override string ToString()
        {
            lock (_lines)
            {
                return string.Join('\n', _lines);
            }
        }
    }
}
