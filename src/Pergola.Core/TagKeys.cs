namespace Pergola.Core;

/// <summary>What all services hold of tag keys (AWS General Reference, "Tag naming limits and requirements").</summary>
public static class TagKeys
{
    /// <summary>True for keys that begin with <c>aws:</c>, in upper or lower case: only AWS may give them.</summary>
    public static bool IsReserved(string key) => key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase);
}
