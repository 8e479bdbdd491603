using System.Net;
using Pergola.Core;

namespace Pergola.Proxy.Dns;

/// <summary>What a VPC's resolver knows about a question.</summary>
internal abstract record DnsOutcome
{
    private DnsOutcome()
    {
    }

    /// <summary>The name has these IPv4 addresses.</summary>
    public sealed record Addresses(ValueList<IPAddress> Values) : DnsOutcome;

    /// <summary>The address has this name.</summary>
    public sealed record Pointer(string Name) : DnsOutcome;

    /// <summary>The name is there, but not with the type that was asked for.</summary>
    public sealed record NoRecords : DnsOutcome;

    /// <summary>There is no such name.</summary>
    public sealed record NoSuchName : DnsOutcome;

    /// <summary>We cannot say now.</summary>
    public sealed record Failed : DnsOutcome;

    /// <summary>Another class than the internet's.</summary>
    public sealed record Declined : DnsOutcome;

    /// <summary>The host's name server shall say.</summary>
    public sealed record Elsewhere : DnsOutcome;
}
