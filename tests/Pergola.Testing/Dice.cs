using System.Buffers.Binary;
using Pergola.Core;

namespace Pergola.Testing;

/// <summary>All chance of one run: the same seed throws the same.</summary>
public sealed class Dice(ulong seed)
{
    private readonly SeededEntropy _entropy = new(seed);

    /// <summary>From 0 to below <paramref name="sides"/>.</summary>
    public int Roll(int sides)
    {
        Span<byte> thrown = stackalloc byte[sizeof(uint)];
        _entropy.Fill(thrown);
        return (int)(BinaryPrimitives.ReadUInt32LittleEndian(thrown) % (uint)sides);
    }

    public bool OneIn(int times) => Roll(times) == 0;

    /// <summary>One of them; null when there is none.</summary>
    public T? Any<T>(IEnumerable<T> all)
        where T : class => all.ToList() is { Count: > 0 } list ? list[Roll(list.Count)] : null;
}
