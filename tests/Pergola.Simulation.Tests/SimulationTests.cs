using System.Globalization;
using Pergola.Api.Ec2;
using Pergola.Api.Ram;
using Pergola.Api.VpcLattice;

namespace Pergola.Simulation.Tests;

public sealed class SimulationTests
{
    /// <summary>Set it to repeat a failure, or to look for one: <c>PERGOLA_SEEDS=100-200</c>.</summary>
    private const string SeedsVariable = "PERGOLA_SEEDS";

    private const int Steps = 800;

    private static readonly Type[] s_newest =
    [
        typeof(CreateResourceGatewayRequest),
        typeof(CreateResourceConfigurationRequest),
        typeof(CreateServiceNetworkResourceAssociationRequest),
        typeof(CreateVpcEndpointRequest),
        typeof(StartDomainVerificationRequest),
        typeof(CreateAccessLogSubscriptionRequest),
        typeof(AcceptResourceShareInvitationRequest),
    ];

    public static TheoryData<ulong> Seeds
    {
        get
        {
            var bounds = (Environment.GetEnvironmentVariable(SeedsVariable) ?? "1-3").Split('-')
                .Select(bound => ulong.Parse(bound, CultureInfo.InvariantCulture))
                .ToList();
            var seeds = new TheoryData<ulong>();
            for (var seed = bounds[0]; seed <= bounds[^1]; seed++)
            {
                seeds.Add(seed);
            }

            return seeds;
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Whatever_clients_ask_and_whatever_breaks_it_stays_sound_comes_to_rest_and_goes_again(ulong seed) =>
        Simulation.Run(seed, Steps);

    // A run in which nothing came about would prove nothing.
    [Fact]
    public void A_run_asks_for_nearly_everything_and_tasks_run_in_it()
    {
        var world = Simulation.Run(1, Steps);

        Assert.InRange(world.Accepted.Count, 60, int.MaxValue);
        Assert.InRange(world.Ran.Count, 10, int.MaxValue);
        Assert.Empty(s_newest.Except(world.Accepted.Keys));
    }

    [Fact]
    public void The_same_seed_gives_the_same_run() =>
        Assert.Equal(Simulation.Run(7, 100).Accepted, Simulation.Run(7, 100).Accepted);
}
