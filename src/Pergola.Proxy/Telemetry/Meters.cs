using Pergola.Planning.Dataplane;
using Pergola.Proxy.Upstream;

namespace Pergola.Proxy.Telemetry;

/// <summary>What was counted of one resource since the data plane started.</summary>
/// <param name="Arn">The service or target group.</param>
/// <param name="IsGroup">Whether it is a target group.</param>
/// <param name="Numbers">As <see cref="RequestCounters.Read(Span{long})"/> gives them.</param>
/// <param name="InFlight">Requests that its targets are answering now; 0 for services.</param>
internal sealed record MeterReading(string Arn, bool IsGroup, long[] Numbers, int InFlight)
{
    public long this[RequestCount count] => Numbers[(int)count];
}

/// <summary>Reads the counters by the resources of a table: of a service they are those of its listeners.</summary>
internal static class Meters
{
    public static IEnumerable<MeterReading> Read(DataplaneTable table, DataplaneIdentities identities)
    {
        foreach (var service in table.Services.DistinctBy(service => service.ServiceArn))
        {
            var numbers = new long[RequestCounters.Numbers];
            foreach (var listener in service.Listeners)
            {
                identities.FindListener(listener.ListenerId)?.Read(numbers);
            }

            yield return new MeterReading(service.ServiceArn, IsGroup: false, numbers, InFlight: 0);
        }

        foreach (var group in table.TargetGroups)
        {
            var numbers = new long[RequestCounters.Numbers];
            var state = identities.FindGroup(group.TargetGroupId);
            state?.Counters.Read(numbers);
            yield return new MeterReading(group.TargetGroupArn, IsGroup: true, numbers, state?.AllInFlight ?? 0);
        }
    }
}
