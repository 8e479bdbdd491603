namespace Pergola.Domain.VpcLattice;

/// <summary>A target group.</summary>
public sealed record TargetGroup : LatticeResource, INamed
{
    public required string TargetGroupId { get; init; }

    /// <inheritdoc/>
    public override string Id => TargetGroupId;

    public required string Name { get; init; }

    /// <summary>IP, INSTANCE, LAMBDA or ALB.</summary>
    public required string Type { get; init; }

    /// <summary>As the API returns it, every default filled in; null for a Lambda group without one.</summary>
    public Api.VpcLattice.TargetGroupConfig? Config { get; init; }

    /// <summary>CREATE_IN_PROGRESS, ACTIVE, DELETE_IN_PROGRESS, …</summary>
    public required string Status { get; init; }

    internal override IEnumerable<string> Keys => [Name, .. Transition(Status)];
}

/// <summary>A target registered in a group, and what is known of its health.</summary>
public sealed record Target : Resource
{
    public required string TargetGroupId { get; init; }

    /// <summary>An IP address, instance id, function ARN or load balancer ARN.</summary>
    public required string TargetId { get; init; }

    /// <summary>0 for Lambda functions.</summary>
    public required int Port { get; init; }

    /// <inheritdoc/>
    public override string Id => Key(TargetGroupId, TargetId, Port);

    /// <inheritdoc/>
    public override string? Parent => TargetGroupId;

    /// <summary>INITIAL, HEALTHY, UNHEALTHY, UNUSED, UNAVAILABLE or DRAINING.</summary>
    public required string Status { get; init; }

    public string? ReasonCode { get; init; }

    /// <summary>The ARN of the ECS task that owns the registration; null when a user registered it.</summary>
    public string? OwnerTaskArn { get; init; }

    public DateTimeOffset RegisteredAt { get; init; }

    /// <summary>
    /// The revision at which the loop first saw this registration (or this draining): older reports speak of something
    /// else. 0 until then.
    /// </summary>
    public long SinceRevision { get; init; }

    /// <summary>When a DRAINING target goes at the latest.</summary>
    public DateTimeOffset? DrainUntil { get; init; }

    /// <summary>The key of a target.</summary>
    public static string Key(string targetGroupId, string targetId, int port) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{targetGroupId}|{targetId}|{port}");
}
