using System.Collections.Immutable;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Ecs;

namespace Pergola.Planning.Ecs.Scheduling;

/// <summary>What a task's next state depends on.</summary>
/// <param name="Revision">The revision of the snapshot.</param>
internal sealed record TaskFacts(Scope Scope, Realm Realm, NodeFacts Node, long Revision, LoopGiven Given);

/// <summary>One step in a task's life, and what goes with it.</summary>
/// <param name="Others">Interfaces released, targets registered or draining.</param>
/// <param name="Events">Sentences for its service, without the service's name in front.</param>
/// <param name="Failure">Set when the step says that the task failed.</param>
internal sealed record TaskStep(
    EcsTask Task, ImmutableArray<Change> Others, ImmutableArray<string> Events, TaskFailure? Failure)
{
    /// <summary>A step of the task alone.</summary>
    public static TaskStep Of(EcsTask task) => new(task, [], [], null);
}

/// <summary>How a task failed.</summary>
internal enum TaskFailure
{
    /// <summary>It never reached RUNNING.</summary>
    Start,

    /// <summary>It ran, and an essential container exited.</summary>
    Exit,
}
