using Pergola.Proxy.Exchange;

namespace Pergola.Proxy.Tests.Exchange;

/// <summary>The four forms of a request's target.</summary>
public sealed class RequestTargetTests
{
    [Theory]
    [InlineData("/a?b", "/a?b")]
    [InlineData("http://h:1/a?b", "/a?b")]
    [InlineData("http://h", "/")]
    [InlineData("http://h?b=/c", "/?b=/c")]
    [InlineData("*", "/")]
    [InlineData("h:443", null)]
    public void Path_and_query_are_taken_as_they_are(string target, string? pathAndQuery) =>
        Assert.Equal(pathAndQuery, RequestTarget.PathAndQuery(target));

    [Theory]
    [InlineData("/a?b?c", "/a")]
    [InlineData("/a", "/a")]
    public void The_path_ends_at_the_first_question_mark(string pathAndQuery, string path) =>
        Assert.Equal(path, RequestTarget.Path(pathAndQuery).ToString());
}
