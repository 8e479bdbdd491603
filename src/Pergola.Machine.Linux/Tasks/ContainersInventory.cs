using System.Globalization;
using Pergola.Core;
using Pergola.Machine.Linux.Tasks.Docker;

namespace Pergola.Machine.Linux.Tasks;

/// <summary>Something on the machine that is there because of us.</summary>
/// <param name="Kind"><c>process</c>, <c>container</c>, <c>namespace</c> or <c>folder</c>.</param>
/// <param name="Name">A process number with its task, a container's name, or a path.</param>
public sealed record OwnedThing(string Kind, string Name);

/// <summary>Lists what running tasks has put on the machine; empty after everything was removed.</summary>
public static class ContainersInventory
{
    /// <summary>Processes, namespaces and folders of tasks, and the containers of this instance.</summary>
    /// <param name="instance">As given to <see cref="ContainersFactory.ChooseAsync"/>.</param>
    /// <param name="runtimeFolder">The same.</param>
    /// <param name="dockerSocket">The same; an engine that does not answer has no containers.</param>
    /// <param name="cancellation">Ends the asking.</param>
    public static async Task<ValueList<OwnedThing>> ListAsync(
        string instance, string runtimeFolder, string? dockerSocket, CancellationToken cancellation)
    {
        var containers = await ContainersAsync(instance, dockerSocket, cancellation);
        return [.. TaskFolder.All(Path.Combine(runtimeFolder, "tasks")).SelectMany(OfTask), .. containers];
    }

    private static IEnumerable<OwnedThing> OfTask(TaskFolder folder)
    {
        yield return new OwnedThing("folder", folder.Root);
        if (folder.ReadRecord() is not { } record)
        {
            yield break;
        }

        if (record.MadeSandbox && SandboxNamespace.Exists(record.Sandbox))
        {
            yield return new OwnedThing("namespace", SandboxNamespace.PathOf(record.Sandbox));
        }

        foreach (var process in ProcessesOf(folder, record))
        {
            yield return new OwnedThing(
                "process", string.Create(CultureInfo.InvariantCulture, $"{process.Process} of task {record.TaskId}"));
        }
    }

    // Who still runs where the network has no name any more is found by the session that its supervisor leads.
    private static IEnumerable<ProcessEntry> ProcessesOf(TaskFolder folder, TaskRecord record)
    {
        HashSet<int> sessions =
            [.. record.Order.Select(folder.Supervisor).OfType<ProcessEntry>().Select(supervisor => supervisor.Process)];
        return ProcessEntry.In(SandboxNamespace.PathOf(record.Sandbox))
            .Concat(sessions.Count == 0 ? [] : ProcessEntry.All().Where(entry => sessions.Contains(entry.Session)))
            .Distinct();
    }

    private static async Task<IEnumerable<OwnedThing>> ContainersAsync(
        string instance, string? dockerSocket, CancellationToken cancellation)
    {
        var socket = dockerSocket ?? ContainersFactory.DockerSocket();
        using var engine = new DockerEngine(socket);
        if (!File.Exists(socket) || !await engine.AnswersAsync(cancellation))
        {
            return [];
        }

        var listed = await engine.ListAsync([DockerLabels.Instance(instance)], cancellation);
        return from container in listed
               from thing in (OwnedThing[])
               [
                   new("container", DockerLabels.Describe(container)),
                   .. SandboxNamespace.Exists(DockerLabels.Sandbox(container)) && DockerLabels.IsPause(container)
                       ? [new OwnedThing("namespace", SandboxNamespace.PathOf(DockerLabels.Sandbox(container)))]
                       : Array.Empty<OwnedThing>(),
               ]
               select thing;
    }
}
