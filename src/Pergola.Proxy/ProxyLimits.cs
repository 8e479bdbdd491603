namespace Pergola.Proxy;

/// <summary>What the proxy waits for and how much it takes, each with its reason.</summary>
internal static class ProxyLimits
{
    /// <summary>All header names and values together. AWS: "60 K in total", answered with 400.</summary>
    public const int HeaderBytesMax = 60 * 1024;

    /// <summary>Header lines of a request. AWS: "more than 100 headers", answered with 400.</summary>
    public const int HeadersMax = 100;

    /// <summary>
    /// What Kestrel reads before it gives up by itself (with 431): far enough above AWS's limits that the answer to a
    /// request which breaks those is ours.
    /// </summary>
    public const int ParserHeaderBytesMax = 4 * HeaderBytesMax;

    /// <inheritdoc cref="ParserHeaderBytesMax"/>
    public const int ParserHeadersMax = 10 * HeadersMax;

    /// <summary>
    /// A request's head in all: a target as long as the headers may be, the headers, and what stands around them.
    /// </summary>
    public const int HeadBytesMax = 128 * 1024;

    /// <summary>An answer's head in all. AWS does not say; HttpClient's limit, which the first engine had.</summary>
    public const int AnswerHeadBytesMax = 64 * 1024;

    /// <summary>Header lines of an answer. AWS does not say; nobody has seen so many.</summary>
    public const int AnswerHeadersMax = 1000;

    /// <summary>The line before a chunk. A size has 15 digits at most; extensions are rare, and none is long.</summary>
    public const int ChunkLineBytesMax = 4096;

    /// <summary>The fields behind a chunked body: few, as a rule one checksum or one status.</summary>
    public const int TrailerBytesMax = 16 * 1024;

    /// <summary>A request id longer than this is cut. AWS: "cut at 512 bytes".</summary>
    public const int RequestIdMax = 512;

    /// <summary>Connections that wait to be accepted: the kernel's own default of net.core.somaxconn.</summary>
    public const int Backlog = 4096;

    /// <summary>Accepted connections that wait for the server; more than a server that works ever has.</summary>
    public const int AcceptedMax = 1024;

    /// <summary>Unused connections of one loop to one target: as many as it had requests at once, if few.</summary>
    public const int IdlePerTargetMax = 1024;

    /// <summary>What is carried at once in one direction between a client and a resource.</summary>
    public const int RelayBytes = 64 * 1024;

    /// <summary>To open a connection to a target. AWS does not say; a lost SYN is repeated after 1 and 3 s.</summary>
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <summary>How long a connection lives. AWS: "10 min, regardless of idle timeout".</summary>
    public static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(10);

    /// <summary>How long a connection may wait between requests when no service says so. AWS's default.</summary>
    public static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long a client's connection may wait for its first request: AWS's longest idle timeout, because the service
    /// is not known before the request is.
    /// </summary>
    public static readonly TimeSpan IdleTimeoutMax = TimeSpan.FromSeconds(600);

    /// <summary>How long a client may take to agree on TLS: Kestrel's limit, a hundred times what it takes.</summary>
    public static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(10);

    /// <summary>How long a head may be on its way: Kestrel's limit, enough for any line.</summary>
    public static readonly TimeSpan HeadTimeout = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long the rest of a request that was already answered is read and thrown away, so that the client can read
    /// the answer before its connection closes.
    /// </summary>
    public static readonly TimeSpan LingerTimeout = TimeSpan.FromSeconds(5);

    /// <summary>An unused connection to a target is closed after this. AWS's default idle timeout.</summary>
    public static readonly TimeSpan UpstreamIdleTimeout = TimeSpan.FromSeconds(60);

    /// <summary>A connection to a resource on which nothing moves is closed. AWS: "350 s", no other limit.</summary>
    public static readonly TimeSpan ResourceIdleTimeout = TimeSpan.FromSeconds(350);

    /// <summary>The pause of an accept loop that has run out of descriptors or buffers.</summary>
    public static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(50);

    /// <summary>How long running requests may take to finish when the proxy stops.</summary>
    public static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);
}
