using System.CommandLine;
using Pergola.Commands;
using Pergola.Demo;
using Pergola.Machine.Linux.Tasks;

// The modes in which the binary starts itself come first: they are not for people and have to be quick.
if (InternalModes.TryRun(args, out var exitCode) || SandboxExec.TryRun(args, out exitCode))
{
    return exitCode;
}

var root = new RootCommand(
    "A self-hosted Amazon VPC Lattice with its ECS integration: the AWS API in front, real packets behind.")
{
    UpCommand.Create(),
    ExecCommand.Create(),
    InventoryCommand.Create(),
    DemoCommand.Create(),
    GetCommand.Create(),
};

// By default a command has two seconds after a signal and is then cut off with 143: too short for a server's clean end.
var invocation = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) };
return await root.Parse(args).InvokeAsync(invocation).ConfigureAwait(false);
