namespace Pergola.Store.Journals;

/// <summary>Holds a folder for one process. The kernel lets go of it when the process dies, however it dies.</summary>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <summary>Takes the folder; makes it when it is missing.</summary>
    /// <exception cref="JournalException.InUse">Somebody else holds it.</exception>
    public static FolderLock Take(string folder)
    {
        Directory.CreateDirectory(folder);
        try
        {
            return new FolderLock(new FileStream(
                Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException cause) when (cause.GetType() == typeof(IOException))
        {
            throw new JournalException.InUse(folder, cause);
        }
    }

    public void Dispose() => _file.Dispose();
}
