using System.Collections.Immutable;
using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.VpcLattice;
using Shape = Pergola.Api.Ec2;
using VpcEndpoint = Pergola.Domain.Network.VpcEndpoint;
using VpcEndpointKind = Pergola.Domain.Network.VpcEndpointKind;
using VpcEndpointState = Pergola.Domain.Network.VpcEndpointState;

namespace Pergola.Planning.Ec2;

/// <summary>What each endpoint leads to, and under which names.</summary>
internal static class DescribeVpcEndpointAssociations
{
    private const string Accessible = "Accessible";
    private const string Inaccessible = "Inaccessible";

    private static readonly Catalog<Shape.VpcEndpointAssociation> s_catalog = new(
        Noun.VpcEndpoint,
        static association => association.Id!,
        static (association, name) => name switch
        {
            "vpc-endpoint-id" => [association.VpcEndpointId],
            "association-id" => [association.Id],
            "associated-resource-accessibility" => [
                association.AssociatedResourceAccessibility,
                association.AssociatedResourceAccessibility == Accessible ? "AVAILABLE" : "PENDING"],
            "associated-resource-id" => [LatticeIds.IdIn(association.AssociatedResourceArn!)],
            "service-network-arn" => [association.ServiceNetworkArn],
            "service-network-name" => [association.ServiceNetworkName],
            "resource-configuration-group-arn" => [association.ResourceConfigurationGroupArn],
            _ => null,
        });

    public static Decision<Shape.DescribeVpcEndpointAssociationsResult> Decide(
        Shape.DescribeVpcEndpointAssociationsRequest request, Snapshot snapshot, Given given)
    {
        var endpoints = snapshot.In(given.Scope).Of<VpcEndpoint>();
        if ((request.VpcEndpointIds ?? []).FirstOrDefault(id => endpoints.Find(id) is null) is { } absent)
        {
            return new Ec2Error.NotFound(Noun.VpcEndpoint, absent);
        }

        var asked = request.VpcEndpointIds is { Count: > 0 } ids
            ? endpoints.All.Where(each => ids.Contains(each.VpcEndpointId))
            : endpoints.All;
        return s_catalog.Search(
            asked.SelectMany(each => Of(snapshot, given.Scope, each)),
            new Query(null, request.Filters, request.MaxResults, request.NextToken),
            (found, next) => new Shape.DescribeVpcEndpointAssociationsResult
            {
                VpcEndpointAssociations = found,
                NextToken = next,
            });
    }

    private static IEnumerable<Shape.VpcEndpointAssociation> Of(
        Snapshot snapshot, Scope scope, VpcEndpoint endpoint)
    {
        var network = endpoint is { EndpointType: VpcEndpointKind.ServiceNetwork, TargetId: { } id }
            ? Ownership.Get<ServiceNetwork>(snapshot, scope, id)
            : null;
        return
        [
            .. network is null ? [] : Services(snapshot, scope, endpoint, network),
            .. EndpointMember.Of(snapshot, scope, endpoint)
                .Select(member => OfResource(snapshot, scope, endpoint, network, member)),
        ];
    }

    private static IEnumerable<Shape.VpcEndpointAssociation> Services(
        Snapshot snapshot, Scope scope, VpcEndpoint endpoint, ServiceNetwork network) =>
        Associations.ServicesOf(snapshot.In(Ownership.Of(network)), network.Id)
            .Where(_ => VpcEndpoints.Serves(endpoint))
            .Where(member => member.Status is ServiceNetworkServiceAssociationStatus.CreateInProgress
                or ServiceNetworkServiceAssociationStatus.Active)
            .Select(member => new Shape.VpcEndpointAssociation
            {
                Id = EndpointNames.AssociationId("svc", endpoint.VpcEndpointId, member.Id),
                VpcEndpointId = endpoint.VpcEndpointId,
                ServiceNetworkArn = network.Arn,
                ServiceNetworkName = network.Name,
                AssociatedResourceAccessibility = Word(
                    endpoint.State == VpcEndpointState.Available
                    && member.Status == ServiceNetworkServiceAssociationStatus.Active),
                AssociatedResourceArn = Ownership.Get<LatticeService>(snapshot, scope, member.ServiceId).Arn,
                DnsEntry = new Shape.DnsEntry
                {
                    DnsName = EndpointNames.OfService(endpoint, member.Id, scope.Region),
                    HostedZoneId = ServiceDns.HostedZoneOf(scope.Region),
                },
            });

    private static Shape.VpcEndpointAssociation OfResource(
        Snapshot snapshot, Scope scope, VpcEndpoint endpoint, ServiceNetwork? network, EndpointMember member)
    {
        var zone = ServiceDns.HostedZoneOf(scope.Region);
        var owner = snapshot.In(Ownership.Of(member.Configuration));
        var address = endpoint.Resources.FirstOrDefault(each => each.MemberId == member.Id);
        var privateName = member.PrivateNameAt(snapshot, endpoint);
        return new Shape.VpcEndpointAssociation
        {
            Id = EndpointNames.AssociationId("rsc", endpoint.VpcEndpointId, member.Id),
            VpcEndpointId = endpoint.VpcEndpointId,
            ServiceNetworkArn = network?.Arn,
            ServiceNetworkName = network?.Name,
            AssociatedResourceAccessibility = Word(
                endpoint.State == VpcEndpointState.Available && address is { Stands: true }),
            FailureCode = address is null && endpoint.State == VpcEndpointState.Available
                ? "InsufficientFreeAddressesInSubnet"
                : null,
            FailureReason = address is null && endpoint.State == VpcEndpointState.Available
                ? $"The subnets {string.Join(", ", endpoint.SubnetIds)} have no free address for it."
                : null,
            AssociatedResourceArn = member.Configuration.Arn,
            ResourceConfigurationGroupArn = member.Configuration.GroupId is { } groupId
                ? owner.Of<ResourceConfiguration>()[groupId].Arn
                : null,
            DnsEntry = new Shape.DnsEntry { DnsName = member.NameAt(endpoint, scope.Region), HostedZoneId = zone },
            PrivateDnsEntry = privateName is null
                ? null
                : new Shape.DnsEntry { DnsName = privateName, HostedZoneId = ResourceDns.ZoneOf(member.Id) },
        };
    }

    private static string Word(bool isAccessible) => isAccessible ? Accessible : Inaccessible;
}
