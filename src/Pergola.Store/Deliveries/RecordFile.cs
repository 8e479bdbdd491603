namespace Pergola.Store.Deliveries;

/// <summary>
/// A file that takes records as a Firehose stream would, one a line, oldest first. When it is full it is set aside, and
/// the oldest of those goes. For one caller at a time.
/// </summary>
/// <param name="root">Holds a file for each stream; made when the first record comes.</param>
public sealed class RecordFile(string root)
{
    /// <summary>Bytes in a file before it is set aside: as much as an editor opens without complaint.</summary>
    public const long BytesMax = 16 * 1024 * 1024;

    /// <summary>Files set aside: with the last, four times as much as one.</summary>
    public const int AsideMax = 3;

    /// <summary>Appends records, each with its end of line.</summary>
    /// <exception cref="IOException">They cannot be written.</exception>
    public void Append(string stream, ReadOnlySpan<byte> records)
    {
        Directory.CreateDirectory(root);
        var path = Path.Combine(root, $"{stream.Replace('/', '_').Replace('\0', '_')}.jsonl");
        if (new FileInfo(path) is { Exists: true, Length: > 0 and var length } && length + records.Length > BytesMax)
        {
            SetAside(path);
        }

        using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        file.Write(records);
    }

    private static void SetAside(string path)
    {
        for (var number = AsideMax - 1; number > 0; number--)
        {
            if (File.Exists($"{path}.{number}"))
            {
                File.Move($"{path}.{number}", $"{path}.{number + 1}", overwrite: true);
            }
        }

        File.Move(path, $"{path}.1", overwrite: true);
    }
}
