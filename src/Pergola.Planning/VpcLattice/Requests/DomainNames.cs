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

    /// <summary>True for the domain itself and every name below it; case does not matter.</summary>
    public static bool IsWithin(string name, string domain) =>
        name.Equals(domain, StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase);

    /// <summary>The fault of a field that must be a name of two or more labels; none when it is, or absent.</summary>
    public static IEnumerable<FieldFault> Faults(string field, string? value) =>
        value is null || (IsValid(value) && value.Contains('.', StringComparison.Ordinal))
            ? []
            : [new FieldFault(field, $"{field} '{value}' is not a domain name, such as db.example.com.")];

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= LabelMax
        && label[0] != '-'
        && label[^1] != '-'
        && label.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-');
}
