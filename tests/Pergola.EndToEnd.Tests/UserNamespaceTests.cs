using System.Text.RegularExpressions;

namespace Pergola.EndToEnd.Tests;

/// <summary>Everything works for a user who is not root, where the kernel allows user namespaces.</summary>
[Trait("tier", "linux")]
public sealed partial class UserNamespaceTests
{
    [Fact]
    public async Task The_demo_of_an_ordinary_user_runs_to_its_end_and_leaves_nothing()
    {
        using var user = await OrdinaryUser.OpenAsync();

        var demo = (await user.PergolaAsync("demo")).MustSucceed("the demo");

        Assert.Contains("in a user namespace", demo.Output, StringComparison.Ordinal);
        Assert.Contains("answered in turn by tasks", demo.Output, StringComparison.Ordinal);
        Assert.Contains("Destroy … the inventory of this machine: nothing", demo.Output, StringComparison.Ordinal);
        await NothingIsLeftAsync(user, ServerAt().Match(demo.Output).Groups[1].Value);
    }

    private static async Task NothingIsLeftAsync(OrdinaryUser user, string port)
    {
        var own = await user.PergolaAsync("inventory", "--port", port);
        Assert.Equal("nothing", own.MustSucceed("the user's inventory").Output.Trim());
        var roots = await Run.ProgramAsync(Tools.Pergola, ["inventory", "--port", port]);
        Assert.Equal("nothing", roots.MustSucceed("root's inventory").Output.Trim());
        Assert.False(Directory.Exists(Path.Combine(OrdinaryUser.RuntimeRoot, port)));
        Assert.Empty(user.Processes());
    }

    [GeneratedRegex(@"A server is up at http://127\.0\.0\.1:(\d+)")]
    private static partial Regex ServerAt();
}
