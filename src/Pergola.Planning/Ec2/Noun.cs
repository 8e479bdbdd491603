namespace Pergola.Planning.Ec2;

/// <summary>
/// A kind of EC2 resource as the API speaks of it: its id prefix, its code when absent, its type in tags.
/// </summary>
/// <param name="Prefix">What its ids begin with.</param>
/// <param name="Type">Its name in TagSpecification and DescribeTags.</param>
/// <param name="NotFoundCode">The code of the refusal of an id that is not there.</param>
/// <param name="Words">How a message calls the id: <c>vpc ID</c>.</param>
internal sealed record Noun(string Prefix, string Type, string NotFoundCode, string Words)
{
    public static Noun Vpc { get; } = new("vpc-", "vpc", "InvalidVpcID.NotFound", "vpc ID");

    public static Noun Subnet { get; } = new("subnet-", "subnet", "InvalidSubnetID.NotFound", "subnet ID");

    public static Noun InternetGateway { get; } =
        new("igw-", "internet-gateway", "InvalidInternetGatewayID.NotFound", "internetGateway ID");

    public static Noun RouteTable { get; } =
        new("rtb-", "route-table", "InvalidRouteTableID.NotFound", "routeTable ID");

    public static Noun ElasticIp { get; } =
        new("eipalloc-", "elastic-ip", "InvalidAllocationID.NotFound", "allocation ID");

    public static Noun NatGateway { get; } = new("nat-", "natgateway", "NatGatewayNotFound", "NAT gateway");

    public static Noun SecurityGroup { get; } =
        new("sg-", "security-group", "InvalidGroup.NotFound", "security group");

    public static Noun SecurityGroupRule { get; } =
        new("sgr-", "security-group-rule", "InvalidSecurityGroupRuleId.NotFound", "security group rule ID");

    public static Noun NetworkAcl { get; } =
        new("acl-", "network-acl", "InvalidNetworkAclID.NotFound", "networkAcl ID");

    public static Noun NetworkInterface { get; } =
        new("eni-", "network-interface", "InvalidNetworkInterfaceID.NotFound", "networkInterface ID");

    public static Noun PrefixList { get; } =
        new("pl-", "prefix-list", "InvalidPrefixListID.NotFound", "prefix list ID");

    public static Noun DhcpOptions { get; } =
        new("dopt-", "dhcp-options", "InvalidDhcpOptionID.NotFound", "dhcpOption ID");

    public static Noun Instance { get; } = new("i-", "instance", "InvalidInstanceID.NotFound", "instance ID");

    public static Noun VpcEndpoint { get; } =
        new("vpce-", "vpc-endpoint", "InvalidVpcEndpointId.NotFound", "Vpc Endpoint Id");

    public static Noun FlowLog { get; } = new("fl-", "vpc-flow-log", "InvalidFlowLogId.NotFound", "flow log ID");

    public static Noun PeeringConnection { get; } = new(
        "pcx-", "vpc-peering-connection", "InvalidVpcPeeringConnectionID.NotFound", "vpcPeeringConnection ID");

    public static Noun Zone { get; } = new("", "availability-zone", "InvalidParameterValue", "availability zone");
}
