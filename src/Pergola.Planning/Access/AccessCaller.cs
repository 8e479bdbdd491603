using System.Text;
using Pergola.Planning.Dataplane;

namespace Pergola.Planning.Access;

/// <summary>Who sends a request, as its signature proves; nobody in particular when it has none.</summary>
/// <param name="Arn">The principal; null for anonymous requests.</param>
/// <param name="Role">The role of a session; null for accounts and anonymous requests.</param>
public sealed record AccessCaller(string? Arn, RoleEntry? Role)
{
    /// <summary>Whoever does not sign.</summary>
    public static AccessCaller Anonymous { get; } = new(null, null);

    /// <summary>What <c>aws:PrincipalType</c> says.</summary>
    public string Type => this switch
    {
        { Arn: null } => "Anonymous",
        { Role: null } => "Account",
        _ => "AssumedRole",
    };

    /// <summary>The caller as messages name it.</summary>
    public override string ToString() => Arn ?? "anonymous";

    /// <summary>The name of the session; empty when the caller is none.</summary>
    public string SessionName => Role is null ? "" : Arn![(Arn!.LastIndexOf('/') + 1)..];

    /// <summary>
    /// The lines that tell a target who called, each with its end; empty for anonymous requests. Spelled as captured
    /// from AWS: there are no organizations here, so what names one is empty.
    /// </summary>
    public string IdentityLines()
    {
        if (Arn is null)
        {
            return "";
        }

        var text = new StringBuilder("x-amzn-lattice-identity: ").Append(IdentityValue()).Append("\r\n");
        if (IdentityTagsValue() is { } tags)
        {
            text.Append("x-amzn-lattice-identity-tags: ").Append(tags).Append("\r\n");
        }

        return text.ToString();
    }

    /// <summary>The value of <c>x-amzn-lattice-identity</c>.</summary>
    public string IdentityValue() =>
        $"Principal={Arn}; PrincipalOrgID=; PrincipalOrgPaths=; SessionName={SessionName}; Type=AWS_IAM";

    /// <summary>The value of <c>x-amzn-lattice-identity-tags</c>; null when the caller has no tags.</summary>
    public string? IdentityTagsValue()
    {
        if (Role is null or { Tags.Count: 0 })
        {
            return null;
        }

        var text = new StringBuilder($"principal={Arn};principalorgid=;principalorgpath=");
        foreach (var tag in Role.Tags)
        {
            text.Append(';').Append(Escape(tag.Name)).Append('=').Append(Escape(tag.Value));
        }

        return text.ToString();
    }

    // Tags are letters, digits, spaces and some signs in any script: what could break a line does not get into one.
    private static string Escape(string text) => string.Concat(
        text.Where(letter => !char.IsControl(letter))).Replace(";", "\\;", StringComparison.Ordinal);
}
