using System.Text;
using CsCheck;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Pergola.Planning.Dataplane;
using Pergola.Proxy.Exchange.Http1;
using Pergola.Proxy.Routing;
using static Pergola.Proxy.Tests.Twins.Tables;

namespace Pergola.Proxy.Tests.Routing;

/// <summary>Looking rules up finds what comparing them one by one finds.</summary>
public sealed class RuleIndexTests
{
    // Few letters, so that texts are often beginnings of each other.
    private static readonly Gen<string> s_word = OneOf("a", "A", "b", "ab", "aB/", "é", "É").List[0, 3]
        .Select(parts => string.Concat(parts));

    private static readonly Gen<string> s_headerName = OneOf("x-a", "X-A", "x-b", "x-c", "x-d");

    private static readonly Gen<TextMatchKind> s_kind = Gen.Enum<TextMatchKind>();

    private static readonly Gen<PathMatchEntry> s_path =
        Gen.Select(OneOf(TextMatchKind.Exact, TextMatchKind.Prefix), s_word, Gen.Bool)
            .Select((kind, word, caseSensitive) => new PathMatchEntry(kind, "/" + word, caseSensitive));

    private static readonly Gen<HeaderMatchEntry> s_header =
        Gen.Select(s_headerName, s_kind, s_word, Gen.Bool)
            .Select((name, kind, word, caseSensitive) => new HeaderMatchEntry(name, kind, word, caseSensitive));

    private static readonly Gen<RuleMatchEntry> s_match =
        Gen.Select(OneOf<string?>(null, null, "GET", "PUT"), Gen.Bool, s_path, s_header.List[0, 2])
            .Select((method, hasPath, path, headers) => Match(method, hasPath ? path : null, [.. headers]));

    private static readonly Gen<(string Method, string Path, List<(string Name, string Value)> Headers)> s_request =
        Gen.Select(
            OneOf("GET", "PUT", "POST"),
            s_word.Where(word => Ascii.IsValid(word)),
            Gen.Select(s_headerName, s_word.Where(word => Ascii.IsValid(word))).List[0, 4])
            .Select((method, word, headers) => (method, "/" + word, headers));

    [Fact]
    public void An_index_of_many_rules_selects_what_comparing_all_of_them_selects() => Gen
        .Select(s_match.List[RuleIndex.RulesMin, 140], s_request.List[1, 8])
        .Sample((matches, requests) =>
        {
            var table = Table(matches);
            foreach (var (method, path, headers) in requests)
            {
                var (head, bytes) = Read(method, path, headers);
                Assert.Equal(OneByOne(table, method, path, headers), Status(table.Select(head, bytes)));
            }
        });

    [Theory]
    [InlineData("/t7", 7)]
    [InlineData("/T7", 7)]
    [InlineData("/t77", 7)]
    [InlineData("/t8", 8)]
    [InlineData("/T8", 8)]
    [InlineData("/t6", 6)]
    [InlineData("/T6", 404)]
    [InlineData("/t8/x", 404)]
    [InlineData("/t1999", 1999)]
    [InlineData("/t", 404)]
    [InlineData("/u", 404)]
    public void Beginnings_and_whole_paths_are_found_among_two_thousand(string path, int rule)
    {
        // Rule 7 wants a beginning and comes before the whole paths that begin so; rule 6 minds the case.
        var table = Table([.. Enumerable.Range(0, RuleIndex.RulesMax).Select(i =>
            Match(path: i == 7 ? Prefix("/t7") : Exact($"/t{i}", caseSensitive: i == 6)))]);
        var (head, bytes) = Read("GET", path, []);

        Assert.Equal(rule, Status(table.Select(head, bytes)));
    }

    [Fact]
    public void Selecting_among_many_rules_allocates_nothing()
    {
        var table = Table([.. Enumerable.Range(0, 1000).Select(i => Match(
            "GET", Prefix($"/part-{i}"), new HeaderMatchEntry("x-a", TextMatchKind.Exact, $"v{i}", true)))]);
        var (head, bytes) = Read("GET", "/part-999", [("x-a", "v999")]);
        Assert.Equal(999, Status(table.Select(head, bytes)));

        const int Selections = 10_000;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Selections; i++)
        {
            table.Select(head, bytes);
        }

        // The runtime allocates a few bytes once, when it replaces this running loop by a better compiled one.
        Assert.Equal(0, (GC.GetAllocatedBytesForCurrentThread() - before) / Selections);
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    // A rule's status is its place, so that it tells which rule was selected.
    private static RuleTable Table(IReadOnlyList<RuleMatchEntry> matches) => new(
        matches.Select((match, i) => Rule(i + 1, match, Fixed(i))),
        Fixed(404),
        action => new RouteAction.FixedResponse(((RuleActionEntry.FixedResponse)action).StatusCode));

    private static int OneByOne(RuleTable table, string method, string path, List<(string Name, string Value)> headers)
    {
        var dictionary = new HeaderDictionary();
        foreach (var (name, value) in headers)
        {
            dictionary[name] = StringValues.Concat(dictionary[name], value);
        }

        return Status(table.Select(method, path, dictionary));
    }

    private static (RequestHead Head, byte[] Bytes) Read(
        string method, string path, List<(string Name, string Value)> headers)
    {
        var lines = string.Concat(headers.Select(header => $"{header.Name}: {header.Value}\r\n"));
        var bytes = Encoding.ASCII.GetBytes($"{method} {path} HTTP/1.1\r\nHost: {Host}\r\n{lines}\r\n");
        var head = new RequestHead();
        Assert.Equal(HeadOutcome.Complete, head.Read(bytes));
        return (head, bytes);
    }

    private static int Status(RouteAction action) => ((RouteAction.FixedResponse)action).StatusCode;
}
