using System.Globalization;
using Pergola.Machine.Linux.Tasks;

namespace Pergola.Server;

/// <summary>What one server keeps on this machine, and where its names mean something.</summary>
/// <param name="Port">The server's port, as text.</param>
/// <param name="Folder">Its runtime folder.</param>
/// <param name="Holder">The process whose namespaces to look into; null: the machine's own.</param>
public sealed record Instance(string Port, string Folder, int? Holder);

/// <summary>Where the servers of this machine leave their traces.</summary>
public static class Instances
{
    /// <summary>What every kernel object's name begins with.</summary>
    public const string Prefix = "pg";

    // Under /run: it ends with the machine. A server in a user namespace has a /run of its own, which ends with it,
    // while its tasks may not; their descriptions have to be where the next server and the inventory find them.
    private const string RootOfMachine = "/run/pergola";
    private const string FolderOfUsers = "/tmp";
    private const string RootOfUser = "pergola-";

    /// <summary>A server in the machine's own namespaces, whether or not it left anything.</summary>
    public static Instance OfMachine(string port) => new(port, Path.Combine(RootOfMachine, port), null);

    /// <summary>Where a server keeps its files about what runs.</summary>
    public static string FolderOf(int port, bool inUserNamespace) =>
        Path.Combine(inUserNamespace ? OwnRoot() : RootOfMachine, port.ToString(CultureInfo.InvariantCulture));

    /// <summary>
    /// Makes the runtime folder, readable by its owner only: the environments of tasks may hold secrets.
    /// </summary>
    /// <exception cref="IOException">Somebody else was there before.</exception>
    public static void MakeFolder(string folder, bool inUserNamespace)
    {
        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (inUserNamespace)
        {
            var root = Path.GetDirectoryName(folder)!;
            Directory.CreateDirectory(root, OwnerOnly);
            // Inside, this process's user is 0 whoever it is outside.
            if (NamespaceHolder.OwnerOf(root) != 0)
            {
                throw new IOException($"{root} belongs to another user; it has to be removed first");
            }
        }

        Directory.CreateDirectory(folder);
        File.SetUnixFileMode(folder, OwnerOnly);
    }

    /// <summary>Removes the runtime folder, and the folder of all of this user's servers with the last one.</summary>
    public static void RemoveFolder(string folder)
    {
        Directory.Delete(folder, recursive: true);
        var root = Path.GetDirectoryName(folder)!;
        if (root != RootOfMachine && !Directory.EnumerateFileSystemEntries(root).Any())
        {
            Directory.Delete(root);
        }
    }

    /// <summary>
    /// The servers that left files and whose files this user may read: root everybody's, others their own.
    /// </summary>
    public static IEnumerable<Instance> Known() =>
        from root in Roots()
        where Directory.Exists(root)
        from folder in Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal)
        select new Instance(Path.GetFileName(folder), folder, NamespaceHolder.Find(folder));

    private static IEnumerable<string> Roots() => Environment.IsPrivilegedProcess
        ? Directory.EnumerateDirectories(FolderOfUsers, RootOfUser + "*").Where(IsOfItsUser).Prepend(RootOfMachine)
        : [RootOfMachine, OwnRoot()];

    private static string OwnRoot() => Path.Combine(
        FolderOfUsers, RootOfUser + UserNamespaceLauncher.UserOutside().ToString(CultureInfo.InvariantCulture));

    // The folder for files of everybody is writable by everybody; nobody is to speak for somebody else.
    private static bool IsOfItsUser(string root)
    {
        var user = Path.GetFileName(root)[RootOfUser.Length..];
        return NamespaceHolder.OwnerOf(root)?.ToString(CultureInfo.InvariantCulture) == user;
    }
}
