using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using Pergola.Core;
using Pergola.Planning.Dataplane;

namespace Pergola.Proxy.Routing;

/// <summary>Host names of one VPC to the ids of services; the same for every table until a name changes.</summary>
internal sealed class HostTable
{
    // A DNS name has at most 253 characters; a final dot, a colon and a port may follow.
    private const int HostBytesMax = 260;

    private readonly FrozenDictionary<string, HostEntry>.AlternateLookup<ReadOnlySpan<char>> _services;

    public HostTable(ValueList<HostEntry> hosts)
    {
        Entries = hosts;
        _services = hosts
            .ToFrozenDictionary(host => host.Host, StringComparer.OrdinalIgnoreCase)
            .GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>What it was made of.</summary>
    public ValueList<HostEntry> Entries { get; }

    /// <summary>
    /// The service that a Host header names, whatever its case, port or final dot; null when there is none.
    /// </summary>
    public string? Find(ReadOnlySpan<char> host) => FindEntry(host)?.ServiceId;

    /// <summary>The same, over a host as it came.</summary>
    public string? Find(ReadOnlySpan<byte> host) => FindEntry(host)?.ServiceId;

    /// <summary>Everything that is known of a host.</summary>
    public HostEntry? FindEntry(ReadOnlySpan<byte> host)
    {
        if (host.Length > HostBytesMax)
        {
            return null;
        }

        Span<char> text = stackalloc char[HostBytesMax];
        return Ascii.ToUtf16(host, text, out var length) == OperationStatus.Done ? FindEntry(text[..length]) : null;
    }

    private HostEntry? FindEntry(ReadOnlySpan<char> host)
    {
        var colon = host.LastIndexOf(':');
        if (colon >= 0)
        {
            host = host[..colon];
        }

        if (host.EndsWith('.'))
        {
            host = host[..^1];
        }

        return _services.TryGetValue(host, out var entry) ? entry : null;
    }
}
