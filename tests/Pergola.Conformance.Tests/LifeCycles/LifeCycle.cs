using System.Text.Json.Nodes;

namespace Pergola.Conformance.Tests.LifeCycles;

/// <summary>From making something to deleting it, through every operation that knows it.</summary>
/// <param name="Name">What lives.</param>
/// <param name="LiveAsync">Makes, reads, changes, lists and deletes it, and finds nothing left of it.</param>
internal sealed record LifeCycle(string Name, Func<StrictClient, Task> LiveAsync)
{
    /// <summary>All of them; together they call every operation.</summary>
    public static IReadOnlyList<LifeCycle> All { get; } =
    [
        new("a service network", Networks.LiveAsync),
        new("a service", Services.LiveAsync),
        new("listeners and rules", ListenersAndRules.LiveAsync),
        new("a target group and its targets", TargetGroups.LiveAsync),
        new("target groups of other types", TargetGroups.LiveAsOtherTypesAsync),
        new("associations", Associations.LiveAsync),
        new("tags", Tags.LiveAsync),
        new("access log subscriptions", AccessLogs.LiveAsync),
        new("an auth policy", Policies.LiveAsAuthPolicyAsync),
        new("a resource policy", Policies.LiveAsResourcePolicyAsync),
        new("a resource gateway", Resources.LiveAsGatewayAsync),
        new("resource configurations", Resources.LiveAsConfigurationsAsync),
        new("a resource in a network", Resources.LiveInNetworkAsync),
        new("a resource endpoint", Endpoints.LiveAsResourceAsync),
        new("a service network endpoint", Endpoints.LiveAsNetworkAsync),
        new("a domain verification", Domains.LiveAsync),
        new("a share of RAM", Shares.LiveAsync),
    ];

    public override string ToString() => Name;
}

/// <summary>Short words for what life cycles read.</summary>
internal static class Answers
{
    public static string Id(this JsonObject answer) => (string)answer["id"]!;

    public static string Arn(this JsonObject answer) => (string)answer["arn"]!;

    public static string? Status(this JsonObject answer) => (string?)answer["status"];
}
