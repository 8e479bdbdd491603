using Pergola.Core;

namespace Pergola.Planning.Ec2;

/// <summary>
/// Every refusal of EC2, with AWS's code; the status is 400 but where said otherwise. The codes are those that clients
/// test for (<c>internal/service/ec2/errors.go</c> of the Terraform provider).
/// </summary>
internal abstract record Ec2Error : ApiError
{
    private Ec2Error(string code, string message, int status = 400)
        : base(code, status, message)
    {
    }

    /// <summary>An id names nothing in this account and region.</summary>
    public sealed record NotFound(Noun Noun, string AbsentId)
        : Ec2Error(Noun.NotFoundCode, $"The {Noun.Words} '{AbsentId}' does not exist");

    /// <summary>An id is of no kind that carries tags.</summary>
    public sealed record InvalidId(string UnknownId) : Ec2Error("InvalidID", $"The ID '{UnknownId}' is not valid");

    /// <summary>An association id names nothing.</summary>
    public sealed record AssociationNotFound(string AssociationId) : Ec2Error(
        "InvalidAssociationID.NotFound", $"The association ID '{AssociationId}' does not exist");

    /// <summary>An attachment id names nothing.</summary>
    public sealed record AttachmentNotFound(string AttachmentId) : Ec2Error(
        "InvalidAttachmentID.NotFound", $"The attachment ID '{AttachmentId}' does not exist");

    /// <summary>A public address is not held by this account.</summary>
    public sealed record AddressNotFound(string PublicIp) : Ec2Error(
        "InvalidAddress.NotFound", $"The address '{PublicIp}' does not belong to you.");

    /// <summary>Something still uses what should go away; the message names all of it.</summary>
    public sealed record DependencyViolation(string What, string BlockedId, IReadOnlyList<string> Blockers) : Ec2Error(
        "DependencyViolation",
        $"The {What} '{BlockedId}' has dependencies and cannot be deleted. "
        + $"It is used by: {string.Join(", ", Blockers)}.");

    /// <summary>An internet gateway cannot leave a VPC whose interfaces have public addresses.</summary>
    public sealed record MappedAddresses(string VpcId, IReadOnlyList<string> Addresses) : Ec2Error(
        "DependencyViolation",
        $"Network {VpcId} has some mapped public address(es). Please unmap those public address(es) before detaching "
        + $"the gateway: {string.Join(", ", Addresses)}.");

    /// <summary>A required parameter is absent.</summary>
    public sealed record MissingParameter(string Parameter) : Ec2Error(
        "MissingParameter", $"The request must contain the parameter {Parameter}");

    /// <summary>A parameter has a value that cannot be.</summary>
    public sealed record InvalidParameterValue(string Text) : Ec2Error("InvalidParameterValue", Text);

    /// <summary>Parameters that exclude each other, or that need each other.</summary>
    public sealed record InvalidParameterCombination(string Text) : Ec2Error("InvalidParameterCombination", Text);

    /// <summary>Two resources that are named together do not belong together.</summary>
    public sealed record DifferentNetworks(string Text) : Ec2Error("InvalidParameter", Text);

    /// <summary>The request would have succeeded: the answer to DryRun, HTTP 412.</summary>
    public sealed record DryRunOperation() : Ec2Error(
        "DryRunOperation", "Request would have succeeded, but DryRun flag is set.", 412);

    /// <summary>AWS can do it and Pergola cannot, yet.</summary>
    public sealed record Unsupported(string Text) : Ec2Error("UnsupportedOperation", Text);

    /// <summary>The resource is in a state in which it cannot be done.</summary>
    public sealed record IncorrectState(string Text) : Ec2Error("IncorrectState", Text);

    /// <summary>Only the service that made the resource may change it.</summary>
    public sealed record NotPermitted(string Text) : Ec2Error("OperationNotPermitted", Text);

