namespace Pergola.Store;

/// <summary>Where a ledger keeps its journal.</summary>
/// <param name="Folder">Made when it is missing; null keeps everything in memory, to be forgotten at the end.</param>
public sealed record JournalOptions(string? Folder)
{
    /// <summary>
    /// After how many changes the journal is folded into one row per resource. A start reads at most this many changes
    /// on top of the rows (some 20 ms), and folding them takes the writer about as long.
    /// </summary>
    public int CompactAfterChanges { get; init; } = 4096;

    /// <summary>
    /// The largest journal, in bytes. A thousand services with ten targets each take some 20 MB; a journal of this size
    /// is a run-away, which should refuse commits rather than fill the disk that the containers write to.
    /// </summary>
    public long SizeMax { get; init; } = 4L << 30;

    /// <summary>Nothing is written; everything else is the same.</summary>
    public static JournalOptions InMemory { get; } = new((string?)null);
}
