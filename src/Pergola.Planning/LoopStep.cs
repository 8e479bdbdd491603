using System.Collections.Immutable;
using Pergola.Core;
using Pergola.Domain;

namespace Pergola.Planning;

/// <summary>What a loop may not invent.</summary>
/// <param name="Memory">What earlier passes found at rest.</param>
public sealed record LoopGiven(DateTimeOffset Now, IEntropy Entropy, Pace Pace, LoopMemory Memory)
{
    /// <summary>For a pass that knows nothing of others.</summary>
    public LoopGiven(DateTimeOffset now, IEntropy entropy, Pace pace)
        : this(now, entropy, pace, new LoopMemory())
    {
    }
}

/// <summary>
/// One pass of a loop: the changes that bring statuses in line with what is known. A satisfied world gives no change,
/// and passing again over its own result gives none either.
/// </summary>
/// <param name="NextDue">When time alone will make another pass necessary; null when only a cause can.</param>
public sealed record LoopStep(ImmutableArray<Change> Changes, DateTimeOffset? NextDue)
{
    /// <summary>Nothing to do.</summary>
    public static LoopStep Quiet { get; } = new([], null);

    /// <summary>The earlier of two due times; null stands for never.</summary>
    internal static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other < one ? other ?? one : one;
}
