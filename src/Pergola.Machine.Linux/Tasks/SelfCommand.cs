namespace Pergola.Machine.Linux.Tasks;

/// <summary>How to start the product again: an executable, or <c>dotnet</c> and the path of a library.</summary>
/// <param name="File">An absolute path.</param>
/// <param name="LeadingArguments">What comes before our own arguments.</param>
public sealed record SelfCommand(string File, params string[] LeadingArguments)
{
    /// <summary>The binary that is running now.</summary>
    public static SelfCommand Current()
    {
        var file = Environment.ProcessPath
            ?? throw new InvalidOperationException("The path of the running binary is not known.");
        var arguments = Environment.GetCommandLineArgs();
        var isHost = Path.GetFileNameWithoutExtension(file) == "dotnet";
        return isHost ? new SelfCommand(file, Path.GetFullPath(arguments[0])) : new SelfCommand(file);
    }

    /// <summary>File and arguments as one command.</summary>
    public string[] With(params string[] arguments) => [File, .. LeadingArguments, .. arguments];
}
