using System.Security.Cryptography;

namespace Pergola.Core;

/// <summary>The operating system's random bytes.</summary>
public sealed class SystemEntropy : IEntropy
{
    /// <inheritdoc/>
    public void Fill(Span<byte> buffer) => RandomNumberGenerator.Fill(buffer);
}