    /// <summary>A region has at most one default VPC.</summary>
    public sealed record DefaultVpcExists(string VpcId) : Ec2Error(
        "DefaultVpcAlreadyExists", $"A Default VPC already exists for this account in this region: {VpcId}.");

    /// <summary>A VPC has as many networks as it may.</summary>
    public sealed record TooManyNetworks(string VpcId) : Ec2Error(
        "CidrLimitExceeded",
        $"{VpcId} has {AssociateVpcCidrBlock.NetworksMax} networks, which is the most it may have.");

    /// <summary>The VPC's network is too large or too small.</summary>
    public sealed record VpcRange(string Cidr) : Ec2Error(
        "InvalidVpc.Range", $"The CIDR '{Cidr}' is invalid: a VPC needs a network between /16 and /28.");

    /// <summary>The subnet's network is not within its VPC, or of a size that cannot be.</summary>
    public sealed record SubnetRange(string Text) : Ec2Error("InvalidSubnet.Range", Text);

    /// <summary>The subnet's network overlaps another subnet's.</summary>
    public sealed record SubnetConflict(string Cidr, string OtherId) : Ec2Error(
        "InvalidSubnet.Conflict", $"The CIDR '{Cidr}' conflicts with another subnet ({OtherId}).");

    /// <summary>A subnet has no free address left.</summary>
    public sealed record InsufficientFreeAddresses(string SubnetId) : Ec2Error(
        "InsufficientFreeAddressesInSubnet",
        $"There are not enough free addresses in subnet '{SubnetId}' to satisfy the requested number of interfaces.");

    /// <summary>The pool of public addresses is used up.</summary>
    public sealed record InsufficientAddressCapacity() : Ec2Error(
        "InsufficientAddressCapacity", $"Every address of the pool {PublicAddresses.Pool} is in use.");

    /// <summary>A private address is taken.</summary>
    public sealed record AddressTaken(string Address) : Ec2Error(
        "InvalidIPAddress.InUse", $"The address '{Address}' is already in use.");

    /// <summary>An interface would carry more groups than one may.</summary>
    public sealed record TooManyGroups(int Count) : Ec2Error(
        "SecurityGroupsPerInterfaceLimitExceeded",
        $"{Count} security groups were named; an interface carries at most {InterfaceAllocation.GroupsMax}.");

    /// <summary>An elastic address still maps to an interface.</summary>
    public sealed record AddressInUse(string AllocationId, string InterfaceId) : Ec2Error(
        "InvalidIPAddress.InUse", $"Address {AllocationId} is in use by {InterfaceId}; disassociate it first.");

    /// <summary>Something uses an interface that should go away.</summary>
    public sealed record InterfaceInUse(string InterfaceId, string Owner) : Ec2Error(
        "InvalidNetworkInterface.InUse", $"Interface: [{InterfaceId}] in use by {Owner}.");

    /// <summary>The resource is already tied to something.</summary>
    public sealed record AlreadyAssociated(string Text) : Ec2Error("Resource.AlreadyAssociated", Text);

    /// <summary>An internet gateway is not attached to that VPC.</summary>
    public sealed record GatewayNotAttached(string GatewayId, string VpcId) : Ec2Error(
        "Gateway.NotAttached", $"resource {GatewayId} is not attached to network {VpcId}");

    /// <summary>A public address needs an internet gateway in its VPC.</summary>
    public sealed record NoInternetGateway(string VpcId) : Ec2Error(
        "Gateway.NotAttached", $"Network {VpcId} has no Internet gateway attached");

    /// <summary>The table already has a route to that destination.</summary>
    public sealed record RouteAlreadyExists(string Destination) : Ec2Error(
        "RouteAlreadyExists", $"The route identified by {Destination} already exists.");

    /// <summary>The table has no route to that destination.</summary>
    public sealed record RouteNotFound(string Destination, string TableId) : Ec2Error(
        "InvalidRoute.NotFound", $"no route with destination-cidr-block {Destination} in route table {TableId}");

