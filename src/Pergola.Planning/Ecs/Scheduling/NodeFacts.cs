using System.Collections.Frozen;

namespace Pergola.Planning.Ecs.Scheduling;

/// <summary>
/// A node's report, indexed. Without a report nothing is known, and nothing moves that needs the node.
/// </summary>
internal sealed class NodeFacts(NodeReport? report)
{
    private readonly FrozenDictionary<string, TaskReport> _tasks =
        (report?.Tasks ?? []).ToFrozenDictionary(task => task.TaskId);

    private readonly FrozenSet<string> _interfaces = (report?.Interfaces ?? []).ToFrozenSet();

    private readonly FrozenDictionary<string, string> _failures = (report?.Failures ?? [])
        .GroupBy(failure => failure.Name)
        .ToFrozenDictionary(group => group.Key, group => group.First().Value);

    /// <summary>Whether the node has worked through something newer than that revision.</summary>
    public bool IsPast(long revision) => report is not null && report.Revision > revision;

    /// <summary>The task on the node; null when it is not there.</summary>
    public TaskReport? Task(string taskId) => _tasks.GetValueOrDefault(taskId);

    /// <summary>Whether the interface exists.</summary>
    public bool HasInterface(string interfaceId) => _interfaces.Contains(interfaceId);

    /// <summary>Why something could not be made true; null when nothing failed.</summary>
    public string? Failure(string resourceId) => _failures.GetValueOrDefault(resourceId);
}
