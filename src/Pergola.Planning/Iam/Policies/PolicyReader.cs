using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Pergola.Planning.Iam.Policies;

/// <summary>Reads policy documents and says what is wrong with them, in IAM's words where they are known.</summary>
internal static class PolicyReader
{
    /// <summary>
    /// The longest document that is looked at. Every quota of IAM is lower when counted without white space; more than
    /// this much is not a policy.
    /// </summary>
    private const int LengthMax = 131_072;

    private static readonly string[] s_documentKeys = ["Version", "Id", "Statement"];

    /// <summary>Reads a document, or explains the first thing that is wrong with it.</summary>
    public static bool TryRead(
        string json,
        PolicyGrammar grammar,
        [NotNullWhen(true)] out PolicyDocument? document,
        [NotNullWhen(false)] out string? fault)
    {
        document = null;
        try
        {
            if (json.Length > LengthMax)
            {
                throw new PolicyFault($"The policy has {json.Length} characters, but at most {LengthMax} are read.");
            }

            // Policies nest six deep; a limit keeps hostile ones from being expensive.
            using var parsed = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 16 });
            document = ReadDocument(parsed.RootElement, grammar);
            fault = null;
            return true;
        }
        catch (JsonException)
        {
            fault = "This policy contains invalid Json";
        }
        catch (PolicyFault found)
        {
            fault = found.Message;
        }

        return false;
    }

    private static PolicyDocument ReadDocument(JsonElement root, PolicyGrammar grammar)
    {
        PolicyJson.OnlyKeys(root, "policy", s_documentKeys);
        if (root.TryGetProperty("Version", out var version)
            && PolicyJson.Text(version, "Version") is not ("2012-10-17" or "2008-10-17"))
        {
            throw new PolicyFault("Policy document must be version 2012-10-17 or greater.");
        }

        if (!root.TryGetProperty("Statement", out var statements))
        {
            throw new PolicyFault("Missing required field Statement");
        }

        var list = PolicyJson.OneOrMany(statements).ToList();
        if (list.Count == 0)
        {
            throw new PolicyFault("Empty array: Statement must have at least one statement.");
        }

        RequireUniqueSids(list);
        return new PolicyDocument([.. list.Select(statement => StatementReader.Read(statement, grammar))]);
    }

    private static void RequireUniqueSids(List<JsonElement> statements)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var statement in statements)
        {
            if (statement.ValueKind == JsonValueKind.Object
                && statement.TryGetProperty("Sid", out var sid)
                && PolicyJson.Text(sid, "Sid") is { Length: > 0 } text
                && !seen.Add(text))
            {
                throw new PolicyFault("Statement IDs (SID) in a single policy must be unique.");
            }
        }
    }
}

/// <summary>What is wrong with a policy; never leaves <see cref="PolicyReader"/>.</summary>
internal sealed class PolicyFault(string message) : Exception(message);
