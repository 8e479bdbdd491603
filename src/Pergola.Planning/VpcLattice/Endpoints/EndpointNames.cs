using Pergola.Domain.Network;
using Pergola.Planning.Ec2;

namespace Pergola.Planning.VpcLattice;

/// <summary>The names and ids that endpoints give to what they lead to.</summary>
internal static class EndpointNames
{
    /// <summary>A service in the network behind an endpoint.</summary>
    public static string OfService(VpcEndpoint endpoint, string associationId, string region) =>
        $"{endpoint.VpcEndpointId}-{associationId}.{ServiceDns.Partition}.vpc-lattice-svcs.{region}.on.aws";

    /// <summary>A resource behind an endpoint, through a network or by itself.</summary>
    /// <param name="associationId">What brings it into the network; null by itself.</param>
    public static string OfResource(string endpointId, string? associationId, string configurationId, string region) =>
        ResourceDns.NameOf(
            associationId is null ? endpointId : $"{endpointId}-{associationId}", configurationId, region);

    /// <summary>
    /// The id of one association of an endpoint. AWS shows <c>vpce-rsc-asc-…</c> for resources; the other words are
    /// ours.
    /// </summary>
    public static string AssociationId(string word, string endpointId, string memberId) =>
        PrefixLists.StableId($"vpce-{word}-asc-", $"{endpointId} {memberId}");
}
