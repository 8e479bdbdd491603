using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>An endpoint as the API shows it; AWS writes these types' states and address types with capitals.</summary>
internal static class VpcEndpointView
{
    private const string Ipv4 = "IPV4";

    public static Shape.VpcEndpoint Of(Scope scope, Realm realm, VpcEndpoint endpoint) => new()
    {
        VpcEndpointId = endpoint.VpcEndpointId,
        VpcEndpointType = endpoint.EndpointType,
        VpcId = endpoint.VpcId,
        State = endpoint.State,
        RouteTableIds = [],
        SubnetIds = endpoint.SubnetIds,
        Groups =
        [
            .. endpoint.SecurityGroupIds.Select(id => new Shape.SecurityGroupIdentifier
            {
                GroupId = id,
                GroupName = realm.Of<SecurityGroup>()[id].GroupName,
            }),
        ],
        IpAddressType = Ipv4,
        DnsOptions = new Shape.DnsOptions
        {
            DnsRecordIpType = Ipv4,
            PrivateDnsPreference = endpoint.PrivateDnsPreference,
            PrivateDnsSpecifiedDomains = endpoint.PrivateDnsSpecifiedDomains.IsEmpty
                ? null
                : endpoint.PrivateDnsSpecifiedDomains,
        },
        PrivateDnsEnabled = endpoint.PrivateDnsEnabled,
        RequesterManaged = false,
        NetworkInterfaceIds = endpoint.NetworkInterfaceIds,
        DnsEntries = [],
        CreationTimestamp = endpoint.CreatedAt,
        Tags = TagList.Write(endpoint.Tags),
        OwnerId = scope.Account,
        LastError = endpoint.FailureCode is null
            ? null
            : new Shape.LastError { Code = endpoint.FailureCode, Message = endpoint.FailureMessage },
        FailureReason = endpoint.FailureMessage,
        ServiceNetworkArn = endpoint.EndpointType == VpcEndpointKind.ServiceNetwork ? endpoint.TargetArn : null,
        ResourceConfigurationArn = endpoint.EndpointType == VpcEndpointKind.Resource ? endpoint.TargetArn : null,
    };
}
