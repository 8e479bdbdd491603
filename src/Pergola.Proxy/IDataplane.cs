using Pergola.Planning.Dataplane;

namespace Pergola.Proxy;

/// <summary>What a node asks of its data plane: to put tables in force, and to say what became of them.</summary>
public interface IDataplane : IAsyncDisposable
{
    /// <summary>
    /// Raised when <see cref="Observe"/> would tell something new by itself: a target's health, or that a draining
    /// target has answered its last request. Raised on any thread; must return at once.
    /// </summary>
    event Action? Changed;

    /// <summary>
    /// Puts a table in force: from the next request on it alone decides. Listeners, checks and resolvers are made equal
    /// to it; what failed is told by <see cref="Observe"/> and tried again by the next call. When this returns, no
    /// socket of a VPC that the table does not name is open.
    /// </summary>
    Task ApplyAsync(DataplaneTable table, CancellationToken cancel);

    /// <summary>What is true now.</summary>
    DataplaneState Observe();
}
