using System.Globalization;
using System.IO.Compression;
using Microsoft.Extensions.Logging;
using Pergola.Core;
using Pergola.Planning.Dataplane;
using Pergola.Planning.Telemetry;
using Pergola.Planning.VpcLattice;
using Pergola.Store;
using Pergola.Store.Deliveries;

namespace Pergola.Control.Telemetry;

/// <summary>
/// Brings lines of access logs to where subscriptions want them: streams of log groups, objects in bucket folders,
/// files of Firehose streams. What cannot be kept is dropped and counted, and told once. For one caller at a time.
/// </summary>
/// <param name="folder">Holds buckets and streams; null when nothing is kept on disk.</param>
/// <param name="objectEvery">How long lines gather before they become an object of a bucket.</param>
public sealed class LogDeliveries(
    Ledger ledger, EventStore events, string? folder, TimeSpan objectEvery, TimeProvider time, IEntropy entropy,
    ILogger logger)
{
    /// <summary>Bytes that gather for one object; more makes it earlier.</summary>
    private const int ObjectBytesMax = 8 * 1024 * 1024;

    private readonly ObjectFolder? _buckets = folder is null ? null : new ObjectFolder(Path.Combine(folder, "s3"));
    private readonly RecordFile? _streams = folder is null ? null : new RecordFile(Path.Combine(folder, "firehose"));
    private readonly Dictionary<LogEntry, Gathering> _gathering = [];
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private long _dropped;

    /// <summary>Lines that could not be kept, since the start.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Takes lines.</summary>
    public void Deliver(LogEntry to, IReadOnlyList<LogLine> lines)
    {
        try
        {
            switch (to.Kind)
            {
                case AccessLogDestinationKind.LogGroup:
                    ToGroup(to, lines);
                    break;
                case AccessLogDestinationKind.Bucket when _buckets is not null:
                    ToBucket(to, lines);
                    break;
                case AccessLogDestinationKind.Stream when _streams is not null:
                    _streams.Append(to.Destination, Joined(lines));
                    break;
                default:
                    Drop(to, lines.Count, "buckets and streams are kept on disk, so they need --data.");
                    break;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Drop(to, lines.Count, error.Message);
        }
    }

    /// <summary>Makes objects of what has gathered for long enough, and forgets what has no stream any more.</summary>
    /// <param name="all">Whatever has gathered.</param>
    public void Turn(bool all = false)
    {
        events.Sweep(ledger.Current);
        foreach (var (entry, gathering) in _gathering.ToList())
        {
            if (all || time.GetElapsedTime(gathering.Since) >= objectEvery || gathering.Length >= ObjectBytesMax)
            {
                _gathering.Remove(entry);
                PutObject(entry, gathering);
            }
        }
    }

    private void ToGroup(LogEntry to, IReadOnlyList<LogLine> lines)
    {
        var scope = new Scope(to.Account, to.Region);
        if (DeliveryStreams.Find(ledger.Current, scope, to) is not { } streamId)
        {
            // The stream is there for the next lines; these wait for it, for a moment that a disk takes.
            streamId = ledger.CommitAsync(
                snapshot => DeliveryStreams.Ensure(snapshot, scope, to, time.GetUtcNow()),
                CancellationToken.None).GetAwaiter().GetResult();
        }

        if (streamId is null)
        {
            Drop(to, lines.Count, "the log group does not exist.");
            return;
        }

        events.Append(
            scope,
            streamId,
            lines.Select(line => (line.Time, line.Text)),
            time.GetUtcNow().ToUnixTimeMilliseconds());
    }

    private void ToBucket(LogEntry to, IReadOnlyList<LogLine> lines)
    {
        if (!_gathering.TryGetValue(to, out var gathering))
        {
            _gathering[to] = gathering = new Gathering(time.GetTimestamp(), time.GetUtcNow());
        }

        gathering.Add(Joined(lines), lines.Count);
    }

    private void PutObject(LogEntry to, Gathering gathering)
    {
        using var done = gathering;
        try
        {
            var slash = to.Destination.IndexOf('/', StringComparison.Ordinal);
            var (bucket, prefix) = slash < 0
                ? (to.Destination, "")
                : (to.Destination[..slash], to.Destination[(slash + 1)..].Trim('/') + "/");
            _buckets!.Put(bucket, prefix + KeyOf(to, gathering.Begun), gathering.Finish());
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Drop(to, gathering.Lines, error.Message);
        }
    }

    // VPC Lattice user guide, "Access logs", has the form of keys.
    private string KeyOf(LogEntry to, DateTimeOffset begun)
    {
        Span<byte> hash = stackalloc byte[4];
        entropy.Fill(hash);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"AWSLogs/{to.Account}/VpcLattice/AccessLogs/{to.Region}/{begun.UtcDateTime:yyyy'/'MM'/'dd}/"
            + $"{to.ResourceId}/{to.Account}_VpcLatticeAccessLogs_{to.Region}_{to.ResourceId}_"
            + $"{begun.UtcDateTime:yyyyMMdd'T'HHmm'Z'}_{Convert.ToHexStringLower(hash)}.json.gz");
    }

    private static byte[] Joined(IReadOnlyList<LogLine> lines)
    {
        var bytes = new byte[lines.Sum(line => line.Text.Length + 1)];
        var at = 0;
        foreach (var line in lines)
        {
            line.Text.Span.CopyTo(bytes.AsSpan(at));
            at += line.Text.Length;
            bytes[at++] = (byte)'\n';
        }

        return bytes;
    }

    private void Drop(LogEntry to, int count, string reason)
    {
        Interlocked.Add(ref _dropped, count);
        if (_told.Add($"{to.SubscriptionId} {reason}"))
        {
            Log.DeliveryFailed(logger, to.Destination, reason);
        }
    }

    /// <summary>Lines that become an object.</summary>
    private sealed class Gathering : IDisposable
    {
        private readonly MemoryStream _bytes = new();
        private readonly GZipStream _packed;

        public Gathering(long since, DateTimeOffset begun)
        {
            (Since, Begun) = (since, begun);
            _packed = new GZipStream(_bytes, CompressionLevel.Fastest, leaveOpen: true);
        }

        public long Since { get; }

        public DateTimeOffset Begun { get; }

        public int Lines { get; private set; }

        public long Length { get; private set; }

        public void Add(byte[] lines, int count)
        {
            _packed.Write(lines);
            Lines += count;
            Length += lines.Length;
        }

        public void Dispose()
        {
            _packed.Dispose();
            _bytes.Dispose();
        }

        public byte[] Finish()
        {
            _packed.Dispose();
            return _bytes.ToArray();
        }
    }
}
