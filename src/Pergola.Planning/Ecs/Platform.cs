namespace Pergola.Planning.Ecs;

/// <summary>The Fargate platform, as AWS names it.</summary>
internal static class Platform
{
    /// <summary>What LATEST means for Linux.</summary>
    public const string Latest = "1.4.0";

    /// <summary>The family of every task.</summary>
    public const string Family = "Linux";

    /// <summary>The version that a request means.</summary>
    public static string Resolve(string? asked) => asked is null or "LATEST" ? Latest : asked;
}
