using System.Collections.Immutable;
using Pergola.Core;
using Pergola.Core.Metrics;
using Pergola.Domain.Logs;
using Pergola.Planning;
using Pergola.Wire;
using Pergola.Wire.Schemas;
using Pergola.Wire.SigV4;

namespace Pergola.Control.Http;

/// <summary>What the API's door is made for.</summary>
public sealed record ApiOptions
{
    /// <summary>The services it speaks.</summary>
    public ImmutableArray<ServiceModel> Services { get; init; } = AllBindings.Services;

    /// <summary>The operations it can decide.</summary>
    public ImmutableArray<Binding> Bindings { get; init; } = AllBindings.All;

    /// <summary>How fast AWS's waits pass.</summary>
    public Pace Pace { get; init; } = Pace.Aws;

    /// <summary>How many of a thing an account may have.</summary>
    public Quotas Quotas { get; init; } = Quotas.Aws;

    /// <summary>Who makes the certificates that ACM is asked for; null: none can be requested.</summary>
    public ICertificateAuthority? Authority { get; init; }

    /// <summary>
    /// The secrets to check signatures with. Null accepts every well-formed signature and also unsigned requests: then
    /// whoever reaches the port may do everything.
    /// </summary>
    public ISecretKeys? StrictKeys { get; init; }

    /// <summary>What was counted lately, asked for with each request.</summary>
    public Func<MetricHistory> Metrics { get; init; } = static () => MetricHistory.Empty;

    /// <summary>Log events that are kept beside the state.</summary>
    public IDeliveredEvents Events { get; init; } = NoDeliveredEvents.Instance;

    /// <summary>What a request may at most be.</summary>
    public WireLimits Limits { get; init; } = WireLimits.Default;
}
