using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Pergola.Domain.Network;

/// <summary>The kinds of resources of this folder.</summary>
internal static class NetworkKinds
{
    public static ImmutableArray<ResourceKind> All { get; } =
    [
        ResourceKind.Of("vpc", NetworkJson.Default.Vpc),
        ResourceKind.Of("subnet", NetworkJson.Default.Subnet),
        ResourceKind.Of("network-interface", NetworkJson.Default.NetworkInterface),
        ResourceKind.Of("security-group", NetworkJson.Default.SecurityGroup),
        ResourceKind.Of("internet-gateway", NetworkJson.Default.InternetGateway),
        ResourceKind.Of("route-table", NetworkJson.Default.RouteTable),
        ResourceKind.Of("elastic-ip", NetworkJson.Default.ElasticIp),
        ResourceKind.Of("nat-gateway", NetworkJson.Default.NatGateway),
        ResourceKind.Of("network-acl", NetworkJson.Default.NetworkAcl),
        ResourceKind.Of("prefix-list", NetworkJson.Default.PrefixList),
        ResourceKind.Of("vpc-endpoint", NetworkJson.Default.VpcEndpoint),
    ];
}

/// <summary>How this folder's resources are written to the journal; compiled, not reflected.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Vpc))]
[JsonSerializable(typeof(Subnet))]
[JsonSerializable(typeof(NetworkInterface))]
[JsonSerializable(typeof(SecurityGroup))]
[JsonSerializable(typeof(InternetGateway))]
[JsonSerializable(typeof(RouteTable))]
[JsonSerializable(typeof(ElasticIp))]
[JsonSerializable(typeof(NatGateway))]
[JsonSerializable(typeof(NetworkAcl))]
[JsonSerializable(typeof(PrefixList))]
[JsonSerializable(typeof(VpcEndpoint))]
internal sealed partial class NetworkJson : JsonSerializerContext;
