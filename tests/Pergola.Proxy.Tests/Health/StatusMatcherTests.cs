using Pergola.Proxy.Health;

namespace Pergola.Proxy.Tests.Health;

/// <summary>The language of matchers.</summary>
public sealed class StatusMatcherTests
{
    [Theory]
    [InlineData("200", 200, true)]
    [InlineData("200", 201, false)]
    [InlineData("200,202-204", 203, true)]
    [InlineData("200,202-204", 201, false)]
    [InlineData("200-299", 299, true)]
    [InlineData("200-299", 300, false)]
    public void A_status_passes_when_a_part_names_it(string matcher, int status, bool passes) =>
        Assert.Equal(passes, StatusMatcher.TryParse(matcher)!.Matches(status));

    [Theory]
    [InlineData("")]
    [InlineData("ok")]
    [InlineData("200,")]
    [InlineData("299-200")]
    [InlineData("-200")]
    [InlineData("1000")]
    public void What_is_no_matcher_is_refused(string text) => Assert.Null(StatusMatcher.TryParse(text));
}
