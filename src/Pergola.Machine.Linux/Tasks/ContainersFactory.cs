using Pergola.Machine.Linux.Tasks.Docker;
using Pergola.Machine.Tasks;

namespace Pergola.Machine.Linux.Tasks;

/// <summary>Chooses what runs containers on this machine.</summary>
public static class ContainersFactory
{
    /// <summary>Docker when its engine answers, otherwise processes; a task stays with what started it.</summary>
    /// <param name="instance">Tells this server's containers from another's, for example <c>4566</c>.</param>
    /// <param name="runtimeFolder">For example <c>/run/pergola-4566</c>.</param>
    /// <param name="self">How to start the product's binary.</param>
    /// <param name="dockerSocket">Null: where DOCKER_HOST says, otherwise the usual place.</param>
    /// <param name="time">Counts timeouts.</param>
    /// <param name="cancellation">Ends the asking.</param>
    public static async Task<IContainers> ChooseAsync(
        string instance,
        string runtimeFolder,
        SelfCommand self,
        string? dockerSocket,
        TimeProvider time,
        CancellationToken cancellation)
    {
        var processes = new ProcessContainers(runtimeFolder, self, time);
        var socket = dockerSocket ?? DockerSocket();
        using var engine = new DockerEngine(socket);
        var canShare = File.Exists(socket) && !UserNamespaceLauncher.IsInside();
        return canShare && PauseImage.IsSupported && await engine.AnswersAsync(cancellation)
            ? new DockerContainers(socket, instance, processes, time)
            : processes;
    }

    /// <summary>Where the Docker engine would be listening.</summary>
    public static string DockerSocket()
    {
        const string Scheme = "unix://";
        var host = Environment.GetEnvironmentVariable("DOCKER_HOST");
        return host?.StartsWith(Scheme, StringComparison.Ordinal) == true
            ? host[Scheme.Length..]
            : "/var/run/docker.sock";
    }
}
