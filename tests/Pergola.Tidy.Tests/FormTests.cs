using System.Text.RegularExpressions;

namespace Pergola.Tidy.Tests;

/// <summary>The form of files, so that nobody has to discuss it.</summary>
public sealed partial class FormTests
{
    private const int ColumnsMax = 120;
    private const int LinesMax = 400;

    [Fact]
    public void No_line_is_longer_than_120_columns()
    {
        var long_lines = Repository.Sources()
            .SelectMany(file => File.ReadLines(file).Select((line, index) => (file, line, index)))
            .Where(l => l.line.Length > ColumnsMax)
            .Select(l => $"{Repository.Short(l.file)}:{l.index + 1} ({l.line.Length})");
        Assert.Empty(long_lines);
    }

    [Fact]
    public void No_file_is_longer_than_400_lines()
    {
        var longFiles = Repository.Sources()
            .Select(file => (file, lines: File.ReadLines(file).Count()))
            .Where(f => f.lines > LinesMax)
            .Select(f => $"{Repository.Short(f.file)} ({f.lines})");
        Assert.Empty(longFiles);
    }

    [Fact]
    public void No_type_is_called_what_says_nothing()
    {
        // Operations keep the names that AWS gave them.
        var operations = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src/Pergola.Api/Operations"), "*.txt")
            .SelectMany(File.ReadLines)
            .ToHashSet(StringComparer.Ordinal);
        var empty = Repository.Sources()
            .SelectMany(
                file => TypeDeclaration().Matches(File.ReadAllText(file)).Select(m => (file, name: m.Groups[1].Value)))
            .Where(t => EmptyName().IsMatch(t.name) && !operations.Contains(t.name))
            .Select(t => $"{Repository.Short(t.file)}: {t.name}");
        Assert.Empty(empty);
    }

    [Fact]
    public void Links_between_documents_lead_somewhere()
    {
        var broken = Directory.EnumerateFiles(Repository.Root, "*.md", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/artifacts/", StringComparison.Ordinal))
            .SelectMany(
                file => MarkdownLink().Matches(File.ReadAllText(file)).Select(m => (file, link: m.Groups[1].Value)))
            .Where(l => !l.link.Contains("://", StringComparison.Ordinal) && !l.link.StartsWith('#'))
            .Where(l => !Path.Exists(Path.Combine(Path.GetDirectoryName(l.file)!, l.link.Split('#')[0])))
            .Select(l => $"{Repository.Short(l.file)} -> {l.link}");
        Assert.Empty(broken);
    }

    [GeneratedRegex(@"\b(?:class|record|struct|interface|enum)\s+([A-Z]\w+)")]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex("(Manager|Helper|Util|Utils|Processor|Common|Base|Impl|Data|Info|Item)$")]
    private static partial Regex EmptyName();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex MarkdownLink();
}
