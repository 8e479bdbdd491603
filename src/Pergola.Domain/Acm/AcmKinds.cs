using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Pergola.Domain.Acm;

/// <summary>The kinds of resources of this folder.</summary>
internal static class AcmKinds
{
    public static ImmutableArray<ResourceKind> All { get; } =
    [
        ResourceKind.Of("acm-certificate", AcmJson.Default.Certificate),
    ];
}

/// <summary>How this folder's resources are written to the journal; compiled, not reflected.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Certificate))]
internal sealed partial class AcmJson : JsonSerializerContext;
