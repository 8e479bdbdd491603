using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Pergola.Wire.Schemas;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// A hash of what a request asks for: equal requests have equal ones. Client tokens are left out, and how a list is cut
/// into pages, because they do not change what is asked for.
/// </summary>
internal static class RequestFingerprint
{
    public static string Of(StructureSchema schema, object request)
    {
        var text = new StringBuilder();
        Write(text, schema, request);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static void Write(StringBuilder text, Schema schema, object value)
    {
        switch (schema)
        {
            case StructureSchema structure:
                foreach (var member in structure.Members)
                {
                    if (IsAsked(member) && member.Get(value) is { } found)
                    {
                        text.Append(member.Name).Append('=');
                        Write(text, member.Target, found);
                    }
                }

                break;
            case ListSchema list:
                foreach (var element in list.Elements(value))
                {
                    Write(text.Append('-'), list.Element, element);
                }

                break;
            case MapSchema map:
                foreach (var (key, entry) in map.Entries(value).OrderBy(entry => entry.Key, StringComparer.Ordinal))
                {
                    WriteText(text, key);
                    Write(text, map.Value, entry);
                }

                break;
            default:
                WriteText(text, Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
                break;
        }

        text.Append(';');
    }

    private static bool IsAsked(MemberSchema member) =>
        !member.IdempotencyToken && member.Name is not (PageToken.SizeMember or PageToken.TokenMember);

    // The length in front keeps 'a' + 'bc' apart from 'ab' + 'c'.
    private static void WriteText(StringBuilder text, string value) =>
        text.Append(value.Length).Append(':').Append(value);
}
