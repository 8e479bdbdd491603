namespace Pergola.Core;

/// <summary>One account in one region: the boundary of almost every resource, name and quota in AWS.</summary>
public sealed record Scope(string Account, string Region)
{
    /// <summary>The region under which services without regions (IAM) keep their resources.</summary>
    public const string GlobalRegion = "aws-global";

    /// <summary>The same account's scope for services without regions.</summary>
    public Scope Global => this with { Region = GlobalRegion };

    /// <inheritdoc/>
    public override string ToString() => $"{Account}/{Region}";
}
