using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Pergola.Planning;
using Pergola.Wire.Schemas;

namespace Pergola.Testing;

/// <summary>
/// The API over plain HTTP, for tests that need no judge: says which account, region and service it means as every
/// AWS client does, in the signature's scope.
/// </summary>
public sealed class ApiClient(
    string endpoint, string account = "000000000000", string region = "ap-northeast-1") : IDisposable
{
    private static readonly UriCreationOptions s_untouched = new(
        ) { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>Far longer than any answer takes: only a hang gets there.</summary>
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(20) };

    public string Region => region;

    public void Dispose() => _http.Dispose();

    /// <summary>An EC2 call; parameters are written <c>Name=value</c>.</summary>
    public Task<ApiAnswer> TryEc2Async(string action, params string[] parameters) =>
        FormAsync(Service("ec2"), action, [.. parameters.Select(Pair)]);

    public async Task<ApiAnswer> Ec2Async(string action, params string[] parameters) =>
        (await TryEc2Async(action, parameters)).MustSucceed($"{action} {string.Join(' ', parameters)}");

    public async Task<ApiAnswer> IamAsync(string action, params string[] parameters) =>
        (await FormAsync(Service("iam"), action, [.. parameters.Select(Pair)])).MustSucceed(action);

    public async Task<ApiAnswer> StsAsync(string action, params string[] parameters) =>
        (await FormAsync(Service("sts"), action, [.. parameters.Select(Pair)])).MustSucceed(action);

    public async Task<JsonObject> EcsAsync(string operation, JsonObject body) =>
        (await JsonAsync(Service("ecs"), operation, body.ToJsonString())).MustSucceed($"{operation} {body}").Json;

    public async Task<JsonObject> AcmAsync(string operation, JsonObject body) =>
        (await JsonAsync(Service("acm"), operation, body.ToJsonString())).MustSucceed($"{operation} {body}").Json;

    public async Task<JsonObject> LatticeAsync(HttpMethod method, string path, JsonObject? body = null)
    {
        var text = body?.ToJsonString();
        var answer = await SendAsync(Service("vpc-lattice"), method, path, text, "application/json");
        answer.MustSucceed($"{method} {path} {text}");
        return answer.Body.Length == 0 ? [] : answer.Json;
    }

    public Task<ApiAnswer> FormAsync(
        ServiceModel service, string action, IReadOnlyList<KeyValuePair<string, string>> parameters)
    {
        var all = new List<KeyValuePair<string, string>>
        {
            new("Action", action),
            new("Version", service.ApiVersion),
        };
        all.AddRange(parameters);
        var text = string.Join('&', all.Select(p => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(p.Value)}"));
        return SendAsync(service, HttpMethod.Post, "/", text, "application/x-www-form-urlencoded");
    }

    public Task<ApiAnswer> JsonAsync(ServiceModel service, string operation, string body) => SendAsync(
        service, HttpMethod.Post, "/", body, "application/x-amz-json-1.1",
            ("X-Amz-Target", $"{service.TargetPrefix}.{operation}"));

    /// <summary>Sends exactly this path and body.</summary>
    public async Task<ApiAnswer> SendAsync(
        ServiceModel? service,
        HttpMethod method,
        string path,
        string? body,
        string contentType,
        params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(endpoint + path, s_untouched));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (service is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Amz-Date", "20260101T000000Z");
            request.Headers.TryAddWithoutValidation("Authorization", Scope(service.SigningName));
        }

        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return new ApiAnswer(
            (int)response.StatusCode,
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            response.Headers.TryGetValues("x-amzn-ErrorType", out var types) ? types.First() : null,
            response.Headers.ConnectionClose ?? false);
    }

    public static ServiceModel Service(string id) => AllBindings.Services.Single(s => s.Id == id);

    /// <summary>A well-formed signature with the scope that tells where the request goes; nobody here checks its
    /// sum.</summary>
    public string Scope(string signingName) =>
        $"AWS4-HMAC-SHA256 Credential={account}/20260101/{region}/{signingName}/aws4_request, "
        + $"SignedHeaders=host;x-amz-date, Signature={new string('0', 64)}";

    private static KeyValuePair<string, string> Pair(string parameter)
    {
        var equals = parameter.IndexOf('=', StringComparison.Ordinal);
        return new(parameter[..equals], parameter[(equals + 1)..]);
    }
}
