using System.Collections.Immutable;

namespace Pergola.Domain.Ecs;

/// <summary>One revision of a task definition. Revisions of a family are never given twice.</summary>
public sealed record EcsTaskDefinition : Resource
{
    public required string Family { get; init; }

    public required int Revision { get; init; }

    /// <inheritdoc/>
    public override string Id => Key(Family, Revision);

    /// <inheritdoc/>
    public override string? Parent => Family;

    /// <summary>
    /// As DescribeTaskDefinition returns it, its status (ACTIVE, INACTIVE, DELETE_IN_PROGRESS) included.
    /// </summary>
    public required Api.Ecs.TaskDefinition Shape { get; init; }

    /// <summary><c>arn:aws:ecs:…:task-definition/FAMILY:REVISION</c>.</summary>
    public string Arn => Shape.TaskDefinitionArn!;

    public ImmutableSortedDictionary<string, string> Tags { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The key of a revision: <c>FAMILY:REVISION</c>.</summary>
    public static string Key(string family, int revision) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{family}:{revision}");
}
