namespace Pergola.Domain.VpcLattice;

/// <summary>
/// The auth policy of a service or a service network: who may send requests. It counts while the auth type is AWS_IAM.
/// </summary>
public sealed record AuthPolicy : Resource
{
    /// <summary>The service or service network that it is of.</summary>
    public required string ResourceId { get; init; }

    /// <inheritdoc/>
    public override string Id => ResourceId;

    /// <summary>JSON without insignificant white space, checked when it was put.</summary>
    public required string Policy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset LastUpdatedAt { get; init; }
}

/// <summary>
/// The resource policy of a service network, a service or a resource configuration: which other accounts may see it and
/// associate with it.
/// </summary>
public sealed record ResourcePolicy : Resource
{
    /// <summary>The resource that it is of.</summary>
    public required string ResourceId { get; init; }

    /// <inheritdoc/>
    public override string Id => ResourceId;

    /// <summary>JSON without insignificant white space, checked when it was put.</summary>
    public required string Policy { get; init; }
}
