using System.Net;
using Pergola.Core;

namespace Pergola.Proxy.Dns;

/// <summary>What the host's name servers say of a name.</summary>
internal sealed class DnsLookup(DnsForwarder forwarder)
{
    /// <summary>Its texts; null when nobody answered.</summary>
    public async ValueTask<ValueList<string>?> TextsAsync(string name, CancellationToken cancel) =>
        await AskAsync(name, DnsRecords.TypeText, cancel) is { } answer ? DnsRecords.Texts(answer) : null;

    /// <summary>Its IPv4 addresses; null when nobody answered.</summary>
    public async ValueTask<ValueList<IPAddress>?> AddressesAsync(string name, CancellationToken cancel) =>
        await AskAsync(name, DnsQuery.TypeA, cancel) is { } answer ? DnsRecords.Addresses(answer) : null;

    private async ValueTask<byte[]?> AskAsync(string name, ushort type, CancellationToken cancel)
    {
        if (!forwarder.CanForward)
        {
            return null;
        }

        var question = DnsRecords.Question(name, type);
        var answer = await forwarder.ForwardAsync(question, overTcp: false, cancel);
        return answer is not null && DnsRecords.IsTruncated(answer)
            ? await forwarder.ForwardAsync(question, overTcp: true, cancel)
            : answer;
    }
}
