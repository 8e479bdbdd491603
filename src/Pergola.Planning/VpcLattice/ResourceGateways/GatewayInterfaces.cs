using System.Collections.Immutable;
using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.Ec2;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// The interfaces of a resource gateway: made and removed by VPC Lattice, so that EC2 shows them as requester-managed
/// and names the gateway where they hold a subnet or a security group.
/// </summary>
internal static class GatewayInterfaces
{
    private const string RequesterId = "amazon-vpc-lattice";

    /// <summary>One interface for each subnet of the gateway, or the refusal of the first that cannot be.</summary>
    public static (ImmutableArray<NetworkInterface> Interfaces, LatticeError? Refusal) Allocate(
        ResourceGateway gateway, Snapshot snapshot, Given given)
    {
        var interfaces = new List<NetworkInterface>();
        foreach (var subnetId in gateway.SubnetIds)
        {
            var request = new InterfaceRequest(
                subnetId,
                gateway.SecurityGroupIds,
                $"VPC Lattice resource gateway {gateway.Id}",
                $"resource-gateway/{gateway.Id}",
                Sandbox: null,
                RequesterId);
            var outcome = InterfaceAllocation.Allocate(
                snapshot, given.Scope, request, given.Now, given.Entropy, interfaces);
            if (outcome is InterfaceOutcome.Refused refused)
            {
                return ([], LatticeError.Validation.Of("subnetIds", refused.Error.Message));
            }

            interfaces.Add(((InterfaceOutcome.Allocated)outcome).Interface);
        }

        return ([.. interfaces], null);
    }

    /// <summary>The gateway's interfaces with other security groups.</summary>
    public static IEnumerable<Change> Regroup(
        Given given, Realm realm, ResourceGateway gateway, ImmutableArray<string> groupIds) =>
        gateway.NetworkInterfaceIds.Select(id => new Change.Put(
            given.Scope, realm.Of<NetworkInterface>()[id] with { SecurityGroupIds = groupIds }));
}
