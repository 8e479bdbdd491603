using Pergola.Machine.Linux.Network;

namespace Pergola.Machine.Linux.Tests.Network;

/// <summary>Whether this process may make network namespaces.</summary>
internal static class Permission
{
    public static void RequireOrSkip()
    {
        try
        {
            Kernel.NewNetwork().Dispose();
        }
        catch (FabricException e)
        {
            Assert.Skip($"Needs root, or `unshare -Urnm` with a tmpfs on /run/netns: {e.Message}");
        }
    }
}
