using Pergola.Domain;
using Pergola.Domain.Network;

namespace Pergola.Store.Tests;

/// <summary>What every ledger promises, wherever it keeps its journal.</summary>
public abstract class LedgerConformance : IAsyncDisposable
{
    private readonly Lazy<Ledger> _ledger;

    protected LedgerConformance() => _ledger = new Lazy<Ledger>(Open);

    private Ledger Ledger => _ledger.Value;

    [Fact]
    public async Task A_commit_is_in_the_state_when_its_answer_comes()
    {
        var revision = await Ledger.PutAsync(Worlds.PutVpc("vpc-1"));

        Assert.Equal(1, revision);
        Assert.Equal(1, Ledger.Current.Revision);
        Assert.Equal("10.0.0.0/16", Ledger.Current.In(Worlds.Tokyo).Of<Vpc>()["vpc-1"].CidrBlock);
    }

    [Fact]
    public async Task A_decision_without_changes_makes_no_revision()
    {
        await Ledger.PutAsync(Worlds.PutVpc("vpc-1"));
        var seen = await Ledger.CommitAsync<long>(snapshot => (snapshot.Revision, []), CancellationToken.None);

        Assert.Equal(1, seen);
        Assert.Equal(1, Ledger.Current.Revision);
    }

    [Fact]
    public async Task A_decision_that_throws_fails_its_own_caller_and_nobody_else()
    {
        var first = Ledger.PutAsync(Worlds.PutVpc("vpc-1"));
        var faulty = Ledger.CommitAsync<int>(
            _ => throw new InvalidOperationException("a bug"), CancellationToken.None);
        var second = Ledger.PutAsync(Worlds.PutVpc("vpc-2"));

        Assert.Equal("a bug", (await Assert.ThrowsAsync<InvalidOperationException>(() => faulty)).Message);
        var revisions = await Task.WhenAll(first, second);
        Assert.Equal([1, 2], revisions);
        Assert.Equal(["vpc-1", "vpc-2"], Ledger.Current.In(Worlds.Tokyo).Of<Vpc>().All.Select(vpc => vpc.VpcId));
    }

    [Fact]
    public async Task A_turn_that_was_cancelled_before_it_came_did_not_happen()
    {
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Ledger.CommitAsync<int>(
            _ => (0, [Worlds.PutVpc("vpc-1")]), cancellation.Token));
        Assert.Equal(0, Ledger.Current.Revision);
    }

    [Fact]
    public async Task A_turn_that_is_cancelled_while_it_waits_did_not_happen()
    {
        using var cancellation = new CancellationTokenSource();
        var blocked = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        var first = Ledger.CommitAsync<int>(
            _ =>
            {
                begun.SetResult();
                blocked.Task.Wait();
                return (0, [Worlds.PutVpc("vpc-1")]);
            },
            CancellationToken.None);
        await begun.Task;
        var second = Ledger.CommitAsync<int>(_ => (0, [Worlds.PutVpc("vpc-2")]), cancellation.Token);
        await cancellation.CancelAsync();
        blocked.SetResult();

        await first;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.Equal(["vpc-1"], Ledger.Current.In(Worlds.Tokyo).Of<Vpc>().All.Select(vpc => vpc.VpcId));
    }

    [Fact]
    public async Task Concurrent_read_modify_writes_lose_no_update()
    {
        const int Writers = 8, Rounds = 200;
        await Ledger.PutAsync(Worlds.PutVpc("vpc-1", "0"));
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                await Ledger.CommitAsync(Increment, CancellationToken.None);
            }
        })));

        Assert.Equal($"{Writers * Rounds}", Ledger.Current.In(Worlds.Tokyo).Of<Vpc>()["vpc-1"].CidrBlock);
        Assert.Equal((Writers * Rounds) + 1, Ledger.Current.Revision);
    }

    [Fact]
    public async Task A_watcher_is_told_of_the_next_revision_and_at_once_of_one_that_it_missed()
    {
        var waiting = Ledger.NextRevisionAsync(0, CancellationToken.None);
        Assert.False(waiting.IsCompleted);
        await Ledger.PutAsync(Worlds.PutVpc("vpc-1"));

        Assert.Equal(1, await waiting);
        Assert.Equal(1, await Ledger.NextRevisionAsync(0, CancellationToken.None));
    }

    [Fact]
    public async Task A_watcher_that_loses_patience_is_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        var waiting = Ledger.NextRevisionAsync(0, cancellation.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task A_reset_empties_every_scope_and_counts_on()
    {
        await Ledger.PutAsync(Worlds.PutVpc("vpc-1"), Worlds.PutVpc("vpc-2", scope: Worlds.Elsewhere));
        await Ledger.ResetAsync();

        Assert.Equal("revision 2, next #3\n", Worlds.Describe(Ledger.Current));
        await Ledger.PutAsync(Worlds.PutVpc("vpc-3"));
        Assert.Equal(3, Ledger.Current.In(Worlds.Tokyo).Of<Vpc>()["vpc-3"].Ordinal);
    }

    [Fact]
    public async Task A_closed_ledger_finishes_what_waits_and_takes_nothing_more()
    {
        var waiting = Enumerable.Range(0, 50).Select(i => Ledger.PutAsync(Worlds.PutVpc($"vpc-{i}"))).ToList();
        await Ledger.DisposeAsync();

        Assert.Equal(50, (await Task.WhenAll(waiting)).Max());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Ledger.PutAsync(Worlds.PutVpc("vpc-late")));
    }

    public async ValueTask DisposeAsync()
    {
        if (_ledger.IsValueCreated)
        {
            await _ledger.Value.DisposeAsync();
        }

        Close();
        GC.SuppressFinalize(this);
    }

    protected abstract Ledger Open();

    protected virtual void Close()
    {
    }

    private static (int Outcome, System.Collections.Immutable.ImmutableArray<Change> Changes) Increment(
        Snapshot snapshot)
    {
        var count = int.Parse(snapshot.In(Worlds.Tokyo).Of<Vpc>()["vpc-1"].CidrBlock, provider: null) + 1;
        return (count, [Worlds.PutVpc("vpc-1", $"{count}")]);
    }
}
