namespace Pergola.Domain.VpcLattice;

/// <summary>
/// What a client token made, so that a repeated request gets the same answer instead of a second resource.
/// </summary>
public sealed record ClientTokenUse : Resource
{
    public required string Operation { get; init; }

    public required string Token { get; init; }

    /// <inheritdoc/>
    public override string Id => Key(Operation, Token);

    /// <summary>A hash of every parameter but the token.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The resource that the request made.</summary>
    public required string ResourceId { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The key of a token's use: tokens of different operations do not meet.</summary>
    public static string Key(string operation, string token) => $"{operation}|{token}";
}
