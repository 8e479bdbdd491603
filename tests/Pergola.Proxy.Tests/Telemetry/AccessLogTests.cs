using System.Text.Json.Nodes;
using Pergola.Planning.Dataplane;
using Pergola.Planning.VpcLattice;
using Pergola.Proxy.Tests.Twins;
using static Pergola.Proxy.Tests.Twins.Tables;

namespace Pergola.Proxy.Tests.Telemetry;

/// <summary>What access logs say of requests, by either engine.</summary>
public abstract class AccessLogTests(HttpEngine engine) : EngineTests(engine)
{
    private readonly TelemetryTwin _telemetry = new();

    [Fact]
    public async Task A_request_is_told_to_the_logs_of_its_network_and_its_service()
    {
        await using var target = RawTarget.Named("hello");
        await using var plane = await StartAsync(Logged(Service(Forward("tg-a")), At(target)), telemetry: _telemetry);

        await plane.GetAsync(
            "/a%20\"b\"?c=d", "User-Agent: test \\ \"1\"\r\nx-amzn-requestid: my-id\r\n");

        var (first, line) = await _telemetry.NextAsync();
        var (second, same) = await _telemetry.NextAsync();
        Assert.Equal(["als-network", "als-service"], ((string[])[first, second]).Order());
        Assert.True(JsonNode.DeepEquals(line, same));
        Assert.Equal(
            """
            arn:sn arn:svc-web arn:tg-a vpc-client vpc-target GET /a%20"b" web.example test \ "1" HTTP/1.1 200 my-id
            """,
            string.Join(
                ' ',
                Texts(line, "serviceNetworkArn", "serviceArn", "targetGroupArn", "sourceVpcId", "destinationVpcId",
                    "requestMethod", "requestPath", "hostHeader", "userAgent", "protocol", "responseCode",
                    "requestId")));
        Assert.Equal($"127.0.0.1:{target.Port}", (string?)line["targetIpPort"]);
        Assert.StartsWith("127.0.0.1:", (string?)line["sourceIpPort"], StringComparison.Ordinal);
        Assert.Matches("^20..-..-..T..:..:..Z$", (string?)line["startTime"]);
        Assert.InRange((long)line["duration"]!, 0, 60_000);
        Assert.Equal(["-", "-", "Unknown"], Texts(line, "failureReason", "authDeniedReason", "resolvedUser"));
        Assert.Equal(s_fields.Order(), line.Select(field => field.Key).Order());
    }

    [Fact]
    public async Task A_request_that_was_denied_says_so_and_has_no_target()
    {
        await using var target = RawTarget.Named("x");
        var service = Service(Forward("tg-a")) with { Access = new AccessEntry(null, "", []) };
        await using var plane = await StartAsync(Logged(service, At(target)), telemetry: _telemetry);

        await plane.GetAsync("/");

        var (_, line) = await _telemetry.NextAsync();
        Assert.Equal(
            ["403", "-", "-", "ClientAccessDenied", "Service", "Anonymous", "-"],
            Texts(line, "responseCode", "targetIpPort", "targetGroupArn", "failureReason", "authDeniedReason",
                "resolvedUser", "callerPrincipal"));
    }

    [Fact]
    public async Task A_target_that_cannot_be_reached_is_the_reason_of_the_failure()
    {
        await using var target = RawTarget.Named("x");
        var nobody = new TargetEntry(System.Net.IPAddress.Loopback, 1, TargetUse.Ready);
        await using var plane = await StartAsync(Logged(Service(Forward("tg-a")), nobody), telemetry: _telemetry);

        await plane.GetAsync("/");

        var (_, line) = await _telemetry.NextAsync();
        Assert.Equal(
            ["500", "TargetConnectionError", "127.0.0.1:1"],
            Texts(line, "responseCode", "failureReason", "targetIpPort"));
    }

    private static readonly string[] s_fields =
    [
        "serviceNetworkArn", "serviceArn", "targetGroupArn", "sourceVpcArn", "sourceVpcId", "destinationVpcId",
        "sourceIpPort", "targetIpPort", "hostHeader", "requestMethod", "requestPath", "userAgent", "protocol",
        "serverNameIndication", "tlsVersion", "sslCipher", "startTime", "responseCode", "bytesReceived", "bytesSent",
        "duration", "requestToTargetDuration", "responseFromTargetDuration", "grpcResponseCode", "requestId",
        "resolvedUser", "authDeniedReason", "failureReason", "callerPrincipal", "callerPrincipalTags",
        "callerX509SubjectCN", "callerX509IssuerOU", "callerX509SANNameCN", "callerX509SANDNS", "callerX509SANURI",
        "listenerId", "listenerType", "callerPrincipalOrgID",
    ];

    private static DataplaneTable Logged(ServiceEntry service, params TargetEntry[] targets)
    {
        var table = Table(service with { Logs = [To("als-service")] }, Group("tg-a", targets));
        return table with { Vpcs = [table.Vpcs[0] with { Logs = [To("als-network")] }, table.Vpcs[1]] };
    }

    private static LogEntry To(string subscription) =>
        new(subscription, "res", AccessLogDestinationKind.Stream, "stream", "000000000000", "us-east-1");

    private static IEnumerable<string> Texts(JsonObject line, params string[] fields) =>
        fields.Select(field => line[field]!.ToString());
}

/// <summary>The promises of <see cref="AccessLogTests"/>, kept by the event loops.</summary>
public sealed class AccessLogByLoopsTests() : AccessLogTests(HttpEngine.Loops);

/// <summary>The same, kept by Kestrel.</summary>
public sealed class AccessLogByKestrelTests() : AccessLogTests(HttpEngine.Kestrel);
