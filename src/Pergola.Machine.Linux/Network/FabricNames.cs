namespace Pergola.Machine.Linux.Network;

/// <summary>Names of namespaces. Every one starts with the instance's prefix.</summary>
internal sealed record FabricNames(string Prefix)
{
    /// <summary>What every name of this instance starts with; the dash ends the prefix.</summary>
    public string All => $"{Prefix}-";

    /// <summary>What the names of this instance's VPCs start with.</summary>
    public string VpcPrefix => $"{Prefix}-vpc.";

    /// <summary>The namespace where public addresses meet.</summary>
    public string Public => $"{Prefix}-pub";

    /// <summary>A VPC's namespace.</summary>
    public string Vpc(string vpcId) => VpcPrefix + vpcId;

    /// <summary>The VPC of a namespace.</summary>
    public string VpcId(string name) => name[VpcPrefix.Length..];
}
