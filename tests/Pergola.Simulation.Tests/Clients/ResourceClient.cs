using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain;
using static Pergola.Simulation.Tests.Clients.NetworkClient;
using AccessLogSubscription = Pergola.Domain.VpcLattice.AccessLogSubscription;
using DomainVerification = Pergola.Domain.VpcLattice.DomainVerification;
using LatticeService = Pergola.Domain.VpcLattice.LatticeService;
using Logs = Pergola.Api.Logs;
using ResourceAssociation = Pergola.Domain.VpcLattice.ServiceNetworkResourceAssociation;
using ResourceConfiguration = Pergola.Domain.VpcLattice.ResourceConfiguration;
using ResourceGateway = Pergola.Domain.VpcLattice.ResourceGateway;
using SecurityGroup = Pergola.Domain.Network.SecurityGroup;
using ServiceNetwork = Pergola.Domain.VpcLattice.ServiceNetwork;
using Subnet = Pergola.Domain.Network.Subnet;
using Vpc = Pergola.Domain.Network.Vpc;

namespace Pergola.Simulation.Tests.Clients;

/// <summary>Somebody who offers resources, proves domains and wants access logs.</summary>
internal static class ResourceClient
{
    private const string LogGroup = "/lattice";

    public static object Make(World world, Scope who)
    {
        var (realm, dice) = (world.Snapshot.In(who), world.Dice);
        return dice.Roll(12) switch
        {
            < 2 => Gateway(realm, dice),
            < 6 => Configuration(realm, dice),
            < 9 => new CreateServiceNetworkResourceAssociationRequest
            {
                ResourceConfigurationIdentifier = world.Arn<ResourceConfiguration>(),
                ServiceNetworkIdentifier = world.Arn<ServiceNetwork>(),
                PrivateDnsEnabled = dice.OneIn(2),
            },
            9 => new StartDomainVerificationRequest { DomainName = $"example{dice.Roll(3)}.com" },
            10 => Log(realm, who, dice),
            _ => Update(realm, dice),
        };
    }

    public static object Delete(World world, Scope who)
    {
        var (realm, dice) = (world.Snapshot.In(who), world.Dice);
        return dice.Roll(5) switch
        {
            0 => new DeleteResourceGatewayRequest { ResourceGatewayIdentifier = Id<ResourceGateway>(realm, dice) },
            1 => new DeleteResourceConfigurationRequest
            {
                ResourceConfigurationIdentifier = Id<ResourceConfiguration>(realm, dice),
            },
            2 => new DeleteServiceNetworkResourceAssociationRequest
            {
                ServiceNetworkResourceAssociationIdentifier = Id<ResourceAssociation>(realm, dice),
            },
            3 => new DeleteDomainVerificationRequest
            {
                DomainVerificationIdentifier = Id<DomainVerification>(realm, dice),
            },
            _ => new DeleteAccessLogSubscriptionRequest
            {
                AccessLogSubscriptionIdentifier = Id<AccessLogSubscription>(realm, dice),
            },
        };
    }

    private static CreateResourceGatewayRequest Gateway(Realm realm, Dice dice)
    {
        var vpc = Id<Vpc>(realm, dice);
        return new CreateResourceGatewayRequest
        {
            Name = $"gateway-{dice.Roll(3)}",
            VpcIdentifier = vpc,
            SubnetIds = [dice.Any(realm.Of<Subnet>().Under(vpc))?.SubnetId ?? "subnet-0"],
            SecurityGroupIds = dice.OneIn(2) ? [] : [Id<SecurityGroup>(realm, dice)],
        };
    }

    private static CreateResourceConfigurationRequest Configuration(Realm realm, Dice dice)
    {
        var type = dice.Any([
            ResourceConfigurationType.Single, ResourceConfigurationType.Group, ResourceConfigurationType.Child])!;
        var isGroup = type == ResourceConfigurationType.Group;
        var isChild = type == ResourceConfigurationType.Child;
        var groups = realm.Of<ResourceConfiguration>().All.Where(each => each.Type == ResourceConfigurationType.Group);
        var domain = $"example{dice.Roll(3)}.com";
        var verification = isChild || dice.OneIn(2)
            ? null
            : realm.Of<DomainVerification>().All.FirstOrDefault(each => each.DomainName == domain)?.Id;
        return new CreateResourceConfigurationRequest
        {
            Name = $"resource-{dice.Roll(6)}",
            Type = type,
            ResourceGatewayIdentifier = isChild ? null : Id<ResourceGateway>(realm, dice),
            ResourceConfigurationGroupIdentifier = isChild ? dice.Any(groups)?.Id ?? "rcfg-0" : null,
            PortRanges = isGroup ? null : [$"{5430 + dice.Roll(4)}"],
            ResourceConfigurationDefinition = isGroup ? null : Definition(dice),
            GroupDomain = isGroup ? domain : null,
            CustomDomainName = isGroup ? null : $"db.{domain}",
            DomainVerificationIdentifier = verification,
            AllowAssociationToShareableServiceNetwork = isChild ? null : !dice.OneIn(8),
        };
    }

    private static ResourceConfigurationDefinition Definition(Dice dice) => dice.OneIn(3)
        ? new ResourceConfigurationDefinition.DnsResource(new DnsResource
        {
            DomainName = "db.example.org",
            IpAddressType = dice.OneIn(4) ? ResourceConfigurationIpAddressType.Ipv6 : null,
        })
        : new ResourceConfigurationDefinition.IpResource(new IpResource { IpAddress = $"10.0.1.{dice.Roll(9) + 5}" });

    private static object Log(Realm realm, Scope who, Dice dice) => dice.OneIn(3)
        ? new Logs.CreateLogGroupRequest { LogGroupName = LogGroup }
        : new CreateAccessLogSubscriptionRequest
        {
            ResourceIdentifier = dice.OneIn(2) ? Id<ServiceNetwork>(realm, dice) : Id<LatticeService>(realm, dice),
            DestinationArn = Arn.Of("logs", who, $"log-group:{LogGroup}"),
        };

    private static object Update(Realm realm, Dice dice) => dice.OneIn(2)
        ? new UpdateResourceGatewayRequest
        {
            ResourceGatewayIdentifier = Id<ResourceGateway>(realm, dice),
            SecurityGroupIds = [Id<SecurityGroup>(realm, dice)],
        }
        : new UpdateResourceConfigurationRequest
        {
            ResourceConfigurationIdentifier = Id<ResourceConfiguration>(realm, dice),
            PortRanges = [$"{5430 + dice.Roll(4)}-5440"],
        };
}
