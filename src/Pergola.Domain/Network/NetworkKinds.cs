using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Pergola.Domain.Network;

/// <summary>The kinds of resources of this folder.</summary>
internal static class NetworkKinds
{
    public static ImmutableArray<ResourceKind> All { get; } =
    [
        ResourceKind.Of("vpc", NetworkJson.Default.Vpc),
        ResourceKind.Of("subnet", NetworkJson.Default.Subnet),
        ResourceKind.Of("network-interface", NetworkJson.Default.NetworkInterface),
        ResourceKind.Of("security-group", NetworkJson.Default.SecurityGroup),
    ];
}

/// <summary>How this folder's resources are written to the journal; compiled, not reflected.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Vpc))]
[JsonSerializable(typeof(Subnet))]
[JsonSerializable(typeof(NetworkInterface))]
[JsonSerializable(typeof(SecurityGroup))]
internal sealed partial class NetworkJson : JsonSerializerContext;
