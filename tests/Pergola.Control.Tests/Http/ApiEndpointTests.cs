using System.Net;
using System.Text;
using Pergola.Core;

namespace Pergola.Control.Tests.Http;

/// <summary>What a client sees of the door, over a real connection.</summary>
public sealed class ApiEndpointTests
{
    private const string Arn = "arn:aws:vpc-lattice:us-east-1:123456789012:service/svc-0123456789abcdef0";

    [Theory]
    [InlineData("123456789012", "123456789012")]
    [InlineData("AKIDEXAMPLE", "000000000000")]
    [InlineData("12345678901", "000000000000")]
    public async Task The_access_key_names_the_account_and_the_scope_names_the_region(string key, string account)
    {
        await using var door = await RunningDoor.OpenAsync();

        var answer = await SendAsync(door, Signed(Form("Action=GetCallerIdentity&Version=2011-06-15"), key, "sts"));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains(
            $"<UserId>eu-west-1</UserId><Account>{account}</Account><Arn>arn:aws:iam::{account}:root</Arn>",
            answer.Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_without_a_signature_is_of_the_default_account_and_region()
    {
        await using var door = await RunningDoor.OpenAsync();

        var answer = await SendAsync(door, Form("Action=GetCallerIdentity&Version=2011-06-15"));

        Assert.Contains(
            "<UserId>us-east-1</UserId><Account>000000000000</Account>", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_is_in_the_ledger_when_its_answer_comes()
    {
        await using var door = await RunningDoor.OpenAsync();

        var answer = await SendAsync(door, Form("Action=CreateVpc&Version=2016-11-15&CidrBlock=10.0.0.0%2F16"));

        Assert.Contains("<vpcId>vpc-1</vpcId>", answer.Text, StringComparison.Ordinal);
        var realm = door.Ledger.Current.In(new Scope("000000000000", "us-east-1"));
        Assert.Equal("10.0.0.0/16", realm.Of<Domain.Network.Vpc>()["vpc-1"].CidrBlock);
    }

    [Fact]
    public async Task An_answer_tells_where_the_servers_time_went()
    {
        await using var door = await RunningDoor.OpenAsync();
        door.Time.AutoAdvanceAmount = TimeSpan.FromMilliseconds(1);

        using var change = await door.Client.SendAsync(
            Form("Action=CreateVpc&Version=2016-11-15&CidrBlock=10.0.0.0%2F16"), TestContext.Current.CancellationToken);
        using var refusal = await door.Client.SendAsync(
            Form("Action=Nonsense&Version=2016-11-15"), TestContext.Current.CancellationToken);

        Assert.Matches(
            @"^total;dur=\d+, decide;dur=1, journal;dur=1$", change.Headers.GetValues("Server-Timing").Single());
        Assert.Matches(
            @"^total;dur=\d+, decide;dur=0, journal;dur=0$", refusal.Headers.GetValues("Server-Timing").Single());
    }

    [Fact]
    public async Task An_arn_in_the_path_arrives_whole()
    {
        await using var door = await RunningDoor.OpenAsync();

        var answer = await SendAsync(door, Rest(HttpMethod.Get, "/tags/" + Uri.EscapeDataString(Arn)));

        Assert.Equal($$$"""{"tags":{"of":"{{{Arn}}}"}}""", answer.Text);
    }

    [Fact]
    public async Task A_deletion_is_answered_without_a_body()
    {
        await using var door = await RunningDoor.OpenAsync();

        var answer = await SendAsync(door, Rest(
            HttpMethod.Delete,
            "/services/svc-0123456789abcdef0/listeners/listener-0123456789abcdef0/rules/rule-0123456789abcdef0"));

        Assert.Equal((HttpStatusCode.NoContent, ""), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task A_refusal_has_its_status_and_the_request_id_in_header_and_body()
    {
        await using var door = await RunningDoor.OpenAsync();

        var answer = await SendAsync(door, Form("Action=GetRole&Version=2010-05-08&RoleName=web"));

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.True(Guid.TryParse(answer.RequestId, out _));
        Assert.Contains("<Code>NoSuchEntity</Code>", answer.Text, StringComparison.Ordinal);
        Assert.Contains($"<RequestId>{answer.RequestId}</RequestId>", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bug_in_one_decision_is_a_500_for_one_request_only()
    {
        await using var door = await RunningDoor.OpenAsync();

        var bug = await SendAsync(door, Target("AmazonEC2ContainerServiceV20141113.CreateCluster", "{}"));
        var next = await SendAsync(door, Form("Action=CreateVpc&Version=2016-11-15&CidrBlock=10.0.0.0%2F16"));

        Assert.Equal(HttpStatusCode.InternalServerError, bug.Status);
        Assert.Contains("\"__type\":\"ServerException\"", bug.Text, StringComparison.Ordinal);
        Assert.Contains(bug.RequestId, bug.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("A bug", bug.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, next.Status);
    }

    [Fact]
    public async Task An_operation_without_a_decision_is_not_implemented_and_not_retried()
    {
        await using var door = await RunningDoor.OpenAsync();

        var ecs = await SendAsync(door, Target("AmazonEC2ContainerServiceV20141113.ListClusters", "{}"));
        var ec2 = await SendAsync(door, Form("Action=DeleteVpc&Version=2016-11-15"));

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (ecs.Status, ec2.Status));
        Assert.Contains("Pergola does not implement the operation ListClusters", ecs.Text, StringComparison.Ordinal);
        Assert.Contains(
            "The action DeleteVpc is not valid for this web service.", ec2.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_beyond_the_limit_is_refused_in_the_words_of_its_protocol(bool chunked)
    {
        await using var door = await RunningDoor.OpenAsync();
        var request = Target("AmazonEC2ContainerServiceV20141113.CreateCluster", new string(' ', 10_000_000));
        request.Headers.TransferEncodingChunked = chunked;

        var answer = await SendAsync(door, request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
        Assert.Contains("RequestEntityTooLargeException", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chunked_body_is_read_like_any_other()
    {
        await using var door = await RunningDoor.OpenAsync();
        var request = Form("Action=DescribeVpcs&Version=2016-11-15&VpcId.1=vpc-9");
        request.Headers.TransferEncodingChunked = true;

        Assert.Contains("<vpcId>vpc-9</vpcId>", (await SendAsync(door, request)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_whose_framing_is_broken_is_refused()
    {
        await using var door = await RunningDoor.OpenAsync();

        var answer = await door.SendRawAsync(
            "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Amz-Target: Logs_20140328.CreateLogGroup\r\n"
            + "Transfer-Encoding: chunked\r\n\r\nthis is not a chunk\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.Contains("\"__type\":\"SerializationException\"", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_leaves_in_the_middle_of_its_body_disturbs_nobody()
    {
        await using var door = await RunningDoor.OpenAsync();

        await door.SendAndLeaveAsync("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{\"a\":");

        var next = await SendAsync(door, Form("Action=GetCallerIdentity&Version=2011-06-15"));
        Assert.Equal(HttpStatusCode.OK, next.Status);
    }

    [Fact]
    public async Task A_signature_that_is_not_whole_is_refused_even_where_none_is_needed()
    {
        await using var door = await RunningDoor.OpenAsync();
        var request = Form("Action=GetCallerIdentity&Version=2011-06-15");
        request.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=nobody");

        var answer = await SendAsync(door, request);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("<Code>IncompleteSignature</Code>", answer.Text, StringComparison.Ordinal);
    }

    internal static HttpRequestMessage Form(string form) => new(HttpMethod.Post, "/")
    {
        Content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded"),
    };

    internal static HttpRequestMessage Target(string target, string body) => new(HttpMethod.Post, "/")
    {
        Content = new StringContent(body, Encoding.UTF8, "application/x-amz-json-1.1"),
        Headers = { { "X-Amz-Target", target } },
    };

    internal static HttpRequestMessage Rest(HttpMethod method, string target) =>
        Signed(new HttpRequestMessage(method, target), "AKIDEXAMPLE", "vpc-lattice");

    internal static async Task<(HttpStatusCode Status, string RequestId, string Text)> SendAsync(
        RunningDoor door, HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await door.Client.SendAsync(request);
            Assert.NotNull(response.Headers.Date);
            return (
                response.StatusCode,
                response.Headers.GetValues("x-amzn-RequestId").Single(),
                await response.Content.ReadAsStringAsync());
        }
    }

    private static HttpRequestMessage Signed(HttpRequestMessage request, string key, string service)
    {
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"AWS4-HMAC-SHA256 Credential={key}/20150830/eu-west-1/{service}/aws4_request, SignedHeaders=host, "
            + $"Signature={new string('0', 64)}");
        return request;
    }
}
