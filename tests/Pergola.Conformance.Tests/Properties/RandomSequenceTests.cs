using Pergola.Conformance.Tests.LifeCycles;
using Pergola.Domain.VpcLattice;
using Pergola.Testing;

namespace Pergola.Conformance.Tests.Properties;

/// <summary>Whatever is asked in whatever order, over HTTP, against a small reference model.</summary>
public sealed class RandomSequenceTests
{
    private const int Steps = 250;

    /// <summary>More rounds than the longest chain of things that hold each other.</summary>
    private const int RoundsMax = 8;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Accepted_answers_and_later_reads_never_contradict_and_everything_can_be_deleted(ulong seed)
    {
        await using var plane = new ControlPlane();
        await plane.InitializeAsync();
        using var api = new StrictClient(plane);
        var dice = new Dice(seed);
        var model = new ReferenceModel(api, dice);
        var user = new RandomUser(model, dice, await SurroundAsync(api));
        for (var step = 0; step < Steps; step++)
        {
            await user.StepAsync();
            if (dice.OneIn(4))
            {
                await api.SettleAsync();
            }

            if (dice.OneIn(25))
            {
                await api.SettleAsync();
                await model.CheckAtRestAsync();
            }
        }

        // A run in which nothing came about would prove nothing.
        Assert.InRange(model.Count, 10, Steps);
        Assert.Equal(Kind.All.Count, model.Made.Count);
        for (var round = 0; round < RoundsMax && model.Count > 0; round++)
        {
            foreach (var thing in Kind.All.SelectMany(model.Of).ToList())
            {
                if (model.Of(thing.Kind).Contains(thing))
                {
                    await model.DeleteAsync(thing);
                }
            }

            await api.SettleAsync();
        }

        Assert.Equal(0, model.Count);
        await model.CheckAtRestAsync();
        Assert.Empty(plane.Ledger.Current.Realms.SelectMany(realm => realm.Value.All).OfType<LatticeResource>());
        Assert.Equal("", plane.Log);
    }

    private static async Task<RandomUser.Surroundings> SurroundAsync(StrictClient api)
    {
        var vpc = await Network.VpcAsync(api);
        return new RandomUser.Surroundings(
            vpc,
            await Network.VpcAsync(api),
            await Network.SubnetAsync(api, vpc),
            await Network.SecurityGroupAsync(api, vpc));
    }
}
