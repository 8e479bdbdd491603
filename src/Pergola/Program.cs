using Pergola.Machine.Linux.Tasks;

if (InternalModes.TryRun(args, out var exitCode))
{
    return exitCode;
}

Console.Error.WriteLine("pergola: not put together yet");
return 1;
