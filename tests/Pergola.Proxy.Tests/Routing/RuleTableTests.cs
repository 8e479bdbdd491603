using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Pergola.Planning.Dataplane;
using Pergola.Proxy.Routing;
using static Pergola.Proxy.Tests.Twins.Tables;

namespace Pergola.Proxy.Tests.Routing;

/// <summary>When a rule matches.</summary>
public sealed class RuleTableTests
{
    private const int Matched = 500;
    private const int Missed = 404;

    [Theory]
    [InlineData("GET", true)]
    [InlineData("get", false)]
    [InlineData("GETS", false)]
    public void A_method_matches_exactly(string method, bool matches) =>
        Assert.Equal(matches, Select(Match(method: "GET"), method, "/"));

    [Theory]
    [InlineData("/api", false, "/api", true)]
    [InlineData("/api", false, "/API/x", true)]
    [InlineData("/api", false, "/apix", true)]
    [InlineData("/api", true, "/API", false)]
    [InlineData("/api", false, "/ap", false)]
    [InlineData("/a%20b", false, "/a b", false)]
    public void A_prefix_is_a_prefix_of_the_text(string prefix, bool caseSensitive, string path, bool matches) =>
        Assert.Equal(matches, Select(Match(path: Prefix(prefix, caseSensitive)), "GET", path));

    [Theory]
    [InlineData("/api", false, "/API", true)]
    [InlineData("/api", true, "/API", false)]
    [InlineData("/api", false, "/api/", false)]
    public void An_exact_path_is_the_whole_path(string exact, bool caseSensitive, string path, bool matches) =>
        Assert.Equal(matches, Select(Match(path: Exact(exact, caseSensitive)), "GET", path));

    [Theory]
    [InlineData(TextMatchKind.Exact, "blue", false, "BLUE", true)]
    [InlineData(TextMatchKind.Exact, "blue", true, "BLUE", false)]
    [InlineData(TextMatchKind.Exact, "blue", false, "blues", false)]
    [InlineData(TextMatchKind.Prefix, "blue", false, "blues", true)]
    [InlineData(TextMatchKind.Contains, "lue", false, "a BLUE b", true)]
    [InlineData(TextMatchKind.Contains, "lue", true, "a BLUE b", false)]
    public void A_header_is_compared_as_the_rule_says(
        TextMatchKind kind, string value, bool caseSensitive, string sent, bool matches) =>
        Assert.Equal(
            matches,
            Select(Match(headers: new HeaderMatchEntry("X-Color", kind, value, caseSensitive)), "GET", "/",
                ("x-color", sent)));

    [Fact]
    public void A_repeated_header_matches_by_any_value_or_by_all_joined_with_commas()
    {
        var second = new HeaderMatchEntry("h", TextMatchKind.Exact, "two", CaseSensitive: true);
        var joined = new HeaderMatchEntry("h", TextMatchKind.Exact, "one,two", CaseSensitive: true);
        var sent = ("h", new StringValues(["one", "two"]));

        Assert.True(Select(Match(headers: second), "GET", "/", sent));
        Assert.True(Select(Match(headers: joined), "GET", "/", sent));
    }

    [Fact]
    public void An_absent_header_matches_nothing_not_even_the_empty_text()
    {
        var anything = new HeaderMatchEntry("h", TextMatchKind.Contains, "", CaseSensitive: false);

        Assert.False(Select(Match(headers: anything), "GET", "/"));
    }

    [Fact]
    public void All_parts_of_a_match_must_hold()
    {
        var header = new HeaderMatchEntry("h", TextMatchKind.Exact, "v", CaseSensitive: false);
        var match = Match("GET", Prefix("/a"), header);

        Assert.True(Select(match, "GET", "/a", ("h", "v")));
        Assert.False(Select(match, "PUT", "/a", ("h", "v")));
        Assert.False(Select(match, "GET", "/b", ("h", "v")));
        Assert.False(Select(match, "GET", "/a"));
    }

    [Fact]
    public void A_match_without_parts_matches_everything() => Assert.True(Select(Match(), "ANY", "*"));

    [Fact]
    public void Selecting_allocates_nothing()
    {
        var header = new HeaderMatchEntry("h", TextMatchKind.Contains, "v", CaseSensitive: false);
        var table = Compile(
            Fixed(Missed), Rule(1, Match("PUT"), Fixed(1)), Rule(2, Match("GET", Prefix("/b"), header), Fixed(2)));
        var headers = new HeaderDictionary { ["h"] = "v" };
        table.Select("GET", "/a", headers);

        const int Selections = 10_000;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Selections; i++)
        {
            table.Select("GET", "/a", headers);
        }

        // The runtime allocates a few bytes once, when it replaces this running loop by a better compiled one.
        Assert.Equal(0, (GC.GetAllocatedBytesForCurrentThread() - before) / Selections);
    }

    private static bool Select(
        RuleMatchEntry match, string method, string path, params (string Name, StringValues Value)[] headers)
    {
        var table = Compile(Fixed(Missed), Rule(1, match, Fixed(Matched)));
        var dictionary = new HeaderDictionary();
        foreach (var (name, value) in headers)
        {
            dictionary[name] = value;
        }

        return table.Select(method, path, dictionary) is RouteAction.FixedResponse { StatusCode: Matched };
    }

    private static RuleTable Compile(RuleActionEntry defaultAction, params RuleEntry[] rules) => new(
        rules,
        defaultAction,
        action => new RouteAction.FixedResponse(((RuleActionEntry.FixedResponse)action).StatusCode));
}
