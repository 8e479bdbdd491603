namespace Pergola.Domain.Ecs;

/// <summary>An account setting that somebody changed from its default.</summary>
public sealed record EcsAccountSetting : Resource
{
    public required string Name { get; init; }

    /// <inheritdoc/>
    public override string Id => Name;

    public required string Value { get; init; }

    public required string PrincipalArn { get; init; }
}
