using System.Net;
using Pergola.Core;
using Pergola.Machine.Network;
using Pergola.Planning.Telemetry;

namespace Pergola.Proxy;

/// <summary>How the data plane stands on a machine. The defaults are those of a node with namespaces.</summary>
public sealed record DataplaneOptions
{
    /// <summary>Which addresses are bound.</summary>
    public DataplanePlacement Placement { get; init; } = new DataplanePlacement.Namespaces();

    /// <summary>What moves the bytes of HTTP listeners.</summary>
    public HttpEngine Engine { get; init; } = HttpEngine.Loops;

    /// <summary>Where access logs and metrics go; null lets them go nowhere.</summary>
    public ITelemetry? Telemetry { get; init; }

    /// <summary>
    /// The secret of access keys that nobody handed out; null believes whoever signs with one, as the API does.
    /// </summary>
    public string? LastingSecret { get; init; }

    /// <summary>
    /// Who makes certificates for Lattice's generated names; null: HTTPS works with custom domains only.
    /// </summary>
    public ICertificateAuthority? Authority { get; init; }

    /// <summary>
    /// Who invokes Lambda functions, by their ARNs: endpoints that speak Lambda's Invoke API. One without a path gets
    /// the Invoke API's own.
    /// </summary>
    public IReadOnlyDictionary<string, Uri> Functions { get; init; } = new Dictionary<string, Uri>();

    /// <summary>
    /// The host's name servers, asked for names that no VPC answers; empty means that such names do not exist.
    /// </summary>
    public IReadOnlyList<IPEndPoint> HostResolvers { get; init; } = [];
}

/// <summary>What moves the bytes of HTTP listeners.</summary>
public enum HttpEngine
{
    /// <summary>Event loops of our own for HTTP/1.1; what they do not speak goes to Kestrel.</summary>
    Loops,

    /// <summary>Kestrel and IHttpForwarder for everything: slower, and what the loops are compared with.</summary>
    Kestrel,
}

/// <summary>Which addresses the data plane binds, and from which it connects.</summary>
public abstract record DataplanePlacement
{
    private DataplanePlacement()
    {
    }

    /// <summary>
    /// Every VPC has a namespace: listeners take the port in all of it and serve the Lattice range only.
    /// </summary>
    public sealed record Namespaces : DataplanePlacement
    {
        internal override IPEndPoint Listener(string vpcId, int port) => new(IPAddress.Any, port);

        internal override IPEndPoint EndpointListener(string endpointId, IPAddress address, int port) =>
            new(address, port);

        internal override IPEndPoint Resolver(string vpcId, IPAddress address) => new(address, 53);

        internal override IPEndPoint ResourceListener(string vpcId) => WellKnown.ResourceListener;

        internal override bool Diverts => true;

        internal override IPAddress? Source => WellKnown.LatticeSource;

        internal override bool Serves(IPAddress local) => WellKnown.Lattice.Contains(local);
    }

    /// <summary>
    /// VPCs are logical and share the host's loopback: addresses are given, port 0 lets the system choose.
    /// </summary>
    /// <param name="ListenerAt">VPC id and port of a listener to the address to bind.</param>
    /// <param name="ResolverAt">VPC id and resolver address to the address to bind.</param>
    public sealed record Loopback(
        Func<string, int, IPEndPoint> ListenerAt, Func<string, IPAddress, IPEndPoint> ResolverAt) : DataplanePlacement
    {
        internal override IPEndPoint Listener(string vpcId, int port) => ListenerAt(vpcId, port);

        internal override IPEndPoint EndpointListener(string endpointId, IPAddress address, int port) =>
            ListenerAt(endpointId, port);

        internal override IPEndPoint Resolver(string vpcId, IPAddress address) => ResolverAt(vpcId, address);

        internal override IPEndPoint ResourceListener(string vpcId) => ListenerAt(vpcId, 0);

        internal override bool Diverts => false;

        internal override IPAddress? Source => null;

        internal override bool Serves(IPAddress local) => true;
    }

    /// <summary>
    /// The source address of connections to targets; null lets the system choose, and nothing is bound freely.
    /// </summary>
    internal abstract IPAddress? Source { get; }

    internal abstract IPEndPoint Listener(string vpcId, int port);

    /// <summary>Where an endpoint listens at one of its addresses.</summary>
    internal abstract IPEndPoint EndpointListener(string endpointId, IPAddress address, int port);

    /// <summary>Where connections to all resources of a VPC are accepted.</summary>
    internal abstract IPEndPoint ResourceListener(string vpcId);

    /// <summary>
    /// Whether such connections arrive diverted, each with the address that its client asked for. Otherwise every one
    /// is for the VPC's first resource, at its first port.
    /// </summary>
    internal abstract bool Diverts { get; }

    internal abstract IPEndPoint Resolver(string vpcId, IPAddress address);

    /// <summary>Whether a connection that arrived at this address of ours is served.</summary>
    internal abstract bool Serves(IPAddress local);

    /// <summary>The same for a listener that may be bound to one address, which it then serves.</summary>
    internal bool Serves(IPEndPoint listener, IPAddress local) =>
        (listener.Address.Equals(local) && !listener.Address.Equals(IPAddress.Any)) || Serves(local);
}
