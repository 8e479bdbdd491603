using System.Runtime.CompilerServices;
using Pergola.Machine.Linux.Tasks;

namespace Pergola.Machine.Linux.Tests.Tasks;

/// <summary>Lets the test executable stand for the product's binary: it knows the same internal modes.</summary>
internal static class SelfMode
{
#pragma warning disable CA2255 // The modes have to come before the test platform reads the arguments.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Run()
    {
        if (InternalModes.TryRun(Environment.GetCommandLineArgs()[1..], out var exitCode))
        {
            Environment.Exit(exitCode);
        }
    }
}
