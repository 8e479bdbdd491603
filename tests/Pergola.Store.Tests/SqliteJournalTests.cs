using Microsoft.Data.Sqlite;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;

namespace Pergola.Store.Tests;

/// <summary>What the folder remembers, refuses and survives.</summary>
public sealed class SqliteJournalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    [InlineData(3UL)]
    [InlineData(4UL)]
    [InlineData(5UL)]
    [InlineData(6UL)]
    public async Task Whatever_was_committed_reopening_gives_the_same_state(ulong seed)
    {
        var random = new RandomChanges(new SeededEntropy(seed));
        for (var session = 0; session < 5; session++)
        {
            string before;
            await using (var ledger = Open(compactAfter: 1 + (int)(seed * 7)))
            {
                var commits = Enumerable.Range(0, 60).Select(_ => ledger.PutAsync(random.Next()));
                await Task.WhenAll(commits);
                before = Worlds.Describe(ledger.Current);
            }

            await using var again = Open();
            Assert.Equal(before, Worlds.Describe(again.Current));
        }
    }

    [Fact]
    public async Task A_place_in_creation_order_is_not_given_again_after_a_restart()
    {
        await using (var ledger = Open(compactAfter: 1))
        {
            await ledger.PutAsync(Worlds.PutVpc("vpc-1"));
            await ledger.PutAsync(Worlds.RemoveVpc("vpc-1"));
        }

        await using var again = Open();
        await again.PutAsync(Worlds.PutVpc("vpc-2"));
        Assert.Equal(2, again.Current.In(Worlds.Tokyo).Of<Vpc>()["vpc-2"].Ordinal);
    }

    [Fact]
    public async Task A_reset_is_remembered()
    {
        await using (var ledger = Open())
        {
            await ledger.PutAsync(Worlds.PutVpc("vpc-1"));
            await ledger.ResetAsync();
        }

        await using var again = Open();
        Assert.Equal("revision 2, next #2\n", Worlds.Describe(again.Current));
    }

    [Fact]
    public async Task Two_servers_cannot_have_one_folder()
    {
        await using (Open())
        {
            var refusal = Assert.Throws<JournalException.InUse>(() => Open());
            Assert.Contains(_folder.Path, refusal.Message, StringComparison.Ordinal);
        }

        await using var afterwards = Open();
    }

    [Fact]
    public async Task A_journal_of_a_newer_version_is_refused_and_left_alone()
    {
        await using (Open())
        {
        }

        Sql("PRAGMA user_version = 99");
        Assert.Contains(
            "version 99", Assert.Throws<JournalException.TooNew>(() => Open()).Message, StringComparison.Ordinal);
        Sql("PRAGMA user_version = 1");
        await using var afterwards = Open();
    }

    [Fact]
    public async Task A_kind_that_only_a_newer_version_knows_is_refused()
    {
        await using (Open())
        {
        }

        Sql("INSERT INTO snapshot VALUES ('000000000000', 'eu-west-1', 'hovercraft', 'h-1', '{}')");
        var refusal = Assert.Throws<JournalException.TooNew>(() => Open());
        Assert.Contains("'hovercraft'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_journal_is_refused()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "journal.db"), new string('x', 4096));

        Assert.Throws<JournalException.Unreadable>(() => Open());
    }

    [Fact]
    public async Task A_full_journal_refuses_the_commit_whole_and_takes_later_ones_that_fit()
    {
        await using var ledger = Open(sizeMax: 256 * 1024);
        await ledger.PutAsync(Worlds.PutVpc("vpc-1"));
        var before = Worlds.Describe(ledger.Current);

        var huge = Worlds.PutVpc("vpc-huge", new string('9', 1024 * 1024));
        await Assert.ThrowsAsync<JournalException.NotDurable>(
            () => ledger.PutAsync(Worlds.PutVpc("vpc-beside"), huge));

        Assert.Equal(before, Worlds.Describe(ledger.Current));
        Assert.Equal(2, await ledger.PutAsync(Worlds.PutVpc("vpc-2")));
        var expected = Worlds.Describe(ledger.Current);
        await ledger.DisposeAsync();
        await using var again = Open();
        Assert.Equal(expected, Worlds.Describe(again.Current));
    }

    [Fact]
    public async Task Compaction_leaves_one_row_per_resource_and_no_entries()
    {
        await using (var ledger = Open(compactAfter: 10))
        {
            for (var i = 0; i < 10; i++)
            {
                await ledger.PutAsync(Worlds.PutVpc($"vpc-{i % 3}", $"10.{i}.0.0/16"));
            }
        }

        Assert.Equal("0", Sql("SELECT count(*) FROM entry"));
        Assert.Equal("3", Sql("SELECT count(*) FROM snapshot"));
    }

    public void Dispose() => _folder.Dispose();

    private Ledger Open(int compactAfter = 4096, long sizeMax = 1L << 30) => Ledger.Open(
        new JournalOptions(_folder.Path) { CompactAfterChanges = compactAfter, SizeMax = sizeMax });

    private string? Sql(string text)
    {
        using var connection = new SqliteConnection(
            $"Data Source={Path.Combine(_folder.Path, "journal.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are the constants above.
        command.CommandText = text;
#pragma warning restore CA2100
        return command.ExecuteScalar()?.ToString();
    }

    /// <summary>Commits of one to four puts and removes of few ids in two scopes, so that they often meet.</summary>
    private sealed class RandomChanges(IEntropy entropy)
    {
        public Change[] Next() => [.. Enumerable.Range(0, 1 + Below(4)).Select(_ => One())];

        private Change One()
        {
            var id = $"vpc-{Below(12)}";
            var scope = Below(2) == 0 ? Worlds.Tokyo : Worlds.Elsewhere;
            return Below(3) == 0 ? Worlds.RemoveVpc(id, scope) : Worlds.PutVpc(id, $"10.{Below(250)}.0.0/16", scope);
        }

        private int Below(int limit)
        {
            Span<byte> random = stackalloc byte[1];
            entropy.Fill(random);
            return random[0] % limit;
        }
    }
}
