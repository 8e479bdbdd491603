using System.Net;
using System.Net.Sockets;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;

namespace Pergola.Planning.Ec2;

/// <summary>What CreateRoute and ReplaceRoute ask for, in common.</summary>
/// <param name="Unsupported">Targets that Pergola does not carry packets to, by parameter; null when not asked.</param>
internal sealed record RouteRequest(
    string? DestinationCidrBlock,
    string? DestinationIpv6CidrBlock,
    string? DestinationPrefixListId,
    string? GatewayId,
    string? NatGatewayId,
    params IReadOnlyList<string?> Unsupported)
{
    /// <summary>The route, checked; the error says what cannot be.</summary>
    public Ec2Error? Read(Realm realm, string region, RouteTable table, out Route route)
    {
        route = new Route { GatewayId = GatewayId, NatGatewayId = NatGatewayId };
        var destinationError = DestinationError(
            realm, region, DestinationCidrBlock, DestinationIpv6CidrBlock, DestinationPrefixListId, out var asked);
        if (destinationError is not null)
        {
            return destinationError;
        }

        route = asked with { GatewayId = GatewayId, NatGatewayId = NatGatewayId };
        return TargetError(realm, table);
    }

    /// <summary>The destination of a route, in canonical form; the error says what cannot be.</summary>
    public static Ec2Error? DestinationError(
        Realm realm, string region, string? cidr, string? ipv6Cidr, string? listId, out Route destination)
    {
        destination = new Route();
        if (new[] { cidr, ipv6Cidr, listId }.Count(text => text is not null) != 1)
        {
            return new Ec2Error.InvalidParameterCombination(
                "Exactly one of destinationCidrBlock, destinationIpv6CidrBlock and destinationPrefixListId must be "
                + "given.");
        }

        if (cidr is not null)
        {
            var known = Cidr.TryParse(cidr, out var network);
            destination = new Route { DestinationCidrBlock = network?.ToString() };
            return known ? null : NotANetwork("destinationCidrBlock", cidr);
        }

        if (ipv6Cidr is not null)
        {
            var valid = IPNetwork.TryParse(ipv6Cidr, out var network)
                && network.BaseAddress.AddressFamily == AddressFamily.InterNetworkV6;
            destination = new Route { DestinationIpv6CidrBlock = valid ? $"{network}" : null };
            return valid ? null : NotANetwork("destinationIpv6CidrBlock", ipv6Cidr);
        }

        destination = new Route { DestinationPrefixListId = listId };
        return PrefixLists.Find(realm, region, listId) is null ? new Ec2Error.NotFound(Noun.PrefixList, listId!) : null;
    }

    private static Ec2Error.InvalidParameterValue NotANetwork(string parameter, string text) =>
        new($"Value ({text}) for parameter {parameter} is invalid. This is not a valid CIDR block.");

    private Ec2Error? TargetError(Realm realm, RouteTable table)
    {
        if (Unsupported.Any(target => target is not null))
        {
            return new Ec2Error.Unsupported(
                "Routes lead to internet gateways and NAT gateways; other targets are not supported.");
        }

        if (GatewayId is null == NatGatewayId is null)
        {
            return new Ec2Error.InvalidParameterCombination(
                "Exactly one target must be given: gatewayId or natGatewayId.");
        }

        return GatewayId is null ? NatGatewayError(realm, table, NatGatewayId!) : GatewayError(realm, table, GatewayId);
    }

    private static Ec2Error? GatewayError(Realm realm, RouteTable table, string gatewayId)
    {
        if (!realm.Of<InternetGateway>().TryGet(gatewayId, out var gateway))
        {
            return new Ec2Error.GatewayNotFound(gatewayId);
        }

        return gateway.VpcId == table.VpcId ? null : OtherNetwork(table, "network gateway", gatewayId);
    }

    private static Ec2Error? NatGatewayError(Realm realm, RouteTable table, string natGatewayId)
    {
        if (realm.Of<NatGateway>().Find(natGatewayId) is not { Stands: true } gateway)
        {
            return new Ec2Error.NatGatewayIdNotFound(natGatewayId);
        }

        return gateway.VpcId == table.VpcId ? null : OtherNetwork(table, "NAT gateway", natGatewayId);
    }

    private static Ec2Error.InvalidParameterValue OtherNetwork(RouteTable table, string what, string id) =>
        new($"route table {table.RouteTableId} and {what} {id} belong to different networks");
}
