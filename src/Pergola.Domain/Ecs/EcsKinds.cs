using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Pergola.Domain.Ecs;

/// <summary>The kinds of resources of this folder.</summary>
internal static class EcsKinds
{
    public static ImmutableArray<ResourceKind> All { get; } =
    [
        ResourceKind.Of("ecs-cluster", EcsJson.Default.EcsCluster),
        ResourceKind.Of("ecs-task-definition", EcsJson.Default.EcsTaskDefinition),
        ResourceKind.Of("ecs-service", EcsJson.Default.EcsService),
        ResourceKind.Of("ecs-service-deployment", EcsJson.Default.EcsServiceDeployment),
        ResourceKind.Of("ecs-task", EcsJson.Default.EcsTask),
        ResourceKind.Of("ecs-account-setting", EcsJson.Default.EcsAccountSetting),
    ];
}

/// <summary>How this folder's resources are written to the journal; compiled, not reflected.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EcsCluster))]
[JsonSerializable(typeof(EcsTaskDefinition))]
[JsonSerializable(typeof(EcsService))]
[JsonSerializable(typeof(EcsServiceDeployment))]
[JsonSerializable(typeof(EcsTask))]
[JsonSerializable(typeof(EcsAccountSetting))]
internal sealed partial class EcsJson : JsonSerializerContext;
