namespace Pergola.Server;

/// <summary>Where the servers of this machine leave their traces.</summary>
public static class Instances
{
    /// <summary>The folder with one folder per server. Under /run: it ends with the machine.</summary>
    public const string RuntimeRoot = "/run/pergola";

    /// <summary>What every kernel object's name begins with.</summary>
    public const string Prefix = "pg";

    /// <summary>The ports of servers that left files; none where no server ever ran.</summary>
    public static IEnumerable<string> Known() => Directory.Exists(RuntimeRoot)
        ? Directory.EnumerateDirectories(RuntimeRoot).Select(Path.GetFileName).OfType<string>()
            .Order(StringComparer.Ordinal)
        : [];
}
