using Pergola.Domain;

namespace Pergola.Store.Journals;

/// <summary>What makes commits survive the process. Only the ledger's writer calls it, one call at a time.</summary>
internal interface IJournal : IDisposable
{
    /// <summary>The state that was durable last.</summary>
    Snapshot Load();

    /// <summary>One commit in the form in which it will be written; throws when a resource cannot be written.</summary>
    JournalCommit Encode(IReadOnlyList<Change> changes, Snapshot after);

    /// <summary>
    /// Makes commits durable: all of them, or none and an exception. Afterwards the state is that of the last.
    /// </summary>
    /// <exception cref="JournalException.NotDurable">Nothing was kept; a later call may succeed.</exception>
    void Append(IReadOnlyList<JournalCommit> commits);

    /// <summary>Makes an empty state durable.</summary>
    /// <exception cref="JournalException.NotDurable">Nothing was removed.</exception>
    void Clear(Snapshot cleared);
}

/// <summary>A commit as the journal writes it.</summary>
internal sealed record JournalCommit(long Revision, long NextOrdinal, IReadOnlyList<JournalEntry> Entries);

/// <summary>A change as the journal writes it.</summary>
/// <param name="Resource">JSON with the resource's place in creation order; null when it was removed.</param>
internal sealed record JournalEntry(string Account, string Region, string Kind, string Id, byte[]? Resource);
