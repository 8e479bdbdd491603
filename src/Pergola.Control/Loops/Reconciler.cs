using Microsoft.Extensions.Logging;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Planning;
using Pergola.Store;

namespace Pergola.Control.Loops;

/// <summary>
/// Turns the loops: after every commit, every report of the node and every due time it lets the pure loops of Planning
/// look at the newest state, commits what they change, and hands the node its new desired value.
/// </summary>
public sealed class Reconciler : IAsyncDisposable
{
    /// <summary>
    /// Passes over one cause before the loop yields to the next cause: loops that answer each other for ever are a bug,
    /// and must not starve the node.
    /// </summary>
    private const int PassesMax = 100;

    /// <summary>How much longer than it worked the loop rests: it takes a quarter of a processor at most.</summary>
    private const int RestPerWork = 3;

    /// <summary>A change waits no longer than this for the loop to look at it.</summary>
    private static readonly TimeSpan s_restMax = TimeSpan.FromMilliseconds(10);

    /// <summary>Shorter work is done before a timer could tell.</summary>
    private static readonly TimeSpan s_worthARest = TimeSpan.FromMilliseconds(1);

    /// <summary>Everything converges within this time even if every other cause were lost.</summary>
    private static readonly TimeSpan s_resync = TimeSpan.FromSeconds(10);

    private readonly Ledger _ledger;
    private readonly TimeProvider _time;
    private readonly IEntropy _entropy;
    private readonly Pace _pace;
    private readonly ILogger _logger;
    private readonly Action<NodeDesired> _desire;
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _wake = new(1);
    private readonly LoopMemory _settled = new();
    private readonly Planning.Dataplane.CompilerMemory _compiled = new();
    private NodeReport? _report;
    private long _desiredRevision = -1;
    private Task _running = Task.CompletedTask;
    private Task _watching = Task.CompletedTask;

    /// <param name="desire">Gives the node its newest desired value; must return quickly.</param>
    public Reconciler(
        Ledger ledger,
        TimeProvider time,
        IEntropy entropy,
        Pace pace,
        ILogger<Reconciler> logger,
        Action<NodeDesired> desire)
    {
        _ledger = ledger;
        _time = time;
        _entropy = entropy;
        _pace = pace;
        _logger = logger;
        _desire = desire;
    }

    /// <summary>
    /// The newest report of the node, for the console and for waiting commands; null before the first.
    /// </summary>
    public NodeReport? Report => Volatile.Read(ref _report);

    /// <summary>Raised after each report.</summary>
    public event Action? Reported;

    /// <summary>Begins to turn.</summary>
    public void Start()
    {
        _running = Task.Run(RunAsync);
        _watching = Task.Run(WatchAsync);
    }

    /// <summary>Takes what the node says is true now.</summary>
    public void Absorb(NodeReport report)
    {
        Volatile.Write(ref _report, report);
        Wake();
        Reported?.Invoke();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_running, _watching).ConfigureAwait(false);
        _stopping.Dispose();
        _wake.Dispose();
    }

    private void Wake()
    {
        if (!_stopping.IsCancellationRequested)
        {
            _wake.Release();
        }
    }

    private async Task WatchAsync()
    {
        var seen = _ledger.Current.Revision;
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                seen = await _ledger.NextRevisionAsync(seen, _stopping.Token).ConfigureAwait(false);
                Wake();
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task RunAsync()
    {
        var wait = TimeSpan.Zero;
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await WaitAsync(wait).ConfigureAwait(false);
                var begun = _time.GetTimestamp();
                var due = await ConvergeAsync().ConfigureAwait(false);
                await RestAsync(_time.GetElapsedTime(begun)).ConfigureAwait(false);
                var untilDue = due - _time.GetUtcNow();
                wait = untilDue is null || untilDue > s_resync ? s_resync
                    : untilDue < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : untilDue.Value;
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // A loop that fails is logged and turned again; control must live.
            catch (Exception error)
#pragma warning restore CA1031
            {
                Log.LoopFailed(_logger, error);
                wait = TimeSpan.FromSeconds(1);
            }
        }
    }

    // What comes meanwhile is one cause: many changes in a row would otherwise take a processor from who makes them.
    private async Task RestAsync(TimeSpan worked)
    {
        if (worked >= s_worthARest)
        {
            var rest = RestPerWork * worked;
            await Task.Delay(rest < s_restMax ? rest : s_restMax, _time, _stopping.Token).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for a cause, at most so long.</summary>
    private async Task WaitAsync(TimeSpan atMost)
    {
        if (atMost > TimeSpan.Zero)
        {
            using var wait = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
            using var timer = _time.CreateTimer(
                static state => ((CancellationTokenSource)state!).Cancel(), wait, atMost, Timeout.InfiniteTimeSpan);
            try
            {
                await _wake.WaitAsync(wait.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!_stopping.IsCancellationRequested)
            {
                // Due: that is a cause as well.
            }
        }

        while (_wake.Wait(0, CancellationToken.None))
        {
            // Many causes, one pass.
        }
    }

    private async Task<DateTimeOffset?> ConvergeAsync()
    {
        for (var pass = 0; pass < PassesMax; pass++)
        {
            var step = Step(_ledger.Current);
            if (step.Changes.IsEmpty)
            {
                Desire(_ledger.Current);
                return step.NextDue;
            }

            await _ledger.CommitAsync(
                snapshot =>
                {
                    var inTurn = Step(snapshot);
                    return (inTurn.NextDue, inTurn.Changes);
                },
                _stopping.Token).ConfigureAwait(false);
        }

        Log.LoopsDoNotSettle(_logger, PassesMax);
        Desire(_ledger.Current);
        return _time.GetUtcNow() + TimeSpan.FromSeconds(1);
    }

    private LoopStep Step(Snapshot snapshot) =>
        Planning.Loops.Step(snapshot, Report, new LoopGiven(_time.GetUtcNow(), _entropy, _pace, _settled));

    private void Desire(Snapshot snapshot)
    {
        if (snapshot.Revision != _desiredRevision)
        {
            _desiredRevision = snapshot.Revision;
            _desire(NodeCompiler.Compile(snapshot, _compiled));
        }
    }
}
