using System.Collections.Immutable;
using System.Threading.Channels;
using Pergola.Domain;
using Pergola.Store.Journals;

namespace Pergola.Store;

/// <summary>
/// The only way to change the state. One writer takes turns in order; each decision sees everything decided before it.
/// Turns that wait together share one write to the disk. An answer, the public state and the watchers hear of a commit
/// only when it is durable.
/// </summary>
public sealed class Ledger : IAsyncDisposable
{
    /// <summary>
    /// How many turns may wait. A decision takes some microseconds and a write to the disk some milliseconds, so more
    /// than this is seconds of work; callers then wait before they queue.
    /// </summary>
    private const int WaitingMax = 4096;

    /// <summary>How many turns share a write: the first of them waits for the decisions of all the others.</summary>
    private const int BatchMax = 256;

    private readonly Channel<Turn> _turns = Channel.CreateBounded<Turn>(
        new BoundedChannelOptions(WaitingMax) { SingleReader = true });

    private readonly IJournal _journal;
    private volatile Snapshot _current;
    private volatile TaskCompletionSource _changed = NewSignal();

    private Ledger(IJournal journal)
    {
        _journal = journal;
        _current = journal.Load();
        Completion = Task.Run(WriteAsync);
    }

    /// <summary>The newest durable state.</summary>
    public Snapshot Current => _current;

    /// <summary>
    /// Ends when the ledger is closed; fails when the writer met a bug, after which nothing can be committed.
    /// </summary>
    public Task Completion { get; }

    /// <summary>Opens a journal and restores its state.</summary>
    /// <exception cref="JournalException">The folder is in use, or its journal is newer or cannot be read.</exception>
    public static Ledger Open(JournalOptions options) => Over(
        options.Folder is { } folder ? SqliteJournal.Open(options, folder) : new MemoryJournal());

    /// <summary>
    /// Decides on the newest state and commits the changes. The task ends when they are durable. A cancelled turn did
    /// not happen; once it has begun it is not cancelled any more.
    /// </summary>
    /// <exception cref="JournalException.NotDurable">The disk refused; nothing of the commit is in the
    /// state.</exception>
    public async Task<TOutcome> CommitAsync<TOutcome>(
        Func<Snapshot, (TOutcome Outcome, ImmutableArray<Change> Changes)> decide, CancellationToken cancellation)
    {
        var turn = new Turn<TOutcome>(decide, cancellation);
        await QueueAsync(turn, cancellation);
        return await turn.Answer;
    }

    /// <summary>Waits for a state newer than the given revision, and returns its revision.</summary>
    public async Task<long> NextRevisionAsync(long after, CancellationToken cancellation)
    {
        while (true)
        {
            // The signal before the state: a commit between the two then ends the wait at once.
            var changed = _changed;
            var revision = _current.Revision;
            if (revision > after)
            {
                return revision;
            }

            await changed.Task.WaitAsync(cancellation);
        }
    }

    /// <summary>
    /// Removes everything, as a commit of its own. Revisions and places in creation order go on counting.
    /// </summary>
    public async Task ResetAsync()
    {
        var turn = new ResetTurn();
        await QueueAsync(turn, CancellationToken.None);
        await turn.Answer;
    }

    /// <summary>Takes no more turns, finishes those that wait, and lets go of the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        _turns.Writer.TryComplete();
        await Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _journal.Dispose();
    }

    /// <summary>A ledger over a journal that is open.</summary>
    internal static Ledger Over(IJournal journal)
    {
        try
        {
            return new Ledger(journal);
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    private async Task QueueAsync(Turn turn, CancellationToken cancellation)
    {
        try
        {
            await _turns.Writer.WriteAsync(turn, cancellation);
        }
        catch (ChannelClosedException closed)
        {
            throw new ObjectDisposedException("The ledger is closed and takes no more commits.", closed);
        }
    }

    private async Task WriteAsync()
    {
        var batch = new List<Turn>(BatchMax);
        try
        {
            while (await _turns.Reader.WaitToReadAsync())
            {
                batch.Clear();
                WriteBatch(batch);
            }
        }
        catch (Exception bug)
        {
            _turns.Writer.TryComplete(bug);
            Fail(batch, bug);
            while (_turns.Reader.TryRead(out var turn))
            {
                turn.Fail(bug);
            }

            throw;
        }
    }

    private void WriteBatch(List<Turn> batch)
    {
        var newest = _current;
        var commits = new List<JournalCommit>();
        var cleared = false;
        while (batch.Count < BatchMax && !cleared && _turns.Reader.TryPeek(out var next))
        {
            if (next is ResetTurn && batch.Count > 0)
            {
                // A reset has a write of its own.
                break;
            }

            _turns.Reader.TryRead(out _);
            batch.Add(next);
            cleared = next is ResetTurn;
            if (next.Take(newest, _journal) is { } commit)
            {
                newest = commit.After;
                commits.AddRange(commit.Written is { } written ? [written] : []);
            }
        }

        try
        {
            Persist(newest, commits, cleared);
        }
        catch (JournalException.NotDurable refused)
        {
            // Also those that changed nothing: they may have answered from a state that never came to be.
            Fail(batch, refused);
            return;
        }

        Publish(newest);
        foreach (var turn in batch)
        {
            turn.Release();
        }
    }

    private void Persist(Snapshot newest, List<JournalCommit> commits, bool cleared)
    {
        if (cleared)
        {
            _journal.Clear(newest);
        }
        else if (commits.Count > 0)
        {
            _journal.Append(commits);
        }
    }

    private void Publish(Snapshot newest)
    {
        if (newest.Revision == _current.Revision)
        {
            return;
        }

        _current = newest;
        Interlocked.Exchange(ref _changed, NewSignal()).SetResult();
    }

    private static void Fail(List<Turn> batch, Exception fault)
    {
        foreach (var turn in batch)
        {
            turn.Fail(fault);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
