namespace Pergola.Store.Tests;

public sealed class SqliteLedgerTests : LedgerConformance
{
    private readonly TemporaryFolder _folder = new();

    // Few changes per compaction, so that the promises also hold across one.
    protected override Ledger Open() => Ledger.Open(new JournalOptions(_folder.Path) { CompactAfterChanges = 64 });

    protected override void Close() => _folder.Dispose();
}
