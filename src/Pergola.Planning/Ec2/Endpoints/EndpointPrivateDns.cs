using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.VpcLattice;
using Shape = Pergola.Api.Ec2;
using VpcEndpoint = Pergola.Domain.Network.VpcEndpoint;

namespace Pergola.Planning.Ec2;

/// <summary>
/// Private DNS of endpoints: the resources' own names resolve to the endpoint in its VPC (VPC Lattice user guide,
/// "Resource configurations").
/// </summary>
internal static class EndpointPrivateDns
{
    /// <summary>The refusal of options that cannot be, or of a second endpoint for the same names.</summary>
    public static Ec2Error? Refuse(
        Shape.CreateVpcEndpointRequest request, Snapshot snapshot, Scope scope, LatticeResource target)
    {
        var options = request.DnsOptions;
        if (options?.PrivateDnsOnlyForInboundResolverEndpoint == true)
        {
            return new Ec2Error.InvalidParameterCombination(
                "DnsOptions.PrivateDnsOnlyForInboundResolverEndpoint is only for Interface endpoints; leave it out.");
        }

        var faults = PrivateDns.Faults(options is null ? null : new DnsOptions
        {
            PrivateDnsPreference = options.PrivateDnsPreference,
            PrivateDnsSpecifiedDomains = options.PrivateDnsSpecifiedDomains,
        });
        if (faults.FirstOrDefault() is { } fault)
        {
            return new Ec2Error.InvalidParameterValue(fault.Message);
        }

        if (request.PrivateDnsEnabled != true)
        {
            return null;
        }

        var vpc = snapshot.In(scope).Of<Vpc>()[request.VpcId];
        return vpc is { EnableDnsSupport: true, EnableDnsHostnames: true }
            ? RefuseSecond(snapshot, scope, vpc, target)
            : new Ec2Error.DifferentNetworks(
                "Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true "
                + $"for {vpc.VpcId}.");
    }

    // A resource endpoint and a network's endpoint cannot both answer to one resource's name in a VPC.
    private static Ec2Error.DifferentNetworks? RefuseSecond(
        Snapshot snapshot, Scope scope, Vpc vpc, LatticeResource target)
    {
        var named = Configurations(snapshot, target).ToHashSet(StringComparer.Ordinal);
        var other = snapshot.In(scope).Of<VpcEndpoint>().Under(vpc.VpcId)
            .Where(each => each.PrivateDnsEnabled && VpcEndpoints.Serves(each))
            .Select(each => (each.VpcEndpointId, Shared: EndpointMember.Of(snapshot, scope, each)
                .Where(member => member.Association?.PrivateDnsEnabled ?? true)
                .Select(member => member.Configuration.Id)
                .FirstOrDefault(named.Contains)))
            .FirstOrDefault(each => each.Shared is not null);
        return other.Shared is null
            ? null
            : new Ec2Error.DifferentNetworks(
                $"{other.VpcEndpointId} has private DNS for {other.Shared} in {vpc.VpcId} already; only one endpoint "
                + "of a VPC can have it.");
    }

    private static IEnumerable<string> Configurations(Snapshot snapshot, LatticeResource target) => target switch
    {
        ServiceNetwork network => ResourceEntrance.Of(snapshot, network)
            .Where(entrance => entrance.Association.PrivateDnsEnabled)
            .Select(entrance => entrance.Configuration.Id),
        _ => ConfigurationFamily.ChildrenOf(snapshot.In(Ownership.Of(target)), target.Id)
            .Select(child => child.Id)
            .Prepend(target.Id),
    };
}
