namespace Pergola.Domain.Ram;

/// <summary>The question to an account whether it wants a share. It lives while the account is in it.</summary>
public sealed record ShareInvitation : Resource
{
    public required string InvitationArn { get; init; }

    /// <inheritdoc/>
    public override string Id => InvitationArn;

    public required string ShareArn { get; init; }

    /// <inheritdoc/>
    public override string? Parent => ShareArn;

    public required string ReceiverAccount { get; init; }

    /// <summary>PENDING, ACCEPTED or REJECTED.</summary>
    public required string Status { get; init; }

    public required DateTimeOffset SentAt { get; init; }

    internal override IEnumerable<string> Keys => [ReceiverAccount];
}
