using System.Net;
using Pergola.Core;
using Pergola.Machine.Network;

namespace Pergola.Machine.Linux.Tests.Network;

/// <summary>Networks in few words. Immutable: each step gives a new builder.</summary>
internal sealed record FabricBuilder(string Prefix, ValueList<VpcSpec> Vpcs)
{
    public FabricBuilder(string prefix)
        : this(prefix, [])
    {
    }

    public FabricSpec Spec => new(1, Vpcs);

    /// <summary>A VPC with one subnet, the first /24 of its network, unless the steps add others.</summary>
    public FabricBuilder Vpc(string id, string cidr, Func<VpcBuilder, VpcBuilder> fill)
    {
        var empty = new VpcSpec(id, [Cidr.Parse(cidr)], [], [], [], null, false, [], DnsSupport: true);
        var vpc = fill(new VpcBuilder(empty, Prefix)).Spec;
        return this with { Vpcs = [.. Vpcs.Where(each => each.VpcId != id), vpc] };
    }
}

/// <summary>One VPC in few words.</summary>
internal sealed record VpcBuilder(VpcSpec Spec, string Prefix)
{
    public VpcBuilder Subnet(string cidr, params RouteSpec[] routes) => this with
    {
        Spec = Spec with
        {
            Subnets = [.. Spec.Subnets, new SubnetSpec($"subnet-{cidr}", Cidr.Parse(cidr), [.. routes])],
        },
    };

    /// <summary>A group. Without a rule about egress it allows all of it, as a new group of EC2 does.</summary>
    public VpcBuilder Group(string id, params Allow[] rules)
    {
        ValueList<SecurityGroupRuleSpec> ingress = [.. rules.Where(rule => rule.Incoming).Select(rule => rule.Spec)];
        var egress = rules.Where(rule => !rule.Incoming).ToList();
        var group = new SecurityGroupSpec(
            id, ingress, [.. (egress.Count == 0 ? [Allow.ToAnywhere] : egress).Select(rule => rule.Spec)]);
        return this with { Spec = Spec with { SecurityGroups = [.. Spec.SecurityGroups, group] } };
    }

    public VpcBuilder Interface(string id, string address, params string[] groups) =>
        PublicInterface(id, address, null, groups);

    public VpcBuilder PublicInterface(string id, string address, string? publicAddress, params string[] groups)
    {
        var ip = IPAddress.Parse(address);
        var subnet = Spec.Subnets.First(each => each.Cidr.Contains(ip)).SubnetId;
        var mac = $"02:00:{string.Join(':', ip.GetAddressBytes().Select(each => each.ToString("x2", null)))}";
        var added = new InterfaceSpec(
            id,
            subnet,
            ip,
            mac,
            [.. groups],
            publicAddress is null ? null : IPAddress.Parse(publicAddress),
            $"{Prefix}-box.{id}",
            $"test/{id}");
        return this with { Spec = Spec with { Interfaces = [.. Spec.Interfaces, added] } };
    }

    public VpcBuilder Associated(params string[] groups) =>
        this with { Spec = Spec with { Lattice = new LatticeAttachmentSpec([.. groups]) } };

    /// <summary>A resource behind the association.</summary>
    public VpcBuilder Resource(string address, int port) => this with
    {
        Spec = Spec with
        {
            Lattice = Spec.Lattice! with
            {
                Resources = [.. Spec.Lattice.Resources, new(IPAddress.Parse(address), port, port)],
            },
        },
    };

    public VpcBuilder ResourceGateway(string address, params string[] groups) => this with
    {
        Spec = Spec with
        {
            ResourceGateways = [.. Spec.ResourceGateways, new("rgw-1", [IPAddress.Parse(address)], [.. groups])],
        },
    };

    /// <summary>An endpoint at one address, with a resource at a port of it.</summary>
    public VpcBuilder Endpoint(string id, string address, int port, params string[] groups) => this with
    {
        Spec = Spec with
        {
            Endpoints =
            [
                .. Spec.Endpoints,
                new(id, [IPAddress.Parse(address)], [.. groups])
                {
                    Resources = [new(IPAddress.Parse(address), port, port)],
                },
            ],
        },
    };

    public VpcBuilder InternetGateway() => this with { Spec = Spec with { InternetGateway = true } };

    public VpcBuilder NatGateway(string id, string subnetCidr, string address, string publicAddress) => this with
    {
        Spec = Spec with
        {
            NatGateways =
            [
                .. Spec.NatGateways,
                new NatGatewaySpec(
                    id, $"subnet-{subnetCidr}", IPAddress.Parse(address), IPAddress.Parse(publicAddress)),
            ],
        },
    };
}

/// <summary>One allowance in few words. A peer is a network or the name of a group.</summary>
internal sealed record Allow(bool Incoming, SecurityGroupRuleSpec Spec)
{
    public static Allow ToAnywhere { get; } = new(false, Rule(null, null, null, "0.0.0.0/0"));

    public static Allow Nothing { get; } =
        new(false, new SecurityGroupRuleSpec("none", 6, 1, 1, new PeerSpec.Addresses([])));

    public static Allow TcpFrom(string peer, int first, int? last = null) => new(true, Rule(6, first, last, peer));

    public static Allow TcpTo(string peer, int first, int? last = null) => new(false, Rule(6, first, last, peer));

    public static Allow UdpFrom(string peer, int port) => new(true, Rule(17, port, null, peer));

    public static Allow PingFrom(string peer) => new(true, Rule(1, -1, -1, peer));

    public static Allow AllFrom(string peer) => new(true, Rule(null, null, null, peer));

    private static SecurityGroupRuleSpec Rule(int? protocol, int? first, int? last, string peer) => new(
        $"sgr-{protocol}-{first}-{peer}",
        protocol,
        first,
        last ?? first,
        Cidr.TryParse(peer, out var cidr) ? new PeerSpec.Addresses([cidr]) : new PeerSpec.Group(peer));
}
