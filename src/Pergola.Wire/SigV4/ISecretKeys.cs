namespace Pergola.Wire.SigV4;

/// <summary>Which secret belongs to an access key.</summary>
public interface ISecretKeys
{
    /// <summary>The secret, or null when nobody has that key.</summary>
    string? Find(string accessKeyId);
}

/// <summary>The same secret for every access key: account ids can then be chosen freely.</summary>
public sealed class OneSecret(string secret) : ISecretKeys
{
    /// <inheritdoc/>
    public string? Find(string accessKeyId) => secret;
}
