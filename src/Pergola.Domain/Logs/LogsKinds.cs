using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Pergola.Domain.Logs;

/// <summary>The kinds of resources of this folder.</summary>
internal static class LogsKinds
{
    public static ImmutableArray<ResourceKind> All { get; } =
    [
        ResourceKind.Of("log-group", LogsJson.Default.LogGroup),
        ResourceKind.Of("log-stream", LogsJson.Default.LogStream),
        ResourceKind.Of("log-batch", LogsJson.Default.LogBatch),
    ];
}

/// <summary>How this folder's resources are written to the journal; compiled, not reflected.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LogGroup))]
[JsonSerializable(typeof(LogStream))]
[JsonSerializable(typeof(LogBatch))]
internal sealed partial class LogsJson : JsonSerializerContext;
