using System.Collections.Immutable;
using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.VpcLattice;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>
/// Changes an endpoint's security groups, and the subnets of one of type Resource. It is Pending until the node's VPC
/// stands with them.
/// </summary>
internal static class ModifyVpcEndpoint
{
    public static Decision<Shape.ModifyVpcEndpointResult> Decide(
        Shape.ModifyVpcEndpointRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!realm.Of<VpcEndpoint>().TryGet(request.VpcEndpointId, out var endpoint))
        {
            return new Ec2Error.NotFound(Noun.VpcEndpoint, request.VpcEndpointId);
        }

        if ((RefuseParameters(request, endpoint) ?? RefuseState(endpoint)) is { } refused)
        {
            return refused;
        }

        var groups = Changed(endpoint.SecurityGroupIds, request.AddSecurityGroupIds, request.RemoveSecurityGroupIds);
        var subnets = Changed(endpoint.SubnetIds, request.AddSubnetIds, request.RemoveSubnetIds);
        if ((RefuseEmpty("security groups", groups) ?? RefuseEmpty("subnets", subnets)
            ?? InterfaceAllocation.GroupsError(realm, endpoint.VpcId, groups)
            ?? EndpointPlace.RefuseSubnets(realm, endpoint.VpcId, subnets)
            ?? RefuseApart(snapshot, given, endpoint, subnets)) is { } error)
        {
            return error;
        }

        return Accept(endpoint with { SecurityGroupIds = groups }, subnets, request, snapshot, given);
    }

    private static Decision<Shape.ModifyVpcEndpointResult> Accept(
        VpcEndpoint endpoint,
        ImmutableArray<string> subnets,
        Shape.ModifyVpcEndpointRequest request,
        Snapshot snapshot,
        Given given)
    {
        var kept = endpoint.NetworkInterfaceIds
            .Select(id => snapshot.In(given.Scope).Of<NetworkInterface>()[id])
            .ToLookup(each => subnets.Contains(each.SubnetId));
        var (added, refusal) = EndpointInterfaces.Allocate(
            endpoint, subnets.Except(endpoint.SubnetIds), request.SubnetConfigurations ?? [], snapshot, given.Scope,
            given.Now, given.Entropy);
        if (refusal is not null)
        {
            return new Decision<Shape.ModifyVpcEndpointResult>.Reject(refusal);
        }

        ImmutableArray<NetworkInterface> interfaces =
            [.. kept[true].Select(each => each with { SecurityGroupIds = endpoint.SecurityGroupIds }), .. added];
        var staying = interfaces.Select(each => each.NetworkInterfaceId).ToHashSet(StringComparer.Ordinal);
        return new Decision<Shape.ModifyVpcEndpointResult>.Accept(
            new Shape.ModifyVpcEndpointResult { Return = true },
            [
                .. interfaces.Select(each => new Change.Put(given.Scope, each)),
                .. kept[false].Select(each => Done.Remove<NetworkInterface>(given.Scope, each.NetworkInterfaceId)),
                new Change.Put(given.Scope, endpoint with
                {
                    SubnetIds = [.. interfaces.Select(each => each.SubnetId)],
                    NetworkInterfaceIds = [.. interfaces.Select(each => each.NetworkInterfaceId)],
                    Resources =
                    [
                        .. endpoint.Resources.Select(each => each with
                        {
                            Addresses = each.Addresses.RemoveAll(one => !staying.Contains(one.NetworkInterfaceId)),
                        }),
                    ],
                    State = VpcEndpointState.Pending,
                    SinceRevision = snapshot.Revision + 1,
                }),
            ]);
    }

    private static Ec2Error? RefuseParameters(Shape.ModifyVpcEndpointRequest request, VpcEndpoint endpoint)
    {
        var isNetworks = endpoint.EndpointType == VpcEndpointKind.ServiceNetwork;
        (string Name, bool IsChanged)[] fixedParameters =
        [
            ("PolicyDocument", request.PolicyDocument is not null || request.ResetPolicy == true),
            ("AddRouteTableId", request.AddRouteTableIds is { Count: > 0 }),
            ("RemoveRouteTableId", request.RemoveRouteTableIds is { Count: > 0 }),
            ("IpAddressType", request.IpAddressType is { } family && !family.Equals(
                "ipv4", StringComparison.OrdinalIgnoreCase)),
            ("PrivateDnsEnabled", request.PrivateDnsEnabled is { } isEnabled
                && isEnabled != endpoint.PrivateDnsEnabled),
            ("DnsOptions", request.DnsOptions is { } options && IsOther(options, endpoint)),
            ("AddSubnetId", isNetworks && request.AddSubnetIds is { Count: > 0 }),
            ("RemoveSubnetId", isNetworks && request.RemoveSubnetIds is { Count: > 0 }),
        ];
        return fixedParameters.FirstOrDefault(each => each.IsChanged).Name is { } name
            ? new Ec2Error.InvalidParameterCombination(
                $"{name} of a VPC endpoint of type {endpoint.EndpointType} cannot be changed; make another endpoint.")
            : null;
    }

    private static bool IsOther(Shape.DnsOptionsSpecification options, VpcEndpoint endpoint) =>
        (options.PrivateDnsPreference is { } preference && preference != endpoint.PrivateDnsPreference)
        || (options.PrivateDnsSpecifiedDomains is { Count: > 0 } domains
            && !domains.Order().SequenceEqual(endpoint.PrivateDnsSpecifiedDomains.Order()));

    private static Ec2Error? RefuseState(VpcEndpoint endpoint) => endpoint.State is VpcEndpointState.Available
        ? null
        : new Ec2Error.IncorrectState(
            $"{endpoint.VpcEndpointId} is {endpoint.State}; it can be changed while it is Available.");

    private static Ec2Error? RefuseEmpty(string what, ImmutableArray<string> rest) => rest.IsEmpty
        ? new Ec2Error.InvalidParameterValue($"The endpoint would have no {what}; leave it at least one.")
        : null;

    private static Ec2Error? RefuseApart(
        Snapshot snapshot, Given given, VpcEndpoint endpoint, ImmutableArray<string> subnets) =>
        snapshot.In(VpcEndpoints.OwnerOfTarget(endpoint)).Of<ResourceConfiguration>().Find(endpoint.TargetId) is { } led
            ? EndpointPlace.RefuseApart(snapshot, given.Scope, subnets, led)
            : null;

    private static ImmutableArray<string> Changed(
        ImmutableArray<string> present, IReadOnlyList<string>? added, IReadOnlyList<string>? removed) =>
        [.. present.Except(removed ?? []).Union(added ?? [], StringComparer.Ordinal)];
}
