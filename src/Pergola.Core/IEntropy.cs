namespace Pergola.Core;

/// <summary>Where random bytes come from. The product draws from the system, a simulation from a seed.</summary>
public interface IEntropy
{
    /// <summary>Fills the whole buffer with random bytes.</summary>
    void Fill(Span<byte> buffer);
}
