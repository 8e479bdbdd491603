using Pergola.Planning.Dataplane;

namespace Pergola.Proxy.Tests.Twins;

/// <summary>Promises that every engine keeps.</summary>
public abstract class EngineTests(HttpEngine engine)
{
    private protected Task<Plane> StartAsync(DataplaneTable table, TimeProvider? time = null) =>
        Plane.StartAsync(table, time, engine: engine);
}
