using Pergola.Core;
using Pergola.Domain;

namespace Pergola.Planning.Tests.VpcLattice;

/// <summary>Steps of a random walk over decisions.</summary>
internal static class RandomWalk
{
    /// <summary>Asks for something; what is accepted is noted and applied.</summary>
    public static void Try<TRequest, TResponse>(
        LatticeWorld world, Func<TRequest, Snapshot, Given, Decision<TResponse>> decide, TRequest request)
    {
        if (decide(request, world.Snapshot, world.Given) is Decision<TResponse>.Accept { Changes: var changes })
        {
            world.Note(typeof(TRequest));
            if (!changes.IsEmpty)
            {
                world.Apply(changes);
            }
        }
    }

    /// <summary>The id of one of those that exist; without any, the id of none.</summary>
    public static string AnyId<T>(LatticeWorld world, SeededEntropy dice)
        where T : Resource => Any(dice, world.Realm.Of<T>().All)?.Id ?? "none";

    /// <summary>One of them; null when there is none.</summary>
    public static T? Any<T>(SeededEntropy dice, IEnumerable<T> all)
        where T : Resource => all.ToList() is { Count: > 0 } list ? list[Roll(dice, list.Count)] : null;

    /// <summary>From 0 to one less than the sides, of which there are 256 at most.</summary>
    public static int Roll(SeededEntropy dice, int sides)
    {
        Span<byte> one = stackalloc byte[1];
        dice.Fill(one);
        return one[0] % sides;
    }

    public static void Has<T>(Table<T> table, string id)
        where T : Resource => Assert.NotNull(table.Find(id));
}
