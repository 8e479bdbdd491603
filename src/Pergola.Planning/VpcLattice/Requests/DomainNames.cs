namespace Pergola.Planning.VpcLattice;

/// <summary>Names of hosts and domains as requests give them.</summary>
internal static class DomainNames
{
    private const int NameMax = 255;
    private const int LabelMax = 63;

    /// <summary>True for labels of letters, digits and inner hyphens, joined by dots (RFC 1123, section 2.1).</summary>
    /// <param name="wildcard">Whether the first label may be <c>*</c>.</param>
    public static bool IsValid(string name, bool wildcard = false)
    {
        var labels = (wildcard && name.StartsWith("*.", StringComparison.Ordinal) ? name[2..] : name).Split('.');
        return name.Length <= NameMax && labels.All(IsLabel);
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= LabelMax
        && label[0] != '-'
        && label[^1] != '-'
        && label.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-');
}
