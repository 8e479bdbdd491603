using System.Globalization;

namespace Pergola.Machine.Linux.Tasks;

/// <summary>
/// The process in whose user and mount namespaces the names of a server's networks mean something: the server itself,
/// when it runs in a user namespace. It is found by a file in the server's runtime folder.
/// </summary>
public static class NamespaceHolder
{
    private const string FileName = "holder";

    /// <summary>Writes down that this process holds the namespaces.</summary>
    /// <param name="runtimeFolder">A folder that the machine and the namespaces have in common.</param>
    public static void Announce(string runtimeFolder)
    {
        var self = ProcessEntry.Read(Environment.ProcessId)
            ?? throw new InvalidOperationException("/proc does not show this process");
        File.WriteAllText(
            Path.Combine(runtimeFolder, FileName),
            string.Create(CultureInfo.InvariantCulture, $"{self.Process} {self.StartTicks}"));
    }

    /// <summary>Takes the announcement back. Absent is fine.</summary>
    /// <param name="runtimeFolder">The same folder.</param>
    public static void Withdraw(string runtimeFolder) => File.Delete(Path.Combine(runtimeFolder, FileName));

    /// <summary>
    /// The process that announced itself, while it lives and belongs to the folder's owner; otherwise null.
    /// </summary>
    /// <param name="runtimeFolder">The same folder.</param>
    public static int? Find(string runtimeFolder)
    {
        try
        {
            var words = File.ReadAllText(Path.Combine(runtimeFolder, FileName)).Split(' ');
            var entry = ProcessEntry.Read(int.Parse(words[0], CultureInfo.InvariantCulture));
            return entry is not null
                && entry.StartTicks == long.Parse(words[1], CultureInfo.InvariantCulture)
                && OwnerOf($"/proc/{entry.Process}") == OwnerOf(runtimeFolder)
                ? entry.Process
                : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The words before a command that make it run in the namespaces of the process.</summary>
    /// <param name="process">As <see cref="Find"/> found it.</param>
    public static string[] Enter(int process) =>
    [
        "nsenter",
        "--target", process.ToString(CultureInfo.InvariantCulture),
        "--user",
        "--mount",
        // The owner of a user namespace is root in it already and may not change groups; the machine's root has no
        // number in it and has to take one.
        .. TaskSyscalls.EffectiveUser() == 0 ? Array.Empty<string>() : ["--preserve-credentials"],
        "--",
    ];

    /// <summary>The number of the user who owns the file; links are not followed. Null when it is absent.</summary>
    /// <param name="path">A file or folder.</param>
    public static uint? OwnerOf(string path) => TaskSyscalls.Owner(path);
}
