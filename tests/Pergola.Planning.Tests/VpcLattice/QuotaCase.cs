using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Planning.Tests.VpcLattice.Resources;
using Pergola.Planning.VpcLattice;
using CreateVpcEndpoint = Pergola.Planning.Ec2.CreateVpcEndpoint;

namespace Pergola.Planning.Tests.VpcLattice;

/// <summary>One quota: its code, and how to make one more of what it limits.</summary>
/// <param name="Prepare">
/// Makes what must be there before; gives the id of what has so many (null for the region), and how to make the n-th.
/// </param>
internal sealed record QuotaCase(
    string Name, string Code, Func<LatticeWorld, (string? Within, Func<int, ApiError?> MakeOne)> Prepare)
{
    /// <summary>Whether EC2 refuses, in its own words; else VPC Lattice does.</summary>
    public bool IsOfEc2 { get; init; }

    public override string ToString() => Name;

    public static IReadOnlyList<QuotaCase> All { get; } =
    [
        new("service-networks-per-region", "L-9CAD07FB", world => (null, number =>
            world.Ask(CreateServiceNetwork.Decide, new CreateServiceNetworkRequest { Name = $"network-{number}" }))),
        new("services-per-region", "L-620C821E", world => (null, number =>
            world.Ask(CreateService.Decide, new CreateServiceRequest { Name = $"service-{number}" }))),
        new("target-groups-per-region", "L-BB11C6B9", world => (null, number => world.Ask(
            CreateTargetGroup.Decide,
            new CreateTargetGroupRequest { Name = $"group-{number}", Type = TargetGroupType.Lambda }))),
        new("listeners-per-service", "L-D64E952E", Listeners),
        new("rules-per-listener", "L-CF78395E", Rules),
        new("target-groups-per-service", "L-3DEC3B9F", GroupsOfService),
        new("targets-per-target-group", "L-D71303F3", Targets),
        new("service-associations-per-service-network", "L-75D4A19E", ServiceAssociations),
        new("vpc-associations-per-service-network", "L-EF6E2D62", VpcAssociations),
        new("resource-gateways-per-vpc", "L-0DCA4434", Gateways),
        new("resource-configurations-per-region", "L-5FF8F9B9", Configurations),
        new("child-configurations-per-group", "L-9BC96FEF", Children),
        new("resource-configurations-per-service-network", "L-6095700C", ResourceAssociations),
        new("domain-verifications-per-region", "L-73D0F278", world => (null, number => world.Ask(
            StartDomainVerification.Decide,
            new StartDomainVerificationRequest { DomainName = $"example{number}.com" }))),
        new("endpoints-per-service-network", "L-89DEA27F", world =>
        {
            var network = world.Network();
            return (network.Id, _ => world.Ask(CreateVpcEndpoint.Decide, world.ToNetwork(world.Vpc(), network)));
        })
        {
            IsOfEc2 = true,
        },
        new("network-endpoints-per-vpc", "L-3B4E38D2", world =>
        {
            var vpc = world.Vpc();
            return (vpc, number => world.Ask(
                CreateVpcEndpoint.Decide, world.ToNetwork(vpc, world.Network($"network-{number}"))));
        })
        {
            IsOfEc2 = true,
        },
        new("resource-endpoints-per-vpc", "L-CA6CC422", world =>
        {
            var vpc = world.Vpc();
            var single = world.Single(world.Gateway(world.Vpc()));
            return (vpc, _ => world.Ask(CreateVpcEndpoint.Decide, world.ToResource(vpc, single)));
        })
        {
            IsOfEc2 = true,
        },
    ];

    private static (string?, Func<int, ApiError?>) Listeners(LatticeWorld world)
    {
        var service = world.Service();
        return (service.Id, number => world.Ask(CreateListener.Decide, new CreateListenerRequest
        {
            ServiceIdentifier = service.Id,
            Name = $"listener{number}",
            Protocol = ListenerProtocol.Http,
            Port = 80 + number,
            DefaultAction = LatticeWorld.Fixed(404),
        }));
    }

    private static (string?, Func<int, ApiError?>) Rules(LatticeWorld world)
    {
        var listener = world.Listener(world.Service().Id, LatticeWorld.Fixed(404));
        return (listener.Id, number => Rule(world, listener, number, LatticeWorld.Fixed(404)));
    }

    private static (string?, Func<int, ApiError?>) GroupsOfService(LatticeWorld world)
    {
        var vpc = world.Vpc();
        var listener = world.Listener(world.Service().Id, LatticeWorld.Fixed(404));
        var groups = Enumerable.Range(0, 4).Select(number => world.Group(vpc, $"group-{number}").Id).ToList();
        return (listener.ServiceId, number => Rule(world, listener, number, LatticeWorld.Forward(groups[number])));
    }

    private static ApiError? Rule(
        LatticeWorld world, Pergola.Domain.VpcLattice.Listener listener, int number, RuleAction action) =>
        world.Ask(CreateRule.Decide, new CreateRuleRequest
        {
            ServiceIdentifier = listener.ServiceId,
            ListenerIdentifier = listener.Id,
            Name = $"rule{number}",
            Priority = number,
            Match = new RuleMatch.HttpMatch(new HttpMatch()),
            Action = action,
        });

    private static (string?, Func<int, ApiError?>) Targets(LatticeWorld world)
    {
        var group = world.Group(world.Vpc());
        return (group.Id, number => world.Ask(RegisterTargets.Decide, new RegisterTargetsRequest
        {
            TargetGroupIdentifier = group.Id,
            Targets = [new Target { Id = $"10.0.1.{number + 10}" }],
        }));
    }

    private static (string?, Func<int, ApiError?>) ServiceAssociations(LatticeWorld world)
    {
        var network = world.Network();
        var services = Enumerable.Range(0, 4).Select(number => world.Service($"service-{number}").Id).ToList();
        return (network.Id, number => world.Ask(
            CreateServiceNetworkServiceAssociation.Decide,
            new CreateServiceNetworkServiceAssociationRequest
            {
                ServiceIdentifier = services[number],
                ServiceNetworkIdentifier = network.Id,
            }));
    }

    private static (string?, Func<int, ApiError?>) VpcAssociations(LatticeWorld world)
    {
        var network = world.Network();
        return (network.Id, _ => world.Ask(
            CreateServiceNetworkVpcAssociation.Decide,
            new CreateServiceNetworkVpcAssociationRequest
            {
                ServiceNetworkIdentifier = network.Id,
                VpcIdentifier = world.Vpc(),
            }));
    }

    private static (string?, Func<int, ApiError?>) Gateways(LatticeWorld world)
    {
        var vpc = world.Vpc();
        return (vpc, number => world.Ask(CreateResourceGateway.Decide, world.GatewayRequest(vpc, $"gateway-{number}")));
    }

    private static (string?, Func<int, ApiError?>) Configurations(LatticeWorld world)
    {
        var gateway = world.Gateway(world.Vpc());
        return (null, number => world.Ask(CreateResourceConfiguration.Decide, new CreateResourceConfigurationRequest
        {
            Name = $"single-{number}",
            Type = ResourceConfigurationType.Single,
            ResourceGatewayIdentifier = gateway.Id,
            ResourceConfigurationDefinition = ResourceWorld.Address(),
            PortRanges = ["5432"],
        }));
    }

    private static (string?, Func<int, ApiError?>) Children(LatticeWorld world)
    {
        var group = world.Group(world.Gateway(world.Vpc()));
        return (group.Id, number => world.Ask(
            CreateResourceConfiguration.Decide,
            new CreateResourceConfigurationRequest
            {
                Name = $"child-{number}",
                Type = ResourceConfigurationType.Child,
                ResourceConfigurationGroupIdentifier = group.Id,
                ResourceConfigurationDefinition = ResourceWorld.Address(),
                PortRanges = ["5432"],
            }));
    }

    private static (string?, Func<int, ApiError?>) ResourceAssociations(LatticeWorld world)
    {
        var network = world.Network();
        var gateway = world.Gateway(world.Vpc());
        var configurations = Enumerable.Range(0, 4)
            .Select(number => world.Single(gateway, $"single-{number}").Id).ToList();
        return (network.Id, number => world.Ask(
            CreateServiceNetworkResourceAssociation.Decide,
            new CreateServiceNetworkResourceAssociationRequest
            {
                ServiceNetworkIdentifier = network.Id,
                ResourceConfigurationIdentifier = configurations[number],
            }));
    }
}
