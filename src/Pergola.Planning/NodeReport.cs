using System.Net;
using Pergola.Core;
using Pergola.Machine.Tasks;

namespace Pergola.Planning;

/// <summary>Everything that should be true on a node: a whole value, with the revision it came from.</summary>
public sealed record NodeDesired(
    long Revision,
    Machine.Network.FabricSpec Fabric,
    ValueList<TaskDesired> Tasks,
    Dataplane.DataplaneTable Dataplane);

/// <summary>One task on the node and how far it should be.</summary>
/// <param name="Goal">Start it, or stop it; a task that is not listed is removed.</param>
public sealed record TaskDesired(Workload Workload, string InterfaceId, TaskGoal Goal);

/// <summary>Where a task should get to.</summary>
public enum TaskGoal
{
    /// <summary>Sandbox and interface, nothing started: PROVISIONING.</summary>
    Provisioned,

    /// <summary>Containers started.</summary>
    Running,

    /// <summary>Containers stopped; interface and sandbox still there.</summary>
    Stopped,
}

/// <summary>Everything that is true on a node now; whole, never a delta.</summary>
/// <param name="Revision">
/// The newest desired revision that the node has worked through; what failed is in Failures.
/// </param>
/// <param name="Vpcs">VPC ids whose network, rules, resolver and Lattice listeners stand as desired.</param>
/// <param name="Interfaces">Interface ids that exist.</param>
/// <param name="Tasks">What runs.</param>
/// <param name="Targets">The health of every target that is checked.</param>
/// <param name="Failures">What could not be made true, by resource id: shown in statuses.</param>
public sealed record NodeReport(
    long Revision,
    ValueList<string> Vpcs,
    ValueList<string> Interfaces,
    ValueList<TaskReport> Tasks,
    ValueList<TargetReport> Targets,
    ValueList<Label> Failures)
{
    /// <summary>
    /// What DNS answered for the desired TXT names. A name that was not answered yet, or not lately, is absent; one
    /// that has no record is there with no value.
    /// </summary>
    public ValueList<TxtReport> TxtRecords { get; init; } = [];
}

/// <summary>The TXT records of a name, as DNS has them.</summary>
public sealed record TxtReport(string Name, ValueList<string> Values);

/// <summary>A task as it is on the node.</summary>
/// <param name="Failure">Why it could not be started, in AWS's form; null when nothing failed.</param>
public sealed record TaskReport(string TaskId, bool Provisioned, ValueList<ContainerState> Containers, string? Failure);

/// <summary>What the health checker knows of a target.</summary>
/// <param name="InFlight">Requests that it is answering now; a draining target ends early at zero.</param>
public sealed record TargetReport(
    string TargetGroupId, IPAddress Address, int Port, TargetHealth Health, int InFlight);

/// <summary>A target's health.</summary>
public enum TargetHealth
{
    /// <summary>No check has finished, or too few failed to say.</summary>
    Initial,

    /// <summary>It passes.</summary>
    Healthy,

    /// <summary>It fails.</summary>
    Unhealthy,
}
