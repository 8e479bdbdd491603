using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Pergola.Machine.Linux.Tasks;

namespace Pergola.Machine.Linux.Tests.Tasks;

/// <summary>A server that is started by an ordinary user becomes root of its own networks.</summary>
[Trait("tier", "linux")]
public sealed class UserNamespaceLauncherTests
{
    private const string Nobody = "65534";

    [Fact]
    public async Task A_server_of_an_ordinary_user_may_name_networks_and_serves_the_machines_own_loopback()
    {
        var setpriv = NamespaceExec.Find("setpriv");
        Assert.SkipUnless(
            TaskSyscalls.EffectiveUser() == 0 && setpriv is not null, "needs root and setpriv, to become nobody");
        using var server = Start(setpriv!, "test-launch");
        var first = await server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.SkipWhen(first?.StartsWith("none: ", StringComparison.Ordinal) == true, first ?? "");

        var port = int.Parse(first!, CultureInfo.InvariantCulture);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(client.GetStream());
        var said = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        await server.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal("user 0; made a network: True; another network than the machine's: True", said);
        Assert.Equal(0, server.ExitCode);
    }

    [Fact]
    public void Root_needs_no_user_namespace()
    {
        Assert.SkipUnless(TaskSyscalls.EffectiveUser() == 0, "needs root");

        Assert.Equal(StartRights.Root, UserNamespaceLauncher.Probe().Rights);
    }

    /// <summary>Stage one in the launched process: what the server does before it is inside.</summary>
    internal static int Launch()
    {
        var mode = UserNamespaceLauncher.Probe();
        if (mode.Rights != StartRights.UserNamespace)
        {
            Console.WriteLine($"none: {mode.Line}");
            return 0;
        }

        return UserNamespaceLauncher.Launch(
            new SelfCommand(Environment.ProcessPath!),
            new IPEndPoint(IPAddress.Loopback, 0),
            ["test-inside", Network()]);
    }

    /// <summary>Stage two: says to the first client what it may do.</summary>
    internal static int Inside(string outside, string descriptor)
    {
        var made = SandboxNamespace.Make("inside");
        var handle = nint.Parse(descriptor, CultureInfo.InvariantCulture);
        using var listener = new Socket(new SafeSocketHandle(handle, ownsHandle: true));
        // Only now does it listen for sure, so only now may a client hear of it.
        Console.WriteLine(((IPEndPoint)listener.LocalEndPoint!).Port);
        Console.Out.Flush();
        using var client = listener.Accept();
        var own = Network();
        client.Send(System.Text.Encoding.ASCII.GetBytes(
            $"user {TaskSyscalls.EffectiveUser()}; made a network: {made}; "
            + $"another network than the machine's: {own != outside}"));
        SandboxNamespace.Remove("inside");
        return 0;
    }

    private static string Network() => File.ResolveLinkTarget("/proc/self/ns/net", returnFinalTarget: false)!.Name;

    private static Process Start(string setpriv, string mode) => Process.Start(new ProcessStartInfo(
        setpriv, ["--reuid", Nobody, "--regid", Nobody, "--clear-groups", Environment.ProcessPath!, mode])
    {
        RedirectStandardOutput = true,
        WorkingDirectory = "/",
    })!;
}
