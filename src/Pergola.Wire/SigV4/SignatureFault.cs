namespace Pergola.Wire.SigV4;

/// <summary>Why a request is not believed to come from its caller.</summary>
public abstract record SignatureFault
{
    private SignatureFault()
    {
    }

    /// <summary>Nothing is signed.</summary>
    public sealed record Absent : SignatureFault;

    /// <summary>A part of the signature is missing or has another form.</summary>
    public sealed record Incomplete(string Message) : SignatureFault;

    /// <summary>Nobody has this access key.</summary>
    public sealed record UnknownKey : SignatureFault;

    /// <summary>Signed with temporary credentials that have ended.</summary>
    public sealed record SessionEnded : SignatureFault;

    /// <summary>Signed too long ago, or in the future.</summary>
    public sealed record Expired(string Message) : SignatureFault;

    /// <summary>Another secret, or another request.</summary>
    public sealed record Mismatch : SignatureFault;
}
