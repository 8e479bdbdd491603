using System.Runtime.InteropServices;

namespace Pergola.EndToEnd.Tests;

/// <summary>
/// The program under test as a user without any rights starts it: a copy that this user may read, a home of its own,
/// and only the tools that it needs.
/// </summary>
internal sealed class OrdinaryUser : IDisposable
{
    /// <summary>Who owns nothing; on every Linux.</summary>
    public const string Number = "65534";

    private const UnixFileMode ForAll =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private static readonly string[] s_tools = ["sh", "kill", "true", "mv", "unshare", "nsenter", "nft"];

    private readonly string _setpriv;
    private readonly string _folder;

    private OrdinaryUser(string setpriv, string folder)
    {
        _setpriv = setpriv;
        _folder = folder;
    }

    /// <summary>Where this user's servers keep their files.</summary>
    public static string RuntimeRoot => $"/tmp/pergola-{Number}";

    /// <summary>Skips where this user cannot be impersonated or may not make networks.</summary>
    public static async Task<OrdinaryUser> OpenAsync()
    {
        Tools.NeedRoot();
        foreach (var tool in s_tools.Append("setpriv"))
        {
            Assert.SkipWhen(Tools.OnPath(tool) is null, $"'{tool}' is not installed");
        }

        var folder = Directory.CreateTempSubdirectory("pergola-nobody-").FullName;
        File.SetUnixFileMode(folder, ForAll);
        var user = new OrdinaryUser(Tools.OnPath("setpriv")!, folder);
        Directory.CreateDirectory(user.In("bin"));
        foreach (var tool in s_tools)
        {
            File.CreateSymbolicLink(user.In("bin", tool), Tools.OnPath(tool)!);
        }

        Directory.CreateDirectory(user.In("home"));
        File.SetUnixFileMode(user.In("home"), ForAll | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite);
        Copy(Path.GetDirectoryName(Tools.Pergola)!, user.In("pergola"));
        var probe = await user.RunAsync(user.In("bin", "unshare"), "-Urnm", "true");
        if (probe.ExitCode != 0)
        {
            user.Dispose();
            Assert.Skip($"the kernel gives ordinary users no user namespaces: {probe.Error.Trim()}");
        }

        return user;
    }

    /// <summary>Runs <c>pergola</c> as this user.</summary>
    public Task<RunResult> PergolaAsync(params string[] arguments) => RunAsync(In("pergola", "pergola"), arguments);

    /// <summary>Every process that this copy of the program started: servers, tasks and their supervisors.</summary>
    public IReadOnlyList<string> Processes() =>
    [
        .. from folder in Directory.EnumerateDirectories("/proc")
           where char.IsAsciiDigit(Path.GetFileName(folder)[0])
           let command = ReadOrEmpty(Path.Combine(folder, "cmdline")).Replace('\0', ' ')
           where command.Contains(_folder, StringComparison.Ordinal)
           select $"{Path.GetFileName(folder)} {command}",
    ];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string In(params string[] path) => Path.Combine([_folder, .. path]);

    private Task<RunResult> RunAsync(string program, params string[] arguments) => Run.ProgramAsync(
        _setpriv,
        [$"--reuid={Number}", $"--regid={Number}", "--clear-groups", program, .. arguments],
        "/",
        new Dictionary<string, string>
        {
            ["PATH"] = In("bin"),
            ["HOME"] = In("home"),
            ["TMPDIR"] = In("home"),
            ["PERGOLA_ROOT"] = _folder,
            ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../..")),
        });

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        foreach (var folder in Directory.EnumerateDirectories(from))
        {
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }

    private static string ReadOrEmpty(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
