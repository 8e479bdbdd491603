using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Pergola.Domain.Ram;

/// <summary>The kinds of resources of this folder.</summary>
internal static class RamKinds
{
    public static ImmutableArray<ResourceKind> All { get; } =
    [
        ResourceKind.Of("ram-share", RamJson.Default.Share),
        ResourceKind.Of("ram-share-association", RamJson.Default.ShareAssociation),
        ResourceKind.Of("ram-share-invitation", RamJson.Default.ShareInvitation),
    ];
}

/// <summary>How this folder's resources are written to the journal; compiled, not reflected.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Share))]
[JsonSerializable(typeof(ShareAssociation))]
[JsonSerializable(typeof(ShareInvitation))]
internal sealed partial class RamJson : JsonSerializerContext;
