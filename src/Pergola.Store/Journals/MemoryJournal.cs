using Pergola.Domain;

namespace Pergola.Store.Journals;

/// <summary>A journal for runs that are to leave nothing behind.</summary>
internal sealed class MemoryJournal : IJournal
{
    public Snapshot Load() => Snapshot.Empty;

    public JournalCommit Encode(IReadOnlyList<Change> changes, Snapshot after) =>
        new(after.Revision, after.NextOrdinal, []);

    public void Append(IReadOnlyList<JournalCommit> commits)
    {
    }

    public void Clear(Snapshot cleared)
    {
    }

    public void Dispose()
    {
    }
}
