using Pergola.Core;
using Pergola.Machine.Linux.Network;
using Pergola.Machine.Network;

namespace Pergola.Machine.Linux.Tests.Network;

/// <summary>The promises, kept by the kernel.</summary>
public sealed class LinuxFabricTests : FabricConformance
{
    private protected override IFabric CreateFabric(string prefix)
    {
        Permission.RequireOrSkip();
        return new LinuxFabric(prefix);
    }

    private protected override void Clear(string prefix) => new LinuxFabric(prefix).RemoveEverything();

    private protected override ValueList<string> Leftovers(string prefix) => LinuxFabric.Leftovers(prefix);
}
