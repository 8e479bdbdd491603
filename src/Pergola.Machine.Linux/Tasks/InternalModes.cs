namespace Pergola.Machine.Linux.Tasks;

/// <summary>
/// The modes in which the product's binary is started by itself. They come before any command line parsing: they are
/// not for people, and they have to start fast.
/// </summary>
public static class InternalModes
{
    /// <summary>Runs the mode that the arguments name. False when they name none; then nothing has happened.</summary>
    /// <param name="arguments">As given to <c>Main</c>.</param>
    /// <param name="exitCode">What to exit with.</param>
    public static bool TryRun(string[] arguments, out int exitCode)
    {
        int? code = arguments switch
        {
            ["sandbox-init", var launchFile] => SandboxInit.Run(launchFile),
            ["sandbox-run", var launchFile, .. var command] when command.Length > 0 => RunInside(launchFile, command),
            ["user-namespace-init", .. var command] when command.Length > 0 => UserNamespaceLauncher.Prepare(command),
            ["builtin", "web", ..] => Builtin.BuiltinServer.Run(Builtin.SamplePage.Answer, arguments[2..]),
            ["builtin", "echo", ..] => Builtin.BuiltinServer.Run(Builtin.EchoPage.Answer, arguments[2..]),
            ["builtin", "fetch", var program, .. var rest] => Builtin.FetchCommand.Run(program, rest),
            _ => null,
        };
        exitCode = code ?? 0;
        return code is not null;
    }

    private static int RunInside(string launchFile, string[] command)
    {
        var view = Launch.Read(launchFile).View;
        return NamespaceExec.Run(view.NetworkNamespace, view.ResolvConf, view.Hosts, view.Hostname, command);
    }
}
