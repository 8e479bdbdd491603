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
        var arguments = Environment.GetCommandLineArgs()[1..];
        if (InternalModes.TryRun(arguments, out var exitCode))
        {
            Environment.Exit(exitCode);
        }

        int? tried = arguments switch
        {
            ["test-exec", .. var rest] => NamespaceExec.Run(rest[0], rest[1], rest[2], rest[3], rest[4..]),
            ["test-launch"] => UserNamespaceLauncherTests.Launch(),
            ["test-inside", var outside, "--listen-fd", var descriptor] =>
                UserNamespaceLauncherTests.Inside(outside, descriptor),
            _ => null,
        };
        if (tried is { } code)
        {
            Environment.Exit(code);
        }
    }
}
