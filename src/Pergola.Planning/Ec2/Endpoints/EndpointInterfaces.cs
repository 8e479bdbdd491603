using System.Collections.Immutable;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>
/// The interfaces of an endpoint: EC2 makes and removes them, so they are requester-managed, and they name the endpoint
/// where they hold a subnet or a security group.
/// </summary>
internal static class EndpointInterfaces
{
    private const string RequesterId = "amazon-vpc";

    /// <summary>One interface for each of these subnets, or the refusal of the first that cannot be.</summary>
    /// <param name="addresses">The addresses that they must have; any other subnet gives its next free one.</param>
    public static (ImmutableArray<NetworkInterface> Interfaces, ApiError? Refusal) Allocate(
        VpcEndpoint endpoint,
        IEnumerable<string> subnetIds,
        IReadOnlyList<Shape.SubnetConfiguration> addresses,
        Snapshot snapshot,
        Scope scope,
        DateTimeOffset now,
        IEntropy entropy)
    {
        var interfaces = new List<NetworkInterface>();
        foreach (var subnetId in subnetIds)
        {
            var request = new InterfaceRequest(
                subnetId,
                endpoint.SecurityGroupIds,
                $"VPC Endpoint Interface {endpoint.VpcEndpointId}",
                $"vpc-endpoint/{endpoint.VpcEndpointId}",
                Sandbox: null,
                RequesterId,
                InterfaceType: "vpc_endpoint",
                PrivateIpAddress: addresses.FirstOrDefault(each => each.SubnetId == subnetId)?.Ipv4);
            var outcome = InterfaceAllocation.Allocate(snapshot, scope, request, now, entropy, interfaces);
            if (outcome is InterfaceOutcome.Refused refused)
            {
                return ([], refused.Error);
            }

            interfaces.Add(((InterfaceOutcome.Allocated)outcome).Interface);
        }

        return ([.. interfaces], null);
    }
}
