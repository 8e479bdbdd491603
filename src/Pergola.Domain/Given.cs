using Pergola.Core;
using Pergola.Core.Metrics;
using Pergola.Domain.Logs;

namespace Pergola.Domain;

/// <summary>
/// What a decision may not invent: the time, the randomness, the caller, how fast AWS's waits pass, and the limits.
/// </summary>
public sealed record Given(DateTimeOffset Now, IEntropy Entropy, Caller Caller, Pace Pace, string RequestId)
{
    /// <summary>The caller's account and region.</summary>
    public Scope Scope => Caller.Scope;

    /// <summary>How many of a thing there may be.</summary>
    public Quotas Quotas { get; init; } = Quotas.Aws;

    /// <summary>What was counted lately.</summary>
    public MetricHistory Metrics { get; init; } = MetricHistory.Empty;

    /// <summary>Log events that are kept beside the state.</summary>
    public IDeliveredEvents Events { get; init; } = NoDeliveredEvents.Instance;

    /// <summary>Who makes certificates; null where there is nobody, and then none can be requested.</summary>
    public ICertificateAuthority? Authority { get; init; }
}
