using Pergola.Domain;

namespace Pergola.Planning.Dataplane;

/// <summary>
/// The parts that were compiled last, so that a change makes only its own parts anew and everything else is shared with
/// the table before. It changes how long compiling takes and never what comes of it. For one caller at a time.
/// </summary>
public sealed class CompilerMemory
{
    internal Remembered<NetworkMembers> Networks { get; } = new();

    internal Remembered<VpcEntry> Vpcs { get; } = new();

    internal Remembered<ServiceEntry> Services { get; } = new();

    internal Remembered<Core.ValueList<SessionEntry>> Sessions { get; } = new();

    internal Remembered<TargetGroupEntry> TargetGroups { get; } = new();

    /// <summary>The tables of one kind in all accounts and regions: the causes of what looks across accounts.</summary>
    internal static IEnumerable<object> Tables<T>(Snapshot snapshot)
        where T : Resource => snapshot.Realms.Select(entry => entry.Value.Of<T>());

    /// <summary>Forgets what the compilation that ends now did not use.</summary>
    internal void Turn()
    {
        Networks.Turn();
        Vpcs.Turn();
        Services.Turn();
        TargetGroups.Turn();
        Sessions.Turn();
    }
}
