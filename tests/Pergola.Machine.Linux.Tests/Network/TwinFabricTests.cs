using Pergola.Core;
using Pergola.Machine.Network;
using Pergola.Machine.Network.Twin;

namespace Pergola.Machine.Linux.Tests.Network;

/// <summary>The promises, computed. When Linux disagrees, the twin is wrong.</summary>
public sealed class TwinFabricTests : FabricConformance
{
    private protected override IFabric CreateFabric(string prefix) => new FabricTwin();

    private protected override void Clear(string prefix)
    {
    }

    private protected override ValueList<string> Leftovers(string prefix) => [];
}
