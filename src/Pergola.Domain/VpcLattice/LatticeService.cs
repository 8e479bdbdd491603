namespace Pergola.Domain.VpcLattice;

/// <summary>A Lattice service: one virtual host with listeners.</summary>
public sealed record LatticeService : LatticeResource, INamed
{
    public required string ServiceId { get; init; }

    /// <inheritdoc/>
    public override string Id => ServiceId;

    public required string Name { get; init; }

    public string? CustomDomainName { get; init; }

    public string? CertificateArn { get; init; }

    /// <summary>NONE or AWS_IAM.</summary>
    public required string AuthType { get; init; }

    public int IdleTimeoutSeconds { get; init; } = 60;

    /// <summary>The generated name, which holds a piece of the id.</summary>
    public required string DomainName { get; init; }

    public required string HostedZoneId { get; init; }

    /// <summary>CREATE_IN_PROGRESS, ACTIVE or DELETE_IN_PROGRESS.</summary>
    public required string Status { get; init; }

    internal override IEnumerable<string> Keys =>
        CertificateArn is null ? [Name, .. Transition(Status)] : [Name, CertificateArn, .. Transition(Status)];
}
