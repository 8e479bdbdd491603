using System.Buffers.Binary;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Pergola.Domain;
using Pergola.Wire.Schemas;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// Tokens of one list's pages. A token is a place in creation order, sealed with the list that gave it: operation,
/// account, region and filters. Another list, or the same one with other filters, does not take it.
/// </summary>
internal sealed class PageToken(Operation operation, object request, Given given)
{
    public const string SizeMember = "maxResults";
    public const string TokenMember = "nextToken";

    private const int PlaceBytes = sizeof(long);
    private const int SealBytes = 8;

    private byte[]? _list;

    // A list that fits into one page needs no token, and so no hash.
    private byte[] List => _list ??= SHA256.HashData(Encoding.UTF8.GetBytes(
        $"{operation.Name}|{given.Scope}|{RequestFingerprint.Of(operation.Input, request)}"));

    private string Write(long place)
    {
        Span<byte> token = stackalloc byte[PlaceBytes + SealBytes];
        BinaryPrimitives.WriteInt64BigEndian(token, place);
        Seal(token[..PlaceBytes], token[PlaceBytes..]);
        Cover(token[..PlaceBytes]);
        return Base64Url.EncodeToString(token);
    }

    /// <summary>The page that follows a place, and the token of the next one where there is more.</summary>
    /// <param name="sorted">Everything, by rising places.</param>
    public (ImmutableArray<T> Entries, string? NextToken) Cut<T>(
        IEnumerable<T> sorted, Func<T, long> place, long after, int size)
    {
        ImmutableArray<T> rest = [.. sorted.Where(entry => place(entry) > after).Take(size + 1)];
        return rest.Length <= size ? (rest, null) : (rest[..size], Write(place(rest[size - 1])));
    }

    /// <summary>The place that a token stands for; without a token the place before everything.</summary>
    public bool TryRead(string? text, out long place)
    {
        place = 0;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        Span<byte> token = stackalloc byte[PlaceBytes + SealBytes];
        if (!Base64Url.IsValid(text, out var length)
            || length != token.Length
            || Base64Url.DecodeFromChars(text, token) != token.Length)
        {
            return false;
        }

        Cover(token[..PlaceBytes]);
        Span<byte> seal = stackalloc byte[SealBytes];
        Seal(token[..PlaceBytes], seal);
        place = BinaryPrimitives.ReadInt64BigEndian(token);
        return seal.SequenceEqual(token[PlaceBytes..]);
    }

    private void Seal(ReadOnlySpan<byte> place, Span<byte> seal)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData([.. List, .. place], hash);
        hash[..SealBytes].CopyTo(seal);
    }

    // Nobody should come to rely on a place that can be read out of a token. Twice gives the place back.
    private void Cover(Span<byte> place)
    {
        for (var i = 0; i < place.Length; i++)
        {
            place[i] ^= List[i];
        }
    }
}
