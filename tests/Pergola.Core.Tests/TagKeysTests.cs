namespace Pergola.Core.Tests;

public sealed class TagKeysTests
{
    [Theory]
    [InlineData("aws:cloudformation:stack-name", true)]
    [InlineData("AWS:x", true)]
    [InlineData("aws", false)]
    [InlineData("team:aws:x", false)]
    public void Only_keys_that_begin_with_aws_and_a_colon_are_reserved(string key, bool isReserved) =>
        Assert.Equal(isReserved, TagKeys.IsReserved(key));
}
