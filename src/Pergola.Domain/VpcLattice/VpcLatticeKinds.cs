using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Pergola.Domain.VpcLattice;

/// <summary>The kinds of resources of this folder.</summary>
internal static class VpcLatticeKinds
{
    public static ImmutableArray<ResourceKind> All { get; } =
    [
        ResourceKind.Of("target-group", VpcLatticeJson.Default.TargetGroup),
        ResourceKind.Of("target", VpcLatticeJson.Default.Target),
        ResourceKind.Of("service-network-vpc-association", VpcLatticeJson.Default.ServiceNetworkVpcAssociation),
    ];
}

/// <summary>How this folder's resources are written to the journal; compiled, not reflected.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TargetGroup))]
[JsonSerializable(typeof(Target))]
[JsonSerializable(typeof(ServiceNetworkVpcAssociation))]
internal sealed partial class VpcLatticeJson : JsonSerializerContext;
