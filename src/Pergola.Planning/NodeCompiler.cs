using Pergola.Domain;

namespace Pergola.Planning;

/// <summary>From a snapshot to everything that should be true on the node.</summary>
public static class NodeCompiler
{
    /// <summary>
    /// The whole desired value of one node, with the snapshot's revision. Pure; equal snapshots give equal values.
    /// </summary>
    /// <param name="memory">What the last compilation made, to share; null begins without.</param>
    public static NodeDesired Compile(Snapshot snapshot, Dataplane.CompilerMemory? memory = null) => new(
        snapshot.Revision,
        Fabric.FabricCompiler.Compile(snapshot),
        Ecs.TaskCompiler.Compile(snapshot),
        Dataplane.DataplaneCompiler.Compile(snapshot, memory));
}
