using Pergola.Proxy.Functions;

namespace Pergola.Proxy.Tests.Functions;

/// <summary>What an operator may write.</summary>
public sealed class FunctionSettingsTests
{
    private const string Arn = "arn:aws:lambda:us-east-1:000000000000:function:hello";

    [Fact]
    public void Each_function_has_its_url()
    {
        Assert.True(FunctionSettings.TryRead([$"{Arn}=http://127.0.0.1:9000/a?b=c"], out var functions, out _));
        Assert.Equal(new Uri("http://127.0.0.1:9000/a?b=c"), functions[Arn]);
    }

    [Theory]
    [InlineData("hello=http://127.0.0.1", "'hello' is no ARN")]
    [InlineData("arn:aws:s3:::bucket=http://127.0.0.1", "'arn:aws:s3:::bucket' is no ARN")]
    [InlineData(Arn, "'' is no http or https URL for " + Arn)]
    [InlineData(Arn + "=ftp://x", "'ftp://x' is no http or https URL for " + Arn)]
    public void What_makes_no_sense_is_refused_by_name(string setting, string fault)
    {
        Assert.False(FunctionSettings.TryRead([setting], out _, out var message));
        Assert.StartsWith(fault, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_function_has_one_url()
    {
        Assert.False(FunctionSettings.TryRead([$"{Arn}=http://a", $"{Arn}=http://b"], out _, out var message));
        Assert.Contains(Arn, message, StringComparison.Ordinal);
    }
}
