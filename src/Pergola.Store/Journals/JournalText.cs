namespace Pergola.Store.Journals;

/// <summary>The SQL of the journal. The tables are a file format: a change of them is a new version.</summary>
internal static class JournalText
{
    /// <summary>What <c>PRAGMA user_version</c> says of a journal that this code wrote.</summary>
    public const int Version = 1;

    // FULL: a commit returns when the log is on the disk, not when the kernel has heard of it.
    public const string Session = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        """;

    public const string Create = """
        CREATE TABLE head (
            revision INTEGER NOT NULL,
            next_ordinal INTEGER NOT NULL);
        CREATE TABLE entry (
            revision INTEGER NOT NULL,
            position INTEGER NOT NULL,
            account TEXT NOT NULL,
            region TEXT NOT NULL,
            kind TEXT NOT NULL,
            id TEXT NOT NULL,
            resource BLOB NULL,
            PRIMARY KEY (revision, position)) WITHOUT ROWID;
        CREATE TABLE snapshot (
            account TEXT NOT NULL,
            region TEXT NOT NULL,
            kind TEXT NOT NULL,
            id TEXT NOT NULL,
            resource BLOB NOT NULL,
            PRIMARY KEY (account, region, kind, id)) WITHOUT ROWID;
        INSERT INTO head VALUES (0, 1);
        PRAGMA user_version = 1;
        """;

    public const string Read = """
        SELECT account, region, kind, id, resource, 0 AS revision, 0 AS position FROM snapshot
        UNION ALL
        SELECT account, region, kind, id, resource, revision, position FROM entry
        ORDER BY revision, position
        """;

    public const string Insert = """
        INSERT INTO entry VALUES ($revision, $position, $account, $region, $kind, $id, $resource)
        """;

    public const string SetHead = "UPDATE head SET revision = $revision, next_ordinal = $nextOrdinal";

    public const string Compact = """
        DELETE FROM snapshot WHERE (account, region, kind, id) IN (SELECT account, region, kind, id FROM entry);
        INSERT INTO snapshot
            SELECT account, region, kind, id, resource FROM (
                SELECT *, row_number() OVER (
                    PARTITION BY account, region, kind, id ORDER BY revision DESC, position DESC) AS age FROM entry)
            WHERE age = 1 AND resource IS NOT NULL;
        DELETE FROM entry;
        """;

    public const string Clear = "DELETE FROM snapshot; DELETE FROM entry;";
}
