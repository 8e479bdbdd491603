namespace Pergola.Store.Deliveries;

/// <summary>
/// A folder that looks as a bucket of S3 would: a file for each object, named by its key. An object is there whole or
/// not at all. For one caller at a time.
/// </summary>
/// <param name="root">Holds a folder for each bucket; made when the first object comes.</param>
public sealed class ObjectFolder(string root)
{
    /// <summary>
    /// Objects kept in a bucket; the oldest go. At one a minute it is a week of one log, and nobody empties the folder
    /// of a development server.
    /// </summary>
    public const int ObjectsMax = 10_000;

    /// <summary>Writes an object.</summary>
    /// <param name="bucket">The bucket's name.</param>
    /// <param name="key">Folders and name, with slashes.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Put(string bucket, string key, ReadOnlySpan<byte> content)
    {
        var folder = Path.Combine(root, Safe(bucket));
        var path = Path.Combine([folder, .. key.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Safe)]);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var draft = path + ".part";
        File.WriteAllBytes(draft, content);
        File.Move(draft, path, overwrite: true);
        RemoveOldest(folder);
    }

    // Names come from an ARN that anybody may write: none may lead out of the folder.
    private static string Safe(string segment) =>
        segment is "." or ".." ? "_" : segment.Replace('/', '_').Replace('\0', '_');

    private static void RemoveOldest(string folder)
    {
        var objects = Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
        if (objects.Length <= ObjectsMax)
        {
            return;
        }

        foreach (var old in objects.OrderBy(File.GetLastWriteTimeUtc).Take(objects.Length - ObjectsMax))
        {
            File.Delete(old);
        }
    }
}
