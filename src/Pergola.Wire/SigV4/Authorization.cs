namespace Pergola.Wire.SigV4;

/// <summary>What a request says about its signer. Nothing of it is believed yet.</summary>
public abstract record Authorization
{
    private Authorization()
    {
    }

    /// <summary>The request has no AWS signature.</summary>
    public sealed record Absent : Authorization;

    /// <summary>It has one that cannot be read.</summary>
    public sealed record Malformed(string Message) : Authorization;

    /// <summary>It has one that is well formed.</summary>
    /// <param name="Scope">The credential scope.</param>
    /// <param name="SignedHeaders">Lower case, in the order given.</param>
    /// <param name="Signature">64 hex digits.</param>
    /// <param name="Timestamp"><c>20150830T123600Z</c>; null when the request has none.</param>
    /// <param name="Validity">How long a presigned URL is valid; null for a header.</param>
    public sealed record Present(
        CredentialScope Scope,
        IReadOnlyList<string> SignedHeaders,
        string Signature,
        string? Timestamp,
        TimeSpan? Validity) : Authorization;
}

/// <summary>The access key and the scope that the signing key is made for.</summary>
public sealed record CredentialScope(string AccessKeyId, string Date, string Region, string Service)
{
    /// <summary>The scope without the key, as it is signed.</summary>
    public string Text => $"{Date}/{Region}/{Service}/{Signing.Terminator}";
}
