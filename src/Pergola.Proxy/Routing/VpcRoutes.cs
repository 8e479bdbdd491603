using System.Text;
using Pergola.Planning.Access;
using Pergola.Planning.Dataplane;
using Pergola.Proxy.Exchange;

namespace Pergola.Proxy.Routing;

/// <summary>What can be reached from one VPC.</summary>
internal sealed class VpcRoutes(
    VpcEntry entry, HostTable hosts, Dictionary<string, ServiceRoutes> services, AccessKeys keys)
{
    public string VpcArn { get; } = entry.VpcArn;

    public string ServiceNetworkArn { get; } = entry.ServiceNetworkArn ?? "";

    public HostTable Hosts { get; } = hosts;

    /// <summary>Whose signatures are believed.</summary>
    public AccessKeys Keys { get; } = keys;

    /// <summary>Where the network's log goes.</summary>
    public int Log { get; init; }

    /// <summary>The beginning of an access log's line.</summary>
    public byte[] LogPart { get; } = Encoding.UTF8.GetBytes(
        $"{{\"serviceNetworkArn\":\"{entry.ServiceNetworkArn}\",\"sourceVpcArn\":\"{entry.VpcArn}\",\"sourceVpcId\":\""
        + $"{entry.VpcArn[(entry.VpcArn.LastIndexOf('/') + 1)..]}\"");

    /// <summary>The line about the client's VPC, for targets.</summary>
    public byte[] NetworkLine { get; } =
        Encoding.UTF8.GetBytes($"{LatticeHeaders.Network}: SourceVpcArn={entry.VpcArn}\r\n");

    /// <summary>The second part of the line about the way to the target.</summary>
    public byte[] ServiceNetworkPart { get; } =
        Encoding.UTF8.GetBytes($"; ServiceNetworkArn={entry.ServiceNetworkArn}");

    /// <summary>Whether some listener that can be reached here speaks so on that port.</summary>
    public bool Speaks(int port, ListenerProtocol protocol) => entry.Ports.Any(
        each => each.Port == port && each.Protocol == protocol);

    /// <summary>Whether TLS is spoken on that port, by some listener at least.</summary>
    public bool SpeaksTls(int port)
    {
        foreach (var each in entry.Ports.AsSpan())
        {
            if (each.Port == port && each.Protocol != ListenerProtocol.Http)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The service that a Host header names; null when none can be reached under that name.</summary>
    public ServiceRoutes? Find(ReadOnlySpan<char> host) => Service(Hosts.Find(host));

    /// <inheritdoc cref="Find(ReadOnlySpan{char})"/>
    public ServiceRoutes? Find(ReadOnlySpan<byte> host) => Service(Hosts.Find(host));

    private ServiceRoutes? Service(string? id) => id is null ? null : services.GetValueOrDefault(id);
}
