namespace Pergola.Proxy.Dns;

/// <summary>Sizes and waits of the resolver, each with its reason.</summary>
internal static class DnsLimits
{
    /// <summary>A header and the shortest question. Nothing shorter can be answered.</summary>
    public const int HeaderBytes = 12;

    /// <summary>RFC 1035, 2.3.4: a name with its length bytes.</summary>
    public const int NameBytesMax = 255;

    /// <summary>RFC 1035, 2.3.4.</summary>
    public const int LabelBytesMax = 63;

    /// <summary>So many of the shortest labels, of two bytes, fit into the longest name.</summary>
    public const int LabelsMax = NameBytesMax / 2;

    /// <summary>RFC 1035, 4.2.1: an answer over UDP to a client that says nothing about itself.</summary>
    public const int UdpBytesMin = 512;

    /// <summary>The largest answer over UDP: the value of DNS flag day 2020, which no path fragments.</summary>
    public const int UdpBytesMax = 1232;

    /// <summary>The largest message: TCP's length prefix has 16 bits.</summary>
    public const int MessageBytesMax = ushort.MaxValue;

    /// <summary>Questions that wait for the host's name server; more are dropped, and the client asks again.</summary>
    public const int ForwardedMax = 256;

    /// <summary>TCP connections to one resolver address; glibc opens one per truncated answer.</summary>
    public const int ConnectionsMax = 64;

    /// <summary>How long an answer may be kept. Addresses of services never change while the name exists.</summary>
    public const uint TimeToLiveSeconds = 60;

    /// <summary>How long the absence of a name may be kept: short, because names appear with their resources.</summary>
    public const uint NegativeTimeToLiveSeconds = 5;

    /// <summary>One try of one of the host's name servers. glibc gives up after 5 s; two tries fit.</summary>
    public static readonly TimeSpan ForwardTimeout = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How often watched TXT records are asked for: a person who publishes one waits for it, and no server minds.
    /// </summary>
    public static readonly TimeSpan TxtInterval = TimeSpan.FromSeconds(30);

    /// <summary>A TCP client that sends nothing is closed. RFC 7766, 6.2.3: "on the order of a few seconds".</summary>
    public static readonly TimeSpan TcpIdleTimeout = TimeSpan.FromSeconds(10);
}
