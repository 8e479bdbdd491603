using System.Text.Json.Serialization;

namespace Pergola.Server;

/// <summary>The answer of <c>/_pergola/health</c>.</summary>
/// <param name="Mode">How the network is made, in words.</param>
/// <param name="Containers">What runs containers: <c>docker</c> or <c>process</c>.</param>
/// <param name="Revision">The newest durable revision.</param>
/// <param name="NodeRevision">The newest revision that the node has worked through.</param>
/// <param name="Failures">What could not be made true on the node.</param>
internal sealed record HealthView(
    string Status,
    string Mode,
    string Containers,
    long Revision,
    long NodeRevision,
    int Pid,
    string Prefix,
    IReadOnlyList<string> Failures);

/// <summary>The answer of <c>/_localstack/health</c>, as far as wait scripts read it.</summary>
internal sealed record ServicesView(IReadOnlyDictionary<string, string> Services);

/// <summary>How to enter something that runs.</summary>
/// <param name="Sandbox">The name of its network namespace below /run/netns.</param>
/// <param name="Resolver">The nameserver of its VPC; null when the VPC has none.</param>
/// <param name="ServerPid">Whose user and mount namespaces the name means.</param>
internal sealed record SandboxView(
    string Sandbox, string Address, string? Resolver, string Hostname, int ServerPid, bool InUserNamespace);

/// <summary>Why something of ours was refused.</summary>
internal sealed record RefusalView(string Message);

/// <summary>How our own answers are written; compiled, not reflected.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HealthView))]
[JsonSerializable(typeof(ServicesView))]
[JsonSerializable(typeof(SandboxView))]
[JsonSerializable(typeof(RefusalView))]
internal sealed partial class OwnJson : JsonSerializerContext;
