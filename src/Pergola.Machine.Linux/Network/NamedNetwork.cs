using Microsoft.Win32.SafeHandles;

namespace Pergola.Machine.Linux.Network;

/// <summary>
/// A network namespace with a name: a file below /run/netns that is a mount of it. Such a name survives the process,
/// and <c>ip netns</c> knows it.
/// </summary>
internal static class NamedNetwork
{
    private const string Folder = "/run/netns";
    private const string MadeHere = "pergola";
    private const int Loopback = 1;

    /// <summary>Where the name is.</summary>
    public static string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>True when there is such a name.</summary>
    public static bool Exists(string name) => File.Exists(PathOf(name));

    /// <summary>True when the name leads to a namespace; a crash can leave one that does not.</summary>
    public static bool IsLive(string name)
    {
        using var network = Exists(name) ? TryOpenLive(name) : null;
        return network is not null;
    }

    /// <summary>All names that start so, in order.</summary>
    public static IReadOnlyList<string> StartingWith(string prefix) => !Directory.Exists(Folder) ? [] :
    [
        .. Directory.EnumerateFiles(Folder, prefix + "*")
            .Select(Path.GetFileName)
            .OfType<string>()
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The namespace of a name.</summary>
    /// <exception cref="FabricException">There is no such name.</exception>
    public static SafeFileHandle Open(string name)
    {
        try
        {
            return File.OpenHandle(PathOf(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FabricException($"The network namespace '{name}' cannot be opened: {e.Message}");
        }
    }

    /// <summary>
    /// The namespace of a name, made if it is not there. A made one carries our mark, so that whoever finds it
    /// after a crash knows that it may be removed; it gets its name only when it carries the mark.
    /// </summary>
    public static SafeFileHandle Ensure(string name)
    {
        if (Exists(name))
        {
            if (TryOpenLive(name) is { } present)
            {
                return present;
            }

            Remove(name);
        }

        Directory.CreateDirectory(Folder);
        Kernel.Share(Folder);
        var network = Kernel.NewNetwork();
        try
        {
            using (var routes = new RouteSocket(network))
            {
                routes.Execute(RouteMessage.SetLink(Loopback, alias: MadeHere, up: true));
            }

            File.Create(PathOf(name)).Dispose();
            Kernel.Pin(network, PathOf(name));
            return network;
        }
        catch
        {
            network.Dispose();
            Remove(name);
            throw;
        }
    }

    /// <summary>
    /// Takes the name away. The kernel removes the namespace with all its links when the last socket and the last
    /// process in it are gone; an open socket keeps it alive.
    /// </summary>
    public static void Remove(string name)
    {
        while (Kernel.Unpin(PathOf(name)))
        {
            // A name can be mounted over more than once.
        }

        File.Delete(PathOf(name));
    }

    /// <summary>True when <see cref="Ensure"/> made it, in this process or an earlier one.</summary>
    public static bool IsMadeHere(SafeFileHandle network)
    {
        using var routes = new RouteSocket(network);
        return routes.Links().Any(link => link.Index == Loopback
            && link.Alias.StartsWith(MadeHere, StringComparison.Ordinal));
    }

    // A crash between making the file and mounting leaves an empty file, which is no namespace.
    private static SafeFileHandle? TryOpenLive(string name)
    {
        var network = Open(name);
        try
        {
            new RouteSocket(network).Dispose();
            return network;
        }
        catch (FabricException)
        {
            network.Dispose();
            return null;
        }
    }
}
