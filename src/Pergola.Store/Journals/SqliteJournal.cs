using System.Collections.Frozen;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Pergola.Core;
using Pergola.Domain;

namespace Pergola.Store.Journals;

/// <summary>
/// A journal in one SQLite file: the changes since the last compaction, and one row per resource before it.
/// </summary>
internal sealed class SqliteJournal : IJournal
{
    /// <summary>Rows that become resources at once: enough to be worth a task, few enough to begin early.</summary>
    private const int RowsPerPiece = 1024;

    private static readonly FrozenDictionary<string, ResourceKind> s_kinds =
        ResourceKinds.All.ToFrozenDictionary(kind => kind.Name, StringComparer.Ordinal);

    private readonly JournalOptions _options;
    private readonly string _folder;
    private readonly FolderLock _lock;
    private SqliteConnection? _connection;
    private long _durableRevision;
    private long _entries;

    private SqliteJournal(JournalOptions options, string folder, FolderLock taken)
    {
        _options = options;
        _folder = folder;
        _lock = taken;
    }

    /// <summary>Takes the folder and makes the tables when they are missing.</summary>
    public static SqliteJournal Open(JournalOptions options, string folder)
    {
        var journal = new SqliteJournal(options, folder, FolderLock.Take(folder));
        try
        {
            journal._connection = journal.Connect();
            return journal;
        }
        catch (SqliteException cause)
        {
            journal.Dispose();
            throw new JournalException.Unreadable(folder, cause);
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    public Snapshot Load()
    {
        try
        {
            var pieces = new List<Task<Change[]>>();
            using var command = Command(_connection!, JournalText.Read);
            using var rows = command.ExecuteReader();
            while (ReadPiece(rows) is { Count: > 0 } piece)
            {
                pieces.Add(Task.Run(() => piece.ConvertAll(ReadChange).ToArray()));
            }

            var changes = pieces.SelectMany(piece => piece.GetAwaiter().GetResult());
            using var head = Command(_connection!, "SELECT revision, next_ordinal FROM head");
            using var counters = head.ExecuteReader();
            counters.Read();
            _durableRevision = counters.GetInt64(0);
            return Snapshot.Restore(_durableRevision, changes, counters.GetInt64(1));
        }
        catch (Exception cause) when (cause is SqliteException or System.Text.Json.JsonException
            or InvalidOperationException)
        {
            throw new JournalException.Unreadable(_folder, cause);
        }
    }

    public JournalCommit Encode(IReadOnlyList<Change> changes, Snapshot after)
    {
        var entries = new List<JournalEntry>(changes.Count);
        foreach (var change in changes)
        {
            entries.Add(change switch
            {
                // What is kept, not what was put: only that has the ordinal. Null when a later change removed it.
                Change.Put put => Entry(put.Scope, ResourceKinds.For(put.Resource), put.Resource.Id, after),
                Change.Remove remove =>
                    new JournalEntry(remove.Scope.Account, remove.Scope.Region, remove.Kind.Name, remove.Id, null),
                _ => throw new System.Diagnostics.UnreachableException(),
            });
        }

        return new JournalCommit(after.Revision, after.NextOrdinal, entries);
    }

    public void Append(IReadOnlyList<JournalCommit> commits) => InTransaction((connection, transaction) =>
    {
        var entries = Insert(connection, transaction, commits);
        var compact = entries >= _options.CompactAfterChanges;
        if (compact)
        {
            Run(connection, JournalText.Compact, transaction);
        }

        SetHead(connection, transaction, commits[^1].Revision, commits[^1].NextOrdinal);
        return (commits[^1].Revision, compact ? 0 : entries);
    });

    public void Clear(Snapshot cleared) => InTransaction((connection, transaction) =>
    {
        Run(connection, JournalText.Clear, transaction);
        SetHead(connection, transaction, cleared.Revision, cleared.NextOrdinal);
        return (cleared.Revision, 0);
    });

    public void Dispose()
    {
        _connection?.Dispose();
        _lock.Dispose();
    }

    private static JournalEntry Entry(Scope scope, ResourceKind kind, string id, Snapshot after)
    {
        var kept = after.Find(scope, kind, id);
        return new JournalEntry(scope.Account, scope.Region, kind.Name, id, kept is null ? null : kind.Serialize(kept));
    }

    // Reading rows is one thread's work; making resources of them takes longer and is done beside it.
    private List<JournalEntry> ReadPiece(SqliteDataReader rows)
    {
        var piece = new List<JournalEntry>(RowsPerPiece);
        while (piece.Count < RowsPerPiece && rows.Read())
        {
            piece.Add(new JournalEntry(
                rows.GetString(0),
                rows.GetString(1),
                rows.GetString(2),
                rows.GetString(3),
                rows.IsDBNull(4) ? null : rows.GetFieldValue<byte[]>(4)));
            _entries += rows.GetInt64(5) > 0 ? 1 : 0;
        }

        return piece;
    }

    private Change ReadChange(JournalEntry entry)
    {
        var scope = new Scope(entry.Account, entry.Region);
        var kind = s_kinds.GetValueOrDefault(entry.Kind)
            ?? throw new JournalException.TooNew(_folder, $"resources of kind '{entry.Kind}'", "no such kind");
        return entry.Resource is null
            ? new Change.Remove(scope, kind, entry.Id)
            : new Change.Put(scope, kind.Deserialize(entry.Resource));
    }

    private void InTransaction(Func<SqliteConnection, SqliteTransaction, (long Revision, long Entries)> write)
    {
        try
        {
            var connection = _connection ??= Reconnect();
            using var transaction = connection.BeginTransaction();
            var (revision, entries) = write(connection, transaction);
            transaction.Commit();
            (_durableRevision, _entries) = (revision, entries);
        }
        catch (SqliteException cause)
        {
            // After an error of the disk SQLite's own view of the file is not to be trusted: the next commit opens it
            // anew.
            _connection?.Dispose();
            _connection = null;
            throw new JournalException.NotDurable(cause);
        }
    }

    private long Insert(
        SqliteConnection connection, SqliteTransaction transaction, IReadOnlyList<JournalCommit> commits)
    {
        using var command = Command(connection, JournalText.Insert, transaction);
        var names = new[] { "$revision", "$position", "$account", "$region", "$kind", "$id", "$resource" };
        var parameters = Array.ConvertAll(names, name => command.Parameters.AddWithValue(name, DBNull.Value));
        var entries = _entries;
        foreach (var commit in commits)
        {
            for (var position = 0; position < commit.Entries.Count; position++)
            {
                var entry = commit.Entries[position];
                parameters[0].Value = commit.Revision;
                parameters[1].Value = position;
                parameters[2].Value = entry.Account;
                parameters[3].Value = entry.Region;
                parameters[4].Value = entry.Kind;
                parameters[5].Value = entry.Id;
                parameters[6].Value = (object?)entry.Resource ?? DBNull.Value;
                command.ExecuteNonQuery();
                entries++;
            }
        }

        return entries;
    }

    private SqliteConnection Reconnect()
    {
        var connection = Connect();

        // A commit that was refused to its caller may have reached the file after all. Going on would mix two
        // histories.
        using var head = Command(connection, "SELECT revision FROM head");
        var found = Convert.ToInt64(head.ExecuteScalar(), CultureInfo.InvariantCulture);
        if (found == _durableRevision)
        {
            return connection;
        }

        connection.Dispose();
        throw new SqliteException(
            $"the file is at revision {found} but the state is at {_durableRevision}; start the server again", 11);
    }

    private SqliteConnection Connect()
    {
        // Keys of certificates are in it. SQLite gives its other files the same rights.
        var file = Path.Combine(_folder, "journal.db");
        if (!File.Exists(file) && !OperatingSystem.IsWindows())
        {
            new FileStream(file, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }).Dispose();
        }

        // No pool: a pooled connection would outlive the lock on the folder.
        var path = new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Pooling = false,
        };
        var connection = new SqliteConnection(path.ConnectionString);
        try
        {
            connection.Open();
            Prepare(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void Prepare(SqliteConnection connection)
    {
        var version = Number(connection, "PRAGMA user_version");
        if (version > JournalText.Version)
        {
            throw new JournalException.TooNew(_folder, $"version {version}", $"versions up to {JournalText.Version}");
        }

        Run(connection, JournalText.Session);
        var pages = _options.SizeMax / Number(connection, "PRAGMA page_size");
        Number(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {pages}"));
        if (version == 0)
        {
            using var transaction = connection.BeginTransaction();
            Run(connection, JournalText.Create, transaction);
            transaction.Commit();
        }
    }

    private static void SetHead(SqliteConnection connection, SqliteTransaction transaction, long revision, long ordinal)
    {
        using var command = Command(connection, JournalText.SetHead, transaction);
        command.Parameters.AddWithValue("$revision", revision);
        command.Parameters.AddWithValue("$nextOrdinal", ordinal);
        command.ExecuteNonQuery();
    }

    private static long Number(SqliteConnection connection, string text)
    {
        using var command = Command(connection, text);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static void Run(SqliteConnection connection, string text, SqliteTransaction? transaction = null)
    {
        using var command = Command(connection, text, transaction);
        command.ExecuteNonQuery();
    }

    private static SqliteCommand Command(
        SqliteConnection connection, string text, SqliteTransaction? transaction = null)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Every text is a constant of JournalText or this file; values are parameters.
        command.CommandText = text;
#pragma warning restore CA2100
        command.Transaction = transaction;
        return command;
    }
}
