using Pergola.Planning.Dataplane;
using Pergola.Planning.Telemetry;

namespace Pergola.Proxy.Tests.Twins;

/// <summary>Promises that every engine keeps.</summary>
public abstract class EngineTests(HttpEngine engine)
{
    private protected Task<Plane> StartAsync(
        DataplaneTable table, TimeProvider? time = null, ITelemetry? telemetry = null) =>
        Plane.StartAsync(table, time, engine: engine, telemetry: telemetry);
}
