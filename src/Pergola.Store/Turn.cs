using System.Collections.Immutable;
using Pergola.Domain;
using Pergola.Store.Journals;

namespace Pergola.Store;

/// <summary>One caller's turn with the writer: decide now, answer when the batch is durable.</summary>
internal abstract class Turn(CancellationToken cancellation)
{
    /// <summary>
    /// Decides on the newest state and says what to write. Null when nothing is to be written: nothing changed, or the
    /// decision failed, which then only this caller hears of.
    /// </summary>
    public Commit? Take(Snapshot newest, IJournal journal)
    {
        try
        {
            cancellation.ThrowIfCancellationRequested();
            return Decide(newest, journal);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            Cancel(cancellation);
        }
#pragma warning disable CA1031 // A decision may throw anything; it is the caller's, not the writer's.
        catch (Exception fault)
        {
            Fail(fault);
        }
#pragma warning restore CA1031

        return null;
    }

    /// <summary>Hands the answer over; without effect on a turn that failed.</summary>
    public abstract void Release();

    /// <summary>Ends the turn with an exception.</summary>
    public abstract void Fail(Exception fault);

    protected abstract Commit? Decide(Snapshot newest, IJournal journal);

    protected abstract void Cancel(CancellationToken token);
}

/// <summary>
/// What a turn did: the state it leads to, and what the journal writes for it (null: it removes everything).
/// </summary>
internal sealed record Commit(Snapshot After, JournalCommit? Written);

/// <inheritdoc/>
internal sealed class Turn<TOutcome>(
    Func<Snapshot, (TOutcome Outcome, ImmutableArray<Change> Changes)> decide, CancellationToken cancellation)
    : Turn(cancellation)
{
    private readonly TaskCompletionSource<TOutcome> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TOutcome? _outcome;

    public Task<TOutcome> Answer => _answer.Task;

    public override void Release() => _answer.TrySetResult(_outcome!);

    public override void Fail(Exception fault) => _answer.TrySetException(fault);

    protected override void Cancel(CancellationToken token) => _answer.TrySetCanceled(token);

    protected override Commit? Decide(Snapshot newest, IJournal journal)
    {
        (_outcome, var changes) = decide(newest);
        if (changes.IsDefaultOrEmpty)
        {
            return null;
        }

        var after = newest.Apply(changes);
        return new Commit(after, journal.Encode(changes, after));
    }
}

/// <summary>The turn that removes everything.</summary>
internal sealed class ResetTurn() : Turn(CancellationToken.None)
{
    private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Answer => _answer.Task;

    public override void Release() => _answer.TrySetResult();

    public override void Fail(Exception fault) => _answer.TrySetException(fault);

    protected override void Cancel(CancellationToken token) => _answer.TrySetCanceled(token);

    protected override Commit Decide(Snapshot newest, IJournal journal) => new(newest.Clear(), null);
}
