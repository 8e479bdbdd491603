using Pergola.Machine.Tasks;
using Pergola.Machine.Tasks.Twin;

namespace Pergola.Machine.Linux.Tests.Tasks;

/// <summary>The twin keeps every promise.</summary>
public sealed class ContainersTwinTests : ContainersConformance
{
    private readonly TwinMachine _machine = new();
    private int _tasks;

    protected override string ShellImage => "pergola/host";

    protected override IContainers Open() => new ContainersTwin(_machine, () => DateTimeOffset.UnixEpoch, Program);

    protected override Workload Workload(params ContainerSpec[] containers)
    {
        var id = $"{++_tasks:x32}";
        return new Workload(id, "twin-" + id, "ip-10-0-1-5.internal", "10.0.0.2", [.. containers], []);
    }

    protected override void AssertNothingIsLeft(Workload workload)
    {
        Assert.Empty(Open().Observe().Tasks);
    }

    // The lines of the promises, as a machine would run them.
    private static TwinProgram Program(ContainerSpec container) => container.Command?[^1] switch
    {
        "exit 0" => new TwinProgram(0, HonoursTerm: true),
        "exit 7" => new TwinProgram(7, HonoursTerm: true),
        { } line when line.StartsWith("trap '' TERM", StringComparison.Ordinal) =>
            new TwinProgram(null, HonoursTerm: false),
        _ => TwinProgram.Server,
    };
}
