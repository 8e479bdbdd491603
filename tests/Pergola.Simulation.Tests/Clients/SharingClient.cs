using Pergola.Api.Ram;
using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain.Ram;
using static Pergola.Simulation.Tests.Clients.NetworkClient;
using LatticeService = Pergola.Domain.VpcLattice.LatticeService;
using ResourceConfiguration = Pergola.Domain.VpcLattice.ResourceConfiguration;
using ServiceNetwork = Pergola.Domain.VpcLattice.ServiceNetwork;

namespace Pergola.Simulation.Tests.Clients;

/// <summary>Somebody who shares with the other account, and uses what that one shares.</summary>
internal static class SharingClient
{
    public static object Make(World world, Scope who)
    {
        var dice = world.Dice;
        return dice.Roll(6) switch
        {
            0 => new CreateResourceShareRequest
            {
                Name = "shared", ResourceArns = [Anything(world)], Principals = [Other(who).Account],
            },
            1 => new AssociateResourceShareRequest
            {
                ResourceShareArn = Id<Share>(world.Snapshot.In(who), dice), ResourceArns = [Anything(world)],
            },
            2 => new AcceptResourceShareInvitationRequest
            {
                ResourceShareInvitationArn = Id<ShareInvitation>(world.Snapshot.In(Other(who)), dice),
            },
            < 5 => new CreateServiceNetworkServiceAssociationRequest
            {
                ServiceIdentifier = world.Arn<LatticeService>(),
                ServiceNetworkIdentifier = world.Arn<ServiceNetwork>(),
            },
            _ => new CreateServiceNetworkVpcAssociationRequest
            {
                ServiceNetworkIdentifier = world.Arn<ServiceNetwork>(),
                VpcIdentifier = Id<Domain.Network.Vpc>(world.Snapshot.In(who), dice),
                PrivateDnsEnabled = dice.OneIn(2),
            },
        };
    }

    public static object Delete(World world, Scope who)
    {
        var share = Id<Share>(world.Snapshot.In(who), world.Dice);
        return world.Dice.OneIn(2)
            ? new DeleteResourceShareRequest { ResourceShareArn = share }
            : new DisassociateResourceShareRequest { ResourceShareArn = share, Principals = [Other(who).Account] };
    }

    private static Scope Other(Scope who) => World.Accounts.Single(other => other != who);

    private static string Anything(World world) => world.Dice.Roll(3) switch
    {
        0 => world.Arn<ServiceNetwork>(),
        1 => world.Arn<LatticeService>(),
        _ => world.Arn<ResourceConfiguration>(),
    };
}
