using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>GetResourceGateway and ListResourceGateways.</summary>
internal static class ReadResourceGateways
{
    public static Decision<GetResourceGatewayResponse> Get(
        GetResourceGatewayRequest request, Snapshot snapshot, Given given)
    {
        if (!LatticeLookup.TryFind<ResourceGateway>(
            snapshot.In(given.Scope), request.ResourceGatewayIdentifier, out var gateway, out var refusal))
        {
            return refusal;
        }

        return new GetResourceGatewayResponse
        {
            Name = gateway.Name,
            Id = gateway.Id,
            Arn = gateway.Arn,
            Status = gateway.Status,
            VpcId = gateway.VpcId,
            SubnetIds = gateway.SubnetIds,
            ServiceManaged = false,
            SecurityGroupIds = gateway.SecurityGroupIds,
            IpAddressType = gateway.IpAddressType,
            Ipv4AddressesPerEni = gateway.Ipv4AddressesPerEni,
            ResourceConfigDnsResolution = gateway.DnsResolution,
            CreatedAt = gateway.CreatedAt,
            LastUpdatedAt = gateway.LastUpdatedAt,
        };
    }

    public static Decision<ListResourceGatewaysResponse> List(
        ListResourceGatewaysRequest request, Snapshot snapshot, Given given)
    {
        if (!Page<ResourceGateway>.TryCut(
            VpcLatticeApi.ListResourceGateways,
            request,
            given,
            snapshot.In(given.Scope).Of<ResourceGateway>().All,
            out var page,
            out var refusal))
        {
            return refusal;
        }

        return new ListResourceGatewaysResponse
        {
            Items = [.. page.Resources.Select(Summary)],
            NextToken = page.NextToken,
        };
    }

    private static ResourceGatewaySummary Summary(ResourceGateway gateway) => new()
    {
        Name = gateway.Name,
        Id = gateway.Id,
        Arn = gateway.Arn,
        Status = gateway.Status,
        VpcIdentifier = gateway.VpcId,
        SubnetIds = gateway.SubnetIds,
        SecurityGroupIds = gateway.SecurityGroupIds,
        IpAddressType = gateway.IpAddressType,
        Ipv4AddressesPerEni = gateway.Ipv4AddressesPerEni,
        ResourceConfigDnsResolution = gateway.DnsResolution,
        CreatedAt = gateway.CreatedAt,
        LastUpdatedAt = gateway.LastUpdatedAt,
    };
}
