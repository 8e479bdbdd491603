using System.Globalization;
using System.Text;
using Pergola.Planning.Access;
using Pergola.Proxy.Exchange.Http1;
using Pergola.Proxy.Routing;
using Pergola.Proxy.Tls;

namespace Pergola.Proxy.Telemetry;

/// <summary>
/// One request as access logs tell it (VPC Lattice user guide, "Access logs"). Absent values are written as <c>-</c>,
/// as in AWS's real records. Nothing is allocated.
/// </summary>
internal readonly ref struct AccessLine
{
    /// <summary>Enough for every line: texts are cut so that escaping them fits.</summary>
    public const int BytesMax = 32 * 1024;

    /// <summary>Longer paths are cut; it is the longest that browsers send.</summary>
    public const int PathMax = 2048;

    // Longer than any real host, agent or ARN.
    private const int TextMax = 512;

    public required VpcRoutes Vpc { get; init; }

    public required ServiceRoutes Service { get; init; }

    public required ListenerRoutes Listener { get; init; }

    public GroupRoute? Group { get; init; }

    public TargetRoute? Target { get; init; }

    public AccessCaller? Caller { get; init; }

    /// <summary>Which level denied it; null when none did.</summary>
    public AccessLevel? DeniedBy { get; init; }

    /// <summary>One of the documented reasons; empty when nothing failed.</summary>
    public ReadOnlySpan<byte> Failure { get; init; }

    /// <summary>What the client agreed on with us; null when it does not speak TLS.</summary>
    public TlsFacts? Tls { get; init; }

    /// <summary>Client's address and port.</summary>
    public ReadOnlySpan<byte> Source { get; init; }

    public ReadOnlySpan<byte> Method { get; init; }

    public ReadOnlySpan<byte> Path { get; init; }

    public ReadOnlySpan<byte> Host { get; init; }

    public ReadOnlySpan<byte> UserAgent { get; init; }

    public ReadOnlySpan<byte> RequestId { get; init; }

    public bool IsVersion2 { get; init; }

    public bool IsVersion11 { get; init; }

    public DateTimeOffset Start { get; init; }

    public int Status { get; init; }

    public long BytesReceived { get; init; }

    public long BytesSent { get; init; }

    /// <summary>Milliseconds, as the two below.</summary>
    public long Duration { get; init; }

    public long ToTarget { get; init; }

    public long FromTarget { get; init; }

    /// <summary>Writes the line as one JSON object.</summary>
    /// <returns>How long it is.</returns>
    public int Write(Span<byte> space)
    {
        var to = new ByteWriter(space);
        to.Add(Vpc.LogPart);
        to.Add(Service.LogPart);
        to.Add(Listener.LogPart);
        to.Add(Group is null ? GroupRoute.NoLogPart : Group.LogPart);
        Add(ref to, ",\"sourceIpPort\":\""u8, Source, TextMax);
        Add(ref to, "\",\"targetIpPort\":\""u8, Target is null ? default : Target.IpPort, TextMax);
        Add(ref to, "\",\"requestMethod\":\""u8, Method, TextMax);
        Add(ref to, "\",\"requestPath\":\""u8, Path, PathMax);
        Add(ref to, "\",\"hostHeader\":\""u8, Host, TextMax);
        Add(ref to, "\",\"userAgent\":\""u8, UserAgent, TextMax);
        Add(ref to, "\",\"requestId\":\""u8, RequestId, TextMax);
        to.Add("\",\"protocol\":\"HTTP/"u8);
        to.Add(IsVersion2 ? "2"u8 : IsVersion11 ? "1.1"u8 : "1.0"u8);
        Add(ref to, "\",\"serverNameIndication\":\""u8, Tls is null ? default : Tls.ServerName, TextMax);
        Add(ref to, "\",\"tlsVersion\":\""u8, Tls is null ? default : Tls.Version, TextMax);
        Add(ref to, "\",\"sslCipher\":\""u8, Tls is null ? default : Tls.Cipher, TextMax);
        to.Add("\",\"startTime\":\""u8);
        AddTime(ref to);
        AddNumbers(ref to);
        AddCaller(ref to);
        Add(ref to, "\",\"failureReason\":\""u8, Failure, TextMax);
        to.Add("\"}"u8);
        return to.Length;
    }

    private void AddTime(ref ByteWriter to)
    {
        Span<byte> time = stackalloc byte[20];
        Start.UtcDateTime.TryFormat(time, out var length, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        to.Add(time[..length]);
    }

    private void AddNumbers(ref ByteWriter to)
    {
        Add(ref to, "\",\"responseCode\":"u8, Status);
        Add(ref to, ",\"bytesReceived\":"u8, BytesReceived);
        Add(ref to, ",\"bytesSent\":"u8, BytesSent);
        Add(ref to, ",\"duration\":"u8, Duration);
        Add(ref to, ",\"requestToTargetDuration\":"u8, ToTarget);
        Add(ref to, ",\"responseFromTargetDuration\":"u8, FromTarget);
    }

    // Who called is known when somebody asked: a service that lets everybody in does not.
    private void AddCaller(ref ByteWriter to)
    {
        to.Add(",\"grpcResponseCode\":\"-\",\"resolvedUser\":\""u8);
        if (Caller is null)
        {
            to.Add("Unknown"u8);
        }
        else
        {
            AddAscii(ref to, default, Caller.Arn ?? "Anonymous");
        }

        AddAscii(ref to, "\",\"authDeniedReason\":\""u8, DeniedBy?.ToString());
        AddAscii(ref to, "\",\"callerPrincipal\":\""u8, Caller?.Arn);
        AddAscii(ref to, "\",\"callerPrincipalTags\":\""u8, Tags());
        to.Add("\",\"callerPrincipalOrgID\":\"-\",\"callerX509SubjectCN\":\"-\",\"callerX509IssuerOU\":\"-\""u8);
        to.Add(",\"callerX509SANNameCN\":\"-\",\"callerX509SANDNS\":\"-\",\"callerX509SANURI\":\"-"u8);
    }

    // JSON in a string. Only signed requests of roles with tags come here.
    private string? Tags()
    {
        if (Caller?.Role is not { Tags.Count: > 0 } role)
        {
            return null;
        }

        var text = new StringBuilder("{ ");
        foreach (var tag in role.Tags)
        {
            text.Append(text.Length > 2 ? ", " : "").Append('"').Append(tag.Name).Append("\": \"").Append(tag.Value)
                .Append('"');
        }

        return text.Append(" }").ToString();
    }

    private static void Add(ref ByteWriter to, ReadOnlySpan<byte> name, long number)
    {
        to.Add(name);
        to.AddNumber(number);
    }

    private static void AddAscii(ref ByteWriter to, ReadOnlySpan<byte> name, string? text)
    {
        if (text is null)
        {
            Add(ref to, name, default, 0);
            return;
        }

        Span<byte> bytes = stackalloc byte[TextMax * 4];
        var length = Encoding.UTF8.GetBytes(text.AsSpan(0, Math.Min(text.Length, TextMax)), bytes);
        Add(ref to, name, bytes[..length], TextMax * 4);
    }

    private static void Add(ref ByteWriter to, ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> text, int bytesMax)
    {
        to.Add(name);
        if (text.IsEmpty)
        {
            to.Add((byte)'-');
            return;
        }

        JsonBytes.Add(ref to, text[..Math.Min(text.Length, bytesMax)]);
    }
}
