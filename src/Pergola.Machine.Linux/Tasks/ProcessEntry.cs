using System.Globalization;

namespace Pergola.Machine.Linux.Tasks;

/// <summary>A process as <c>/proc</c> shows it. Number and start together name one process for ever.</summary>
/// <param name="Process">Its number, which the kernel reuses.</param>
/// <param name="Session">The session it belongs to.</param>
/// <param name="StartTicks">Clock ticks between boot and its start.</param>
internal sealed record ProcessEntry(int Process, int Session, long StartTicks)
{
    private const int SessionField = 3;
    private const int StartField = 19;

    /// <summary>The living process of that number; null when it ended, even if nobody collected it yet.</summary>
    internal static ProcessEntry? Read(int process)
    {
        string text;
        try
        {
            text = File.ReadAllText($"/proc/{process}/stat");
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }

        // The name in parentheses may hold spaces and parentheses; fields are counted behind the last one.
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return fields[0] is "Z" or "X"
            ? null
            : new ProcessEntry(
                process,
                int.Parse(fields[SessionField], CultureInfo.InvariantCulture),
                long.Parse(fields[StartField], CultureInfo.InvariantCulture));
    }

    /// <summary>Every living process.</summary>
    internal static IEnumerable<ProcessEntry> All() =>
        from folder in Directory.EnumerateDirectories("/proc")
        let name = Path.GetFileName(folder)
        where char.IsAsciiDigit(name[0])
        let entry = Read(int.Parse(name, CultureInfo.InvariantCulture))
        where entry is not null
        select entry;

    /// <summary>Every living process whose network is the named namespace.</summary>
    internal static IEnumerable<ProcessEntry> In(string networkNamespace)
    {
        var wanted = TaskSyscalls.Inode(networkNamespace);
        return wanted is null
            ? []
            : All().Where(entry => TaskSyscalls.Inode($"/proc/{entry.Process}/ns/net") == wanted);
    }
}
