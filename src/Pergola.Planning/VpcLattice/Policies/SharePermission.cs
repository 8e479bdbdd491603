using System.Collections.Immutable;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// What an account may do with a resource of a kind that another account shares with it: the same through AWS RAM and
/// through a resource policy (VPC Lattice user guide, "Share your VPC Lattice entities").
/// </summary>
/// <param name="ResourceType">What RAM calls the kind.</param>
/// <param name="Required">What every policy must allow: reading first, then what associates.</param>
/// <param name="Later">What came when there were policies already, which therefore need not have it.</param>
internal sealed record SharePermission(
    string ResourceType, ImmutableArray<string> Required, ImmutableArray<string> Later)
{
    public const string AssociateService = "vpc-lattice:CreateServiceNetworkServiceAssociation";
    public const string AssociateVpc = "vpc-lattice:CreateServiceNetworkVpcAssociation";
    public const string AssociateResource = "vpc-lattice:CreateServiceNetworkResourceAssociation";

    /// <summary>A permission without an operation (Service Authorization Reference).</summary>
    public const string AssociateEndpoint = "vpc-lattice:CreateServiceNetworkVpcEndpointAssociation";

    public static SharePermission ServiceNetwork { get; } = new(
        "vpc-lattice:ServiceNetwork",
        ["vpc-lattice:GetServiceNetwork", AssociateService, AssociateVpc],
        [AssociateResource, AssociateEndpoint]);

    public static SharePermission Service { get; } = new(
        "vpc-lattice:Service", ["vpc-lattice:GetService", AssociateService], []);

    public static SharePermission ResourceConfiguration { get; } = new(
        "vpc-lattice:ResourceConfiguration", ["vpc-lattice:GetResourceConfiguration", AssociateResource], []);

    /// <summary>The action of seeing the resource.</summary>
    public string Read => Required[0];

    /// <summary>All that sharing through AWS RAM allows.</summary>
    public ImmutableArray<string> Actions { get; } = [.. Required, .. Later];

    /// <summary>The permission for that resource's kind.</summary>
    public static SharePermission Of(LatticeResource resource) => resource switch
    {
        Domain.VpcLattice.ServiceNetwork => ServiceNetwork,
        LatticeService => Service,
        _ => ResourceConfiguration,
    };
}
