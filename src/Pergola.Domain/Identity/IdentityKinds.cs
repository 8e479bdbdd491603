using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Pergola.Domain.Identity;

/// <summary>The kinds of resources of this folder.</summary>
internal static class IdentityKinds
{
    public static ImmutableArray<ResourceKind> All { get; } =
    [
        ResourceKind.Of("role", IdentityJson.Default.Role),
        ResourceKind.Of("managed-policy", IdentityJson.Default.ManagedPolicy),
        ResourceKind.Of("instance-profile", IdentityJson.Default.InstanceProfile),
        ResourceKind.Of("session-key", IdentityJson.Default.SessionKey),
    ];
}

/// <summary>How this folder's resources are written to the journal; compiled, not reflected.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Role))]
[JsonSerializable(typeof(ManagedPolicy))]
[JsonSerializable(typeof(InstanceProfile))]
[JsonSerializable(typeof(SessionKey))]
internal sealed partial class IdentityJson : JsonSerializerContext;
