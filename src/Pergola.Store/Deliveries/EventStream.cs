using System.Buffers;
using System.Globalization;
using Pergola.Domain.Logs;

namespace Pergola.Store.Deliveries;

/// <summary>
/// The delivered events of one stream, in segments of which only the last grows and the first go. Each append is one
/// write, so that a crash loses at most what was being written.
/// </summary>
internal sealed class EventStream
{
    /// <summary>Bytes in a segment: what is read or dropped at once.</summary>
    public const int SegmentBytesMax = 1024 * 1024;

    /// <summary>Segments kept: with some 800 bytes a line, the last 10,000 requests at least.</summary>
    public const int SegmentsMax = 8;

    private const string Extension = ".events";

    private readonly Lock _lock = new();
    private readonly string? _folder;
    private readonly SortedDictionary<int, byte[]?> _full = [];
    private readonly ArrayBufferWriter<byte> _last = new();
    private int _number = 1;

    /// <summary>Goes on with what is in the folder; null keeps everything in memory.</summary>
    public EventStream(string? folder)
    {
        _folder = folder;
        if (folder is null || !Directory.Exists(folder))
        {
            return;
        }

        foreach (var file in Directory.GetFiles(folder, "*" + Extension))
        {
            _full[int.Parse(Path.GetFileNameWithoutExtension(file), CultureInfo.InvariantCulture)] = null;
        }

        if (_full.Count > 0)
        {
            GoOn();
        }
    }

    /// <summary>The last event's times; null when there is none.</summary>
    public (long Timestamp, long IngestionTime)? Last { get; private set; }

    /// <summary>Appends events.</summary>
    /// <exception cref="IOException">They cannot be written; then none of them is there.</exception>
    public void Append(IEnumerable<(long Timestamp, ReadOnlyMemory<byte> Message)> events, long ingestionTime)
    {
        using var bytes = new MemoryStream();
        var last = Last;
        foreach (var (timestamp, message) in events)
        {
            EventSegment.Write(bytes, timestamp, ingestionTime, message.Span);
            last = (timestamp, ingestionTime);
        }

        lock (_lock)
        {
            if (_last.WrittenCount > 0 && _last.WrittenCount + bytes.Length > SegmentBytesMax)
            {
                BeginSegment();
            }

            if (_folder is not null)
            {
                Directory.CreateDirectory(_folder);
                using var file = new FileStream(
                    PathOf(_number), FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
                // A write that failed half-way is written over.
                file.SetLength(_last.WrittenCount);
                file.Seek(0, SeekOrigin.End);
                file.Write(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
            }

            _last.Write(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
            Last = last;
        }
    }

    /// <summary>Everything that is kept, in the order in which it came.</summary>
    public IReadOnlyList<DeliveredEvent> Read()
    {
        lock (_lock)
        {
            var events = new List<DeliveredEvent>();
            foreach (var (number, bytes) in _full)
            {
                EventSegment.Read(number, bytes ?? File.ReadAllBytes(PathOf(number)), events);
            }

            EventSegment.Read(_number, _last.WrittenSpan, events);
            return events;
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Delete()
    {
        lock (_lock)
        {
            _full.Clear();
            _last.ResetWrittenCount();
            Last = null;
            if (_folder is not null && Directory.Exists(_folder))
            {
                Directory.Delete(_folder, recursive: true);
            }
        }
    }

    // What a crash tore off at the end is left out, and written over by what comes next.
    private void GoOn()
    {
        _number = _full.Keys.Last();
        _full.Remove(_number);
        var bytes = File.ReadAllBytes(PathOf(_number));
        var events = new List<DeliveredEvent>();
        _last.Write(bytes.AsSpan(0, EventSegment.Read(_number, bytes, events)));
        if (events.Count > 0)
        {
            Last = (events[^1].Timestamp, events[^1].IngestionTime);
        }
    }

    private void BeginSegment()
    {
        _full[_number++] = _folder is null ? _last.WrittenSpan.ToArray() : null;
        _last.ResetWrittenCount();
        while (_full.Count >= SegmentsMax)
        {
            var first = _full.Keys.First();
            _full.Remove(first);
            if (_folder is not null)
            {
                File.Delete(PathOf(first));
            }
        }
    }

    private string PathOf(int number) => Path.Combine(
        _folder!, number.ToString("D8", CultureInfo.InvariantCulture) + Extension);
}
