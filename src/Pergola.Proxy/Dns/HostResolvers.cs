using System.Net;

namespace Pergola.Proxy.Dns;

/// <summary>The name servers of the host.</summary>
public static class HostResolvers
{
    /// <summary>glibc's limit, MAXNS: further lines have no effect there either.</summary>
    private const int ServersMax = 3;

    /// <summary>The servers that the text of a <c>resolv.conf</c> names, in order.</summary>
    public static IReadOnlyList<IPEndPoint> Parse(string text)
    {
        var servers = new List<IPEndPoint>();
        foreach (var line in text.Split('\n'))
        {
            var words = line.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            if (words is ["nameserver", var address, ..]
                && IPAddress.TryParse(address, out var server)
                && servers.Count < ServersMax)
            {
                servers.Add(new IPEndPoint(server, 53));
            }
        }

        return servers;
    }
}
