using System.Text;
using Pergola.Planning;
using Pergola.Testing;

namespace Pergola.Conformance.Tests.LifeCycles;

/// <summary>
/// What of VPC Lattice and AWS RAM is there. An operation is complete only when it is bound, succeeded in a life cycle
/// of this very run, and nothing is known to be missing in it.
/// </summary>
internal static class OperationsTable
{
    /// <summary>Set to 1, the document is written instead of compared.</summary>
    public const string WriteVariable = "PERGOLA_WRITE_DOCS";

    /// <summary>What is known to be missing in operations that answer.</summary>
    public static IReadOnlyDictionary<string, string> Partial { get; } = new Dictionary<string, string>();

    public static string Path { get; } = System.IO.Path.Combine(SourceTree.Root, "docs", "operations.md");

    public static string Render(IReadOnlySet<string> succeeded)
    {
        var text = new StringBuilder($"""
            # The operations of VPC Lattice

            Written by the tests in `tests/Pergola.Conformance.Tests`, which fail when it is stale. To write it again:
            `{WriteVariable}=1 ./pergola test Conformance`.

            - **complete**: a life cycle calls it through HTTP and compares every member of its answer with AWS's
              model; every constraint of its input is broken once and refused as the model says; nothing is known to be
              missing.
            - **partial**: it answers, and the remark says what is missing.
            - **missing**: it is recognised, and refused as not implemented.


            """);
        Append(text, StrictClient.Lattice, succeeded);
        text.Append("""

            ## AWS RAM

            What shares between accounts need. The words mean the same, but that constraints of inputs are not broken
            one by one.


            """);
        Append(text, "ram", succeeded);
        return text.ToString();
    }

    private static void Append(StringBuilder text, string service, IReadOnlySet<string> succeeded)
    {
        var rows = ApiClient.Service(service).Operations
            .OrderBy(operation => operation.Name, StringComparer.Ordinal)
            .Select(operation =>
            {
                var isBound = AllBindings.All.Any(binding => binding.Operation == operation);
                return StateOf(operation.Name, isBound, succeeded.Contains($"{service}:{operation.Name}"));
            })
            .ToList();
        var counts = string.Join(", ", rows.GroupBy(row => row.State)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => $"{group.Count()} {group.Key}"));
        text.Append($"""
            {rows.Count} operations: {counts}.

            | Operation | State | Remark |
            |---|---|---|

            """);
        foreach (var (name, state, remark) in rows)
        {
            text.Append("| ").Append(name).Append(" | ").Append(state).Append(" | ").Append(remark).Append(" |\n");
        }
    }

    private static (string Name, string State, string Remark) StateOf(string name, bool isBound, bool hasSucceeded) =>
        !isBound ? (name, "missing", "")
        : Partial.TryGetValue(name, out var remark) ? (name, "partial", remark)
        : !hasSucceeded ? (name, "partial", "no test has seen it succeed")
        : (name, "complete", "");
}
