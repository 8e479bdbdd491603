namespace Pergola.Proxy.Tests.Twins;

/// <summary>
/// Inputs that are nearly right: sound ones with bytes changed, cut out, doubled or put in. The same for the same seed,
/// so that a failure is found again; what was found stays as a case of its own beside the parser's tests.
/// </summary>
internal static class Mutants
{
    private const int ChangesMax = 4;

    // What has a meaning to one of the parsers: ends of lines and words, lengths, types of records, pointers.
    private static readonly byte[] s_telling =
    [
        0, 1, 2, 3, 4, 9, 10, 13, 22, 32, 37, 42, 44, 45, 47, 48, 49, 57, 58, 59, 63, 97, 102, 0x7F, 0x80, 0xC0, 0xFF,
    ];

    /// <summary>So many mutants for each seed.</summary>
    public static IEnumerable<byte[]> Of(IReadOnlyList<byte[]> sound, int count, params int[] seeds)
    {
        foreach (var seed in seeds)
        {
            var random = new Random(seed);
            for (var i = 0; i < count; i++)
            {
                var mutant = new List<byte>(sound[random.Next(sound.Count)]);
                for (var changes = random.Next(ChangesMax) + 1; changes > 0; changes--)
                {
                    Change(mutant, sound, random);
                }

                yield return [.. mutant];
            }
        }
    }

    private static void Change(List<byte> bytes, IReadOnlyList<byte[]> sound, Random random)
    {
        var at = random.Next(bytes.Count + 1);
        var length = Math.Min(random.Next(8) + 1, bytes.Count - at);
        switch (random.Next(7))
        {
            case 0 when length > 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when length > 0:
                bytes[at] = s_telling[random.Next(s_telling.Length)];
                break;
            case 2:
                bytes.RemoveRange(at, length);
                break;
            case 3:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 4:
                bytes.Insert(at, s_telling[random.Next(s_telling.Length)]);
                break;
            case 5:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            default:
                var other = sound[random.Next(sound.Count)];
                bytes.InsertRange(at, other[random.Next(other.Length)..]);
                break;
        }
    }
}
