using Pergola.Domain;
using Pergola.Store.Journals;

namespace Pergola.Store.Tests;

/// <summary>What the ledger promises when its journal fails, with a journal that fails on command.</summary>
public sealed class FaultyDiskTests
{
    [Fact]
    public async Task A_batch_that_the_disk_refuses_leaves_no_trace_and_wakes_no_watcher()
    {
        var disk = new FaultyJournal { Broken = true };
        await using var ledger = Ledger.Over(disk);
        var watcher = ledger.NextRevisionAsync(0, CancellationToken.None);

        var refused = await Assert.ThrowsAsync<JournalException.NotDurable>(
            () => ledger.PutAsync(Worlds.PutVpc("vpc-1")));

        Assert.Contains("the disk is full", refused.Message, StringComparison.Ordinal);
        Assert.Equal("revision 0, next #1\n", Worlds.Describe(ledger.Current));
        Assert.False(watcher.IsCompleted);
        disk.Broken = false;
        Assert.Equal(1, await ledger.PutAsync(Worlds.PutVpc("vpc-2")));
        Assert.Equal(1, await watcher);
    }

    [Fact]
    public async Task A_reset_that_the_disk_refuses_removes_nothing()
    {
        var disk = new FaultyJournal();
        await using var ledger = Ledger.Over(disk);
        await ledger.PutAsync(Worlds.PutVpc("vpc-1"));
        var before = Worlds.Describe(ledger.Current);
        disk.Broken = true;

        await Assert.ThrowsAsync<JournalException.NotDurable>(ledger.ResetAsync);
        Assert.Equal(before, Worlds.Describe(ledger.Current));
    }

    [Fact]
    public async Task Turns_that_wait_together_share_one_write()
    {
        var disk = new FaultyJournal();
        await using var ledger = Ledger.Over(disk);
        var blocked = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        var first = ledger.CommitAsync<int>(
            _ =>
            {
                begun.SetResult();
                blocked.Task.Wait();
                return (0, []);
            },
            CancellationToken.None);
        await begun.Task;
        var others = Enumerable.Range(0, 100).Select(i => ledger.PutAsync(Worlds.PutVpc($"vpc-{i}"))).ToList();
        blocked.SetResult();
        await first;
        await Task.WhenAll(others);

        Assert.Equal(1, disk.Writes);
        Assert.Equal(100, ledger.Current.Revision);
    }

    [Fact]
    public async Task A_bug_in_the_journal_ends_the_ledger_and_says_so()
    {
        var ledger = Ledger.Over(new FaultyJournal { Bug = new InvalidOperationException("a bug") });

        await Assert.ThrowsAsync<InvalidOperationException>(() => ledger.PutAsync(Worlds.PutVpc("vpc-1")));
        await Assert.ThrowsAsync<InvalidOperationException>(() => ledger.Completion);
        await Assert.ThrowsAnyAsync<Exception>(() => ledger.PutAsync(Worlds.PutVpc("vpc-2")));
        await ledger.DisposeAsync();
    }

    private sealed class FaultyJournal : IJournal
    {
        private readonly MemoryJournal _memory = new();

        public bool Broken { get; set; }

        public Exception? Bug { get; init; }

        public int Writes { get; private set; }

        public Snapshot Load() => _memory.Load();

        public JournalCommit Encode(IReadOnlyList<Change> changes, Snapshot after) => _memory.Encode(changes, after);

        public void Append(IReadOnlyList<JournalCommit> commits) => Write();

        public void Clear(Snapshot cleared) => Write();

        public void Dispose() => _memory.Dispose();

        private void Write()
        {
            if (Bug is not null)
            {
                throw Bug;
            }

            if (Broken)
            {
                throw new JournalException.NotDurable(new IOException("the disk is full"));
            }

            Writes++;
        }
    }
}
