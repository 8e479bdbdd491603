using System.Security.Cryptography;
using System.Text;
using Pergola.Core;

namespace Pergola.Machine.Network;

/// <summary>
/// Short stamps of specs. A fabric leaves them in the machine beside what it made; a planner compares them with the
/// stamps of what is desired. Equal stamps mean that there is nothing to do.
/// </summary>
public static class FabricFingerprint
{
    // Raise it when the same spec is built differently by a newer release: everything is then redone once.
    private const string Layout = "2";

    /// <summary>Of the VPC's structure: addresses, routes and gateways, without interfaces and rules.</summary>
    public static string Of(VpcSpec vpc) => Stamp(vpc with
    {
        SecurityGroups = [],
        Interfaces = [],
        Lattice = vpc.Lattice is null ? null : new LatticeAttachmentSpec([]),
        Endpoints = [.. vpc.Endpoints.Select(each => each with { SecurityGroupIds = [], Resources = [] })],
        ResourceGateways = [.. vpc.ResourceGateways.Select(each => each with { SecurityGroupIds = [] })],
    });

    /// <summary>Of everything that the VPC's rules are made from.</summary>
    public static string OfRules(VpcSpec vpc) => Stamp(vpc with
    {
        Interfaces = [.. vpc.Interfaces.Select(each => each with { MacAddress = "", Sandbox = null, Owner = "" })],
    });

    /// <summary>Of one interface as it is plugged in. Its groups and public address are matters of the rules.</summary>
    public static string Of(VpcSpec vpc, InterfaceSpec spec)
    {
        var subnet = vpc.Subnets.FirstOrDefault(each => each.SubnetId == spec.SubnetId)?.Cidr;
        var plugged = spec with { SecurityGroupIds = [], PublicAddress = null, Owner = "" };
        return Stamp(new PluggedInterface(plugged, subnet));
    }

    // Records print every member in order of declaration, and a list prints its elements: one text per value.
    private static string Stamp(object value) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Layout} {value}"))[..8]);

    private sealed record PluggedInterface(InterfaceSpec Interface, Cidr? Subnet);
}
