using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Pergola.Demo;

/// <summary>
/// The public API as any client sees it, reduced to what the demo says: a form for EC2 and IAM, JSON for ECS, paths for
/// VPC Lattice. The signature is well-formed and not checked unless the server is strict.
/// </summary>
internal sealed class ApiClient(Uri endpoint, string region) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = endpoint };

    /// <summary>
    /// Where the server says that the time of the last answer went, in milliseconds by metric; of use to those who ask
    /// one thing after another.
    /// </summary>
    public IReadOnlyDictionary<string, double> Timing { get; private set; } = new Dictionary<string, double>();

    /// <summary>An EC2 call; names and values in turn (<c>"VpcId", id</c>).</summary>
    public Task<XElement> Ec2Async(string action, params string[] parameters) =>
        QueryAsync("ec2", action, "2016-11-15", parameters);

    /// <summary>An IAM call; names and values in turn.</summary>
    public Task<XElement> IamAsync(string action, params string[] parameters) =>
        QueryAsync("iam", action, "2010-05-08", parameters);

    /// <summary>An ECS call.</summary>
    public async Task<JsonNode> EcsAsync(string operation, JsonObject input)
    {
        using var request = Request(HttpMethod.Post, "/", "ecs");
        request.Headers.Add("X-Amz-Target", $"AmazonEC2ContainerServiceV20141113.{operation}");
        request.Content = new StringContent(input.ToJsonString());
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.1");
        return JsonNode.Parse(await SendAsync(request, operation).ConfigureAwait(false))!;
    }

    /// <summary>A VPC Lattice call; null when the answer has no body.</summary>
    public async Task<JsonNode?> LatticeAsync(HttpMethod method, string path, JsonObject? input = null)
    {
        using var request = Request(method, path, "vpc-lattice");
        if (input is not null)
        {
            request.Content = new StringContent(input.ToJsonString(), Encoding.UTF8, "application/json");
        }

        var text = await SendAsync(request, $"{method} {path}").ConfigureAwait(false);
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }

    /// <summary>Whether a VPC Lattice resource is there.</summary>
    public async Task<bool> LatticeExistsAsync(string path)
    {
        using var request = Request(HttpMethod.Get, path, "vpc-lattice");
        using var response = await _http.SendAsync(request).ConfigureAwait(false);
        return response.IsSuccessStatusCode;
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<XElement> QueryAsync(string service, string action, string version, string[] parameters)
    {
        using var request = Request(HttpMethod.Post, "/", service);
        var form = new List<KeyValuePair<string, string>> { new("Action", action), new("Version", version) };
        for (var i = 0; i + 1 < parameters.Length; i += 2)
        {
            form.Add(new(parameters[i], parameters[i + 1]));
        }

        request.Content = new FormUrlEncodedContent(form);
        var answer = XElement.Parse(await SendAsync(request, action).ConfigureAwait(false));
        foreach (var element in answer.DescendantsAndSelf())
        {
            element.Name = element.Name.LocalName;
        }

        return answer;
    }

    private HttpRequestMessage Request(HttpMethod method, string path, string service)
    {
        var request = new HttpRequestMessage(method, path);
        var now = TimeProvider.System.GetUtcNow();
        var day = now.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        request.Headers.TryAddWithoutValidation(
            "X-Amz-Date", now.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"AWS4-HMAC-SHA256 Credential=000000000000/{day}/{region}/{service}/aws4_request, "
            + $"SignedHeaders=host;x-amz-date, Signature={new string('0', 64)}");
        return request;
    }

    private async Task<string> SendAsync(HttpRequestMessage request, string what)
    {
        using var response = await _http.SendAsync(request).ConfigureAwait(false);
        var text = await response.Content.ReadAsStringAsync().ConfigureAwait(false);
        Timing = ReadTiming(response);
        return response.IsSuccessStatusCode
            ? text
            : throw new DemoException($"{what} was refused with {(int)response.StatusCode}: {text}");
    }

    private static Dictionary<string, double> ReadTiming(HttpResponseMessage response) =>
        !response.Headers.TryGetValues("Server-Timing", out var values) ? [] : values
            .SelectMany(value => value.Split(", "))
            .Select(metric => metric.Split(";dur="))
            .ToDictionary(parts => parts[0], parts => double.Parse(parts[1], CultureInfo.InvariantCulture));
}

/// <summary>The demo cannot go on; the message says why.</summary>
internal sealed class DemoException(string message) : Exception(message);
