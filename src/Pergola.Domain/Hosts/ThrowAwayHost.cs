using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Pergola.Domain.Hosts;

/// <summary>
/// A host in a VPC for as long as somebody runs a command in it (<c>pergola exec vpc-…</c>): an interface and a network
/// namespace. Ours, not AWS's; it goes when the connection that asked for it closes.
/// </summary>
public sealed record ThrowAwayHost : Resource
{
    public required string HostId { get; init; }

    /// <inheritdoc/>
    public override string Id => HostId;

    public required string NetworkInterfaceId { get; init; }

    public required string VpcId { get; init; }
}

/// <summary>The kinds of resources of this folder.</summary>
internal static class HostsKinds
{
    public static ImmutableArray<ResourceKind> All { get; } =
    [
        ResourceKind.Of("throw-away-host", HostsJson.Default.ThrowAwayHost),
    ];
}

/// <summary>How this folder's resources are written to the journal; compiled, not reflected.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ThrowAwayHost))]
internal sealed partial class HostsJson : JsonSerializerContext;
