namespace Pergola.Store.Tests;

public sealed class MemoryLedgerTests : LedgerConformance
{
    protected override Ledger Open() => Ledger.Open(JournalOptions.InMemory);
}
