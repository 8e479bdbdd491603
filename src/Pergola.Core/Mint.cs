namespace Pergola.Core;

/// <summary>New identifiers in AWS's forms. Every byte comes from the entropy that is passed in.</summary>
public static class Mint
{
    /// <summary>The characters after the prefix of an EC2 or VPC Lattice id.</summary>
    public const int ResourceIdLength = 17;

    /// <summary>A resource id: the prefix (with its hyphen, <c>vpc-</c>) and 17 lower-case hex characters.</summary>
    public static string ResourceId(string prefix, IEntropy entropy) => prefix + Hex(ResourceIdLength, entropy);

    /// <summary>Lower-case hex characters, as many as asked.</summary>
    public static string Hex(int length, IEntropy entropy)
    {
        Span<byte> bytes = stackalloc byte[(length + 1) / 2];
        entropy.Fill(bytes);
        return Convert.ToHexStringLower(bytes)[..length];
    }

    /// <summary>Decimal digits, the first of which is not zero (ECS deployments have 19).</summary>
    public static string Digits(int length, IEntropy entropy)
    {
        Span<byte> bytes = stackalloc byte[length];
        entropy.Fill(bytes);
        return string.Create(length, bytes, static (text, random) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                text[i] = (char)(i == 0 ? '1' + (random[i] % 9) : '0' + (random[i] % 10));
            }
        });
    }

    /// <summary>A random (version 4) UUID in its usual text form.</summary>
    public static string Uuid(IEntropy entropy)
    {
        Span<byte> bytes = stackalloc byte[16];
        entropy.Fill(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    /// <summary>Upper-case letters and digits of base 32, as in IAM's <c>AROA…</c> ids.</summary>
    public static string UpperAlphanumeric(string prefix, int length, IEntropy entropy)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        Span<byte> bytes = stackalloc byte[length];
        entropy.Fill(bytes);
        return prefix + string.Create(length, bytes, static (text, random) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                text[i] = Alphabet[random[i] % Alphabet.Length];
            }
        });
    }
}