    /// <summary>The gateway that a route names is absent or elsewhere.</summary>
    public sealed record GatewayNotFound(string GatewayId) : Ec2Error(
        "InvalidGatewayID.NotFound", $"The gateway ID '{GatewayId}' does not exist");

    /// <summary>The NAT gateway that a route names is absent.</summary>
    public sealed record NatGatewayIdNotFound(string NatGatewayId) : Ec2Error(
        "InvalidNatGatewayID.NotFound", $"The natGateway ID '{NatGatewayId}' does not exist");

    /// <summary>The VPC already has a group of that name.</summary>
    public sealed record GroupDuplicate(string Name, string VpcId) : Ec2Error(
        "InvalidGroup.Duplicate", $"The security group '{Name}' already exists for VPC '{VpcId}'");

    /// <summary>The name <c>default</c> belongs to AWS; so does the group of that name.</summary>
    public sealed record GroupReserved(string Text) : Ec2Error("InvalidGroup.Reserved", Text);

    /// <summary>The default group cannot be deleted.</summary>
    public sealed record CannotDelete(string Text) : Ec2Error("CannotDelete", Text);

    /// <summary>The group already has that rule.</summary>
    public sealed record PermissionDuplicate(string Rule) : Ec2Error(
        "InvalidPermission.Duplicate", $"the specified rule \"{Rule}\" already exists");

    /// <summary>The group does not have that rule.</summary>
    public sealed record PermissionNotFound(string Rule) : Ec2Error(
        "InvalidPermission.NotFound",
        $"The specified rule \"{Rule}\" does not exist in this security group.");

    /// <summary>A group would have more rules in one direction than one may.</summary>
    public sealed record TooManyRules(string GroupId, int Count) : Ec2Error(
        "RulesPerSecurityGroupLimitExceeded",
        $"{GroupId} would have {Count} rules in one direction; it may have {Authorization.RulesMax}.");

    /// <summary>The ACL already has an entry with that number and direction.</summary>
    public sealed record AclEntryExists(int RuleNumber) : Ec2Error(
        "NetworkAclEntryAlreadyExists", $"The network acl entry identified by {RuleNumber} already exists.");

    /// <summary>The ACL has no entry with that number and direction.</summary>
    public sealed record AclEntryNotFound(int RuleNumber, bool Egress) : Ec2Error(
        "InvalidNetworkAclEntry.NotFound",
        $"The {(Egress ? "egress" : "ingress")} entry with rule number {RuleNumber} does not exist in this "
        + "network ACL.");

    /// <summary>An endpoint has one subnet of each zone.</summary>
    public sealed record DuplicateSubnetsInSameZone(string One, string Other, string Zone) : Ec2Error(
        "DuplicateSubnetsInSameZone",
        $"Subnets {One} and {Other} are both in {Zone}; an endpoint takes one subnet of each zone.");

    /// <summary>A VPC or a service network has as many endpoints as it may.</summary>
    public sealed record EndpointLimitExceeded(VpcLattice.LatticeQuota Quota, string Within, int Limit, int Total)
        : Ec2Error(
            "VpcEndpointLimitExceeded",
            $"{Quota.Title} ({Within}): the limit is {Limit}, and there would be {Total}. Delete what is not needed, "
            + $"or raise the quota {Quota.Code} ({Quota.Name}).");

    /// <summary>No service has that name.</summary>
    public sealed record ServiceNameNotFound(string Name) : Ec2Error(
        "InvalidServiceName", $"The Vpc Endpoint Service '{Name}' does not exist");

    /// <summary>The request's version of a prefix list is not the newest.</summary>
    public sealed record PrefixListVersion(long Given, long Newest) : Ec2Error(
        "PrefixListVersionMismatch",
        $"The prefix list has the version {Newest}, but the request names version {Given}.");
}
