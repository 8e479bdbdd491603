using System.Text.Json.Nodes;

namespace Pergola.EndToEnd.Tests;

/// <summary>The console as a person sees it: in a real browser.</summary>
public sealed class ConsoleTests
{
    [Fact]
    public async Task The_page_shows_what_the_API_makes_and_takes_away_without_being_loaded_again()
    {
        await using var world = await World.StartAsync();
        await using var page = await Browser.OpenAsync($"{world.Server.Endpoint}/_pergola/");
        await page.ShowsAsync("Nothing is here yet");
        await page.EvaluateAsync("window.wasNotLoadedAgain = true");

        var network = await world.Api.LatticeAsync(
            HttpMethod.Post, "/servicenetworks", new JsonObject { ["name"] = "shown-at-once" });
        await page.ShowsAsync("shown-at-once");
        await world.Api.LatticeAsync(HttpMethod.Delete, $"/servicenetworks/{network["id"]}");
        await page.ShowsAsync("Nothing is here yet");

        Assert.True((bool?)await page.EvaluateAsync("window.wasNotLoadedAgain"));
        Assert.Empty(page.Complaints);
        Assert.NotEmpty(await page.ScreenshotAsync());
    }

    [Fact]
    public async Task A_name_that_looks_like_a_script_is_shown_and_not_run()
    {
        const string Name = "<img src=x onerror=document.title='broken'>";
        await using var world = await World.StartAsync();
        await world.Api.Ec2Async(
            "CreateVpc",
            "CidrBlock=10.0.0.0/16",
            "TagSpecification.1.ResourceType=vpc",
            "TagSpecification.1.Tag.1.Key=Name",
            $"TagSpecification.1.Tag.1.Value={Name}");

        await using var page = await Browser.OpenAsync($"{world.Server.Endpoint}/_pergola/");

        await page.ShowsAsync(Name);
        Assert.Equal("Pergola", (string?)await page.EvaluateAsync("document.title"));
        Assert.Empty(page.Complaints);
    }
}
