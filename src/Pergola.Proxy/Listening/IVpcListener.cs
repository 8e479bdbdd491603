using System.Net;

namespace Pergola.Proxy.Listening;

/// <summary>One listening socket inside a VPC and the connections that came through it.</summary>
internal interface IVpcListener : IAsyncDisposable
{
    string VpcId { get; }

    IPEndPoint LocalEndPoint { get; }

    /// <summary>Connections that are open.</summary>
    int Open { get; }

    /// <summary>Stops listening and lets the connections finish what they are doing.</summary>
    ValueTask DrainAsync();
}
