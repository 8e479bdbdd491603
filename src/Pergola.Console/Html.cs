using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace Pergola.Pages;

/// <summary>Text that is HTML already. Everything else that is put into a page is encoded.</summary>
public sealed record Html(string Text)
{
    /// <summary>Nothing.</summary>
    public static Html Empty { get; } = new("");

    /// <summary>A piece of a page. Holes are encoded unless they are <see cref="Html"/> themselves.</summary>
    public static Html Of(ref HtmlHandler handler) => new(handler.ToString());

    /// <summary>One piece after another.</summary>
    public static Html Join(IEnumerable<Html> pieces) => new(string.Concat(pieces.Select(piece => piece.Text)));

    /// <inheritdoc/>
    public override string ToString() => Text;
}

/// <summary>
/// Builds HTML from an interpolated string and encodes its holes, so that forgetting to is not possible.
/// </summary>
[InterpolatedStringHandler]
public readonly ref struct HtmlHandler
{
    private readonly StringBuilder _text;

    /// <summary>Called by the compiler.</summary>
    public HtmlHandler(int literalLength, int formattedCount) =>
        _text = new StringBuilder(literalLength + (formattedCount * 16));

    /// <summary>The page's own text.</summary>
    public void AppendLiteral(string text) => _text.Append(text);

    /// <summary>HTML that was made as such.</summary>
    public void AppendFormatted(Html? html) => _text.Append(html?.Text);

    /// <summary>Anything else, encoded.</summary>
    public void AppendFormatted(string? text) => _text.Append(HtmlEncoder.Default.Encode(text ?? ""));

    /// <summary>A number.</summary>
    public void AppendFormatted(long number) => _text.Append(number);

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();
}
