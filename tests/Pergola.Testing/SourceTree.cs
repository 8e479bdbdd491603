namespace Pergola.Testing;

/// <summary>Where the repository lies that these tests were built from.</summary>
public static class SourceTree
{
    /// <summary>The repository's root: the folder above this one's that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Pergola.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName
            ?? throw new InvalidOperationException("The tests do not lie below the repository's root.");
    }
}
