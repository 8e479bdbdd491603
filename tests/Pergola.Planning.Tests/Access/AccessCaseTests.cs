using System.Net;
using System.Text.Json.Nodes;
using Pergola.Machine.Tasks;
using Pergola.Planning.Access;
using Pergola.Planning.Dataplane;

namespace Pergola.Planning.Tests.Access;

/// <summary>The folder of cases: policies, requests, and what is decided and by which statement.</summary>
public sealed class AccessCaseTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 25, 9, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Files =>
    [
        .. typeof(AccessCaseTests).Assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".json", StringComparison.Ordinal)),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void Each_case_is_decided_as_it_says_and_for_the_reason_that_it_says(string file)
    {
        using var stream = typeof(AccessCaseTests).Assembly.GetManifestResourceStream(file)!;
        var world = JsonNode.Parse(stream)!;
        var entry = new AccessEntry(
            world["network"] is null ? null : Text(world["network"]),
            world["service"] is null ? null : Text(world["service"]),
            [new Label("stage", "test")]);
        var guard = new AccessGuard(entry, "arn:aws:vpc-lattice:eu-west-1:111122223333:service/svc-1");
        foreach (var one in world["cases"]!.AsArray())
        {
            var verdict = guard.Judge(Request(one!), Caller((string?)one!["caller"], world), new AccessKeys([], null));
            Assert.Equal($"{one["ask"]} {one["verdict"]}", $"{one["ask"]} {Said(verdict)}");
        }
    }

    private static AccessRequest Request(JsonNode one)
    {
        var words = ((string)one["ask"]!).Split(' ');
        return new AccessRequest(
            words[0],
            words[1],
            [.. (one["headers"]?.AsObject() ?? []).Select(
                header => KeyValuePair.Create(header.Key, (string)header.Value!))],
            new AccessDoor(
                "arn:aws:ec2:eu-west-1:444455556666:vpc/vpc-1",
                "arn:aws:vpc-lattice:eu-west-1:111122223333:servicenetwork/sn-1",
                (int?)one["port"] ?? 443,
                IsSecure: false),
            IPAddress.Parse("10.0.1.9"),
            s_now);
    }

    private static AccessCaller Caller(string? name, JsonNode world) => name switch
    {
        "account" => new AccessCaller("arn:aws:iam::111122223333:root", null),
        "role" => new AccessCaller(
            "arn:aws:sts::111122223333:assumed-role/caller/s",
            new RoleEntry(
                "arn:aws:iam::111122223333:role/caller",
                [new Label("team", "red")],
                [.. (world["identity"]?.AsArray() ?? []).Select(Text)],
                world["boundary"] is { } boundary ? Text(boundary) : null)),
        _ => AccessCaller.Anonymous,
    };

    private static string Text(JsonNode? policy) => policy is JsonValue ? (string)policy! : policy!.ToJsonString();

    private static string Said(AccessVerdict verdict) => verdict switch
    {
        AccessVerdict.Allowed allowed => "Allowed by " + string.Join(", ", allowed.Because.Select(Place)),
        AccessVerdict.Denied { Because.Statement: null } silent => $"Nothing in {silent.Because.Level}",
        AccessVerdict.Denied denied => $"Denied by {Place(denied.Because)}",
        _ => "Unproven",
    };

    private static string Place(AccessReason reason)
    {
        var place = reason.Level == AccessLevel.Identity
            ? $"{reason.Policy}:{reason.Statement}"
            : $"{reason.Statement}";
        return $"{reason.Level} {(reason.Statement is null ? "" : place)} {reason.Sid}".TrimEnd();
    }
}
