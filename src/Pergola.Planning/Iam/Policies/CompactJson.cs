using System.Text;

namespace Pergola.Planning.Iam.Policies;

/// <summary>JSON without the white space that means nothing; everything else stays to the letter.</summary>
internal static class CompactJson
{
    /// <summary>The compact form of well-formed JSON.</summary>
    public static string Of(string json)
    {
        var text = new StringBuilder(json.Length);
        var inString = false;
        for (var at = 0; at < json.Length; at++)
        {
            var letter = json[at];
            if (inString && letter == '\\')
            {
                text.Append(letter).Append(json[++at]);
                continue;
            }

            inString ^= letter == '"';
            if (inString || letter is not (' ' or '\t' or '\r' or '\n'))
            {
                text.Append(letter);
            }
        }

        return text.ToString();
    }
}
