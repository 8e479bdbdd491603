using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.Ec2;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Tests.Ec2;

/// <summary>
/// A state with one caller: decides, commits and reads like the product does, without anything around it.
/// </summary>
internal sealed class Ec2World(ulong seed = 1)
{
    private readonly SeededEntropy _entropy = new(seed);

    public Snapshot Snapshot { get; private set; } = Snapshot.Empty;

    public DateTimeOffset Now { get; set; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public string Account { get; set; } = "111122223333";

    public Given Given => new(
        Now,
        _entropy,
        new Caller(Account, "ap-northeast-1", $"arn:aws:iam::{Account}:root", Account, "AKIA"),
        Pace.Aws,
        "request");

    public Realm Realm => Snapshot.In(Given.Scope);

    /// <summary>Decides and commits; a refusal fails the test with its message.</summary>
    public TResponse Do<TRequest, TResponse>(
        Func<TRequest, Snapshot, Given, Decision<TResponse>> decide, TRequest request)
    {
        switch (decide(request, Snapshot, Given))
        {
            case Decision<TResponse>.Accept(var response, var changes):
                Snapshot = Snapshot.Apply(changes);
                return response;
            case Decision<TResponse>.Reject(var error):
                throw new InvalidOperationException($"{error.Code}: {error.Message}");
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>Decides what must be refused; nothing changes.</summary>
    public ApiError Refused<TRequest, TResponse>(
        Func<TRequest, Snapshot, Given, Decision<TResponse>> decide, TRequest request) =>
        Assert.IsType<Decision<TResponse>.Reject>(decide(request, Snapshot, Given)).Error;

    public void Put(params Resource[] resources) =>
        Snapshot = Snapshot.Apply(resources.Select(resource => new Change.Put(Given.Scope, resource)));

    /// <summary>Lets the loop see a node that applied the newest state.</summary>
    public LoopStep NodeCatchesUp()
    {
        var vpcs = Snapshot.Realms.SelectMany(realm => realm.Value.Of<Vpc>().All).Select(vpc => vpc.VpcId);
        var report = new NodeReport(Snapshot.Revision, [.. vpcs], [], [], [], []);
        var step = NetworkLoop.Step(Snapshot, report, new LoopGiven(Now, _entropy, Pace.Aws));
        Snapshot = Snapshot.Apply(step.Changes);
        return step;
    }

    public string Vpc(string cidr = "10.0.0.0/16") =>
        Do(CreateVpc.Decide, new Shape.CreateVpcRequest { CidrBlock = cidr }).Vpc!.VpcId!;

    public string Subnet(string vpcId, string cidr = "10.0.1.0/24") => Do(
        CreateSubnet.Decide, new Shape.CreateSubnetRequest { VpcId = vpcId, CidrBlock = cidr }).Subnet!.SubnetId!;

    public string Group(string vpcId, string name) => Do(
        CreateSecurityGroup.Decide,
        new Shape.CreateSecurityGroupRequest { VpcId = vpcId, GroupName = name, Description = name }).GroupId!;

    public string RouteTable(string vpcId) => Do(
        CreateRouteTable.Decide, new Shape.CreateRouteTableRequest { VpcId = vpcId }).RouteTable!.RouteTableId!;

    public string AttachedGateway(string vpcId)
    {
        var id = Do(CreateInternetGateway.Decide, new Shape.CreateInternetGatewayRequest())
            .InternetGateway!.InternetGatewayId!;
        Do(
            AttachInternetGateway.Decide,
            new Shape.AttachInternetGatewayRequest { InternetGatewayId = id, VpcId = vpcId });
        return id;
    }

    public string Address() => Do(AllocateAddress.Decide, new Shape.AllocateAddressRequest()).AllocationId!;

    public string NatGateway(string subnetId, string allocationId) => Do(
        CreateNatGateway.Decide,
        new Shape.CreateNatGatewayRequest { SubnetId = subnetId, AllocationId = allocationId })
        .NatGateway!.NatGatewayId!;

    public string Interface(string subnetId, params string[] groups) => Do(
        CreateNetworkInterface.Decide,
        new Shape.CreateNetworkInterfaceRequest { SubnetId = subnetId, Groups = groups })
        .NetworkInterface!.NetworkInterfaceId!;

    /// <summary>An interface as ECS makes one.</summary>
    public NetworkInterface TaskInterface(string subnetId, bool publicIp = false, params string[] groups)
    {
        var request = new InterfaceRequest(
            subnetId, [.. groups], "task", "task/web/1", "task-1", "amazon-ecs", AssignPublicIp: publicIp);
        var outcome = InterfaceAllocation.Allocate(Snapshot, Given.Scope, request, Now, _entropy);
        var made = Assert.IsType<InterfaceOutcome.Allocated>(outcome).Interface;
        Put(made);
        return Realm.Of<NetworkInterface>()[made.NetworkInterfaceId];
    }

    /// <summary>The network of the associations, for those who look beyond them.</summary>
    public void LatticeNetwork() => Put(new ServiceNetwork
    {
        ServiceNetworkId = "sn-1",
        Arn = $"arn:aws:vpc-lattice:ap-northeast-1:{Account}:servicenetwork/sn-1",
        Name = "network",
        AuthType = "NONE",
    });

    public string LatticeAssociation(string vpcId, string status = "ACTIVE", params string[] groups)
    {
        var id = $"snva-{vpcId}";
        Put(new ServiceNetworkVpcAssociation
        {
            AssociationId = id,
            Arn = id,
            ServiceNetworkId = "sn-1",
            VpcId = vpcId,
            SecurityGroupIds = [.. groups],
            Status = status,
            CreatedBy = Account,
        });
        return id;
    }

    public void Forget<T>(string id)
        where T : Resource =>
        Snapshot = Snapshot.Apply([new Change.Remove(Given.Scope, ResourceKinds.For<T>(), id)]);

    public static Shape.Filter Filter(string name, params string[] values) => new() { Name = name, Values = values };
}
