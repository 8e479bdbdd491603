namespace Pergola.Proxy.Exchange;

/// <summary>The headers that VPC Lattice adds, strips and returns (user guide, "HTTP targets").</summary>
internal static class LatticeHeaders
{
    public const string ForwardedFor = "x-forwarded-for";
    public const string ForwardedPort = "x-forwarded-port";
    public const string ForwardedProto = "x-forwarded-proto";
    public const string Identity = "x-amzn-lattice-identity";
    public const string IdentityTags = "x-amzn-lattice-identity-tags";
    public const string Network = "x-amzn-lattice-network";
    public const string Target = "x-amzn-lattice-target";
    public const string RequestId = "x-amzn-requestid";
}
