using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Pergola.Core.Metrics;
using Pergola.Planning.Dataplane;
using Pergola.Planning.Telemetry;

namespace Pergola.Proxy.Tests.Twins;

/// <summary>Remembers what a data plane hands over.</summary>
internal sealed class TelemetryTwin : ITelemetry
{
    private readonly Channel<(string Subscription, JsonObject Line)> _lines =
        Channel.CreateUnbounded<(string, JsonObject)>();

    public Channel<MetricMinute> Minutes { get; } = Channel.CreateUnbounded<MetricMinute>();

    public void Deliver(LogEntry to, IReadOnlyList<LogLine> lines)
    {
        foreach (var line in lines)
        {
            var text = Encoding.UTF8.GetString(line.Text.Span);
            _lines.Writer.TryWrite((to.SubscriptionId, JsonNode.Parse(text)!.AsObject()));
        }
    }

    public void Count(MetricMinute minute) => Minutes.Writer.TryWrite(minute);

    /// <summary>The next line, once it is there.</summary>
    public async Task<(string Subscription, JsonObject Line)> NextAsync() =>
        await _lines.Reader.ReadAsync(TestContext.Current.CancellationToken);
}
