using Pergola.Core;

namespace Pergola.Server;

/// <summary>What a server is started with. Read and checked once; plain values afterwards.</summary>
/// <param name="Port">The API's TCP port on 127.0.0.1.</param>
/// <param name="DataFolder">Where the journal lives; null keeps everything in memory.</param>
/// <param name="Pace">How fast AWS's fixed waits pass.</param>
/// <param name="SecretKey">
/// Set: every signature is verified with this secret. Null: any well-formed one is accepted.
/// </param>
/// <param name="Quotas">How many of a thing an account may have.</param>
/// <param name="Mode">For people: how the network is made.</param>
/// <param name="InUserNamespace">True when names below /run mean those of this process only.</param>
public sealed record ServerOptions(
    int Port,
    string? DataFolder,
    Pace Pace,
    string? SecretKey,
    Quotas Quotas,
    string Mode,
    bool InUserNamespace)
{
    /// <summary>What invokes Lambda functions, by their ARNs.</summary>
    public IReadOnlyDictionary<string, Uri> Functions { get; init; } = new Dictionary<string, Uri>();

    /// <summary>The prefix of every namespace, link and table of this server: two servers never meet.</summary>
    public string Prefix => FormattableString.Invariant($"pg{Port}");

    /// <summary>Where files about running processes are kept while they run.</summary>
    public string RuntimeFolder => Instances.FolderOf(Port, InUserNamespace);
}
