using System.Diagnostics;
using System.Formats.Tar;
using Pergola.Machine.Linux.Tasks;
using Pergola.Machine.Linux.Tasks.Docker;

namespace Pergola.Machine.Linux.Tests.Tasks;

/// <summary>A Docker engine of the tests' own, with one image that has a shell.</summary>
public sealed class DockerDaemon : IAsyncLifetime
{
    private const string Applets = "sh cat sleep readlink echo true";
    private readonly string _folder = Directory.CreateTempSubdirectory("pergola-dockerd-").FullName;
    private Process? _daemon;

    /// <summary>Why there is none; null when it runs.</summary>
    public string? Missing { get; private set; }

    public string Socket => Path.Combine(_folder, "docker.sock");

    public static string ShellImage => "pergola-tests/shell:1";

    public async ValueTask InitializeAsync()
    {
        var dockerd = NamespaceExec.Find("dockerd");
        var busybox = NamespaceExec.Find("busybox");
        Missing = TaskSyscalls.EffectiveUser() != 0 ? "needs root to start a Docker engine"
            : dockerd is null ? "needs dockerd: install docker.io"
            : busybox is null ? "needs a static busybox for an image: install busybox-static"
            : null;
        if (Missing is null && await StartAsync(dockerd!) is { } reason)
        {
            Missing = $"dockerd does not start here: {reason}";
        }

        if (Missing is null)
        {
            using var engine = new DockerEngine(Socket);
            await engine.LoadAsync(Shell(busybox!), CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_daemon is { HasExited: false })
        {
            _ = TaskSyscalls.Kill(_daemon.Id, TaskSyscalls.SignalTerminate);
            await _daemon.WaitForExitAsync();
        }

        _daemon?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static byte[] Shell(string busybox) => ImageArchive.Of(ShellImage, entryPoint: null, layer =>
    {
        ImageArchive.Add(layer, "bin/busybox", File.ReadAllBytes(busybox), ImageArchive.Executable);
        foreach (var applet in Applets.Split(' '))
        {
            layer.WriteEntry(new UstarTarEntry(TarEntryType.SymbolicLink, "bin/" + applet) { LinkName = "busybox" });
        }
    });

    // Ready when it says so; the last line it said is the reason when it ends instead.
    private async Task<string?> StartAsync(string dockerd)
    {
        _daemon = Process.Start(new ProcessStartInfo(dockerd,
        [
            "--iptables=false", "--ip6tables=false", "--bridge=none", "-H", "unix://" + Socket,
            "--data-root", Path.Combine(_folder, "data"), "--exec-root", Path.Combine(_folder, "exec"),
            "--pidfile", Path.Combine(_folder, "pid"),
        ])
        {
            RedirectStandardError = true,
        })!;
        var last = "";
        while (await _daemon.StandardError.ReadLineAsync() is { } line)
        {
            if (line.Contains("API listen on", StringComparison.Ordinal))
            {
                _ = _daemon.StandardError.BaseStream.CopyToAsync(Stream.Null);
                return null;
            }

            last = line;
        }

        await _daemon.WaitForExitAsync();
        return last;
    }
}
