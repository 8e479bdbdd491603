namespace Pergola.Planning;

/// <summary>
/// What the loops found at rest last time, so that a pass looks only at what moved. It changes how long a pass takes
/// and never what comes of it. For one caller at a time.
/// </summary>
public sealed class LoopMemory
{
    /// <summary>By target group: the passes over its targets that changed nothing.</summary>
    internal Remembered<LoopStep> Targets { get; } = new();
}
