using Pergola.Machine.Tasks;
using Pergola.Node.Tests.Twins;
using Pergola.Planning;
using static Pergola.Node.Tests.Twins.Machine;

namespace Pergola.Node.Tests;

public sealed class NodeAgentTests : IAsyncDisposable
{
    private readonly Twins.Machine _machine = new();

    public ValueTask DisposeAsync() => _machine.DisposeAsync();

    [Fact]
    public async Task A_sandbox_exists_before_its_interface_and_the_interface_before_the_first_container()
    {
        _machine.Desire(Desired(1, ["vpc-a"], Task("one")));

        await _machine.UntilAsync(IsRunning("one"));

        var journal = _machine.Journal;
        Assert.True(journal.Place("EnsureSandbox one") < journal.Place("EnsureInterface eni-one in test-ns-one"));
        Assert.True(journal.Place("EnsureInterface eni-one in test-ns-one") < journal.Place("EnsureStarted one"));
    }

    [Fact]
    public async Task A_task_that_should_only_be_provisioned_gets_its_interface_and_no_container()
    {
        _machine.Desire(Desired(1, ["vpc-a"], Task("one", TaskGoal.Provisioned)));

        var report = await _machine.UntilAsync(report => report.Tasks is [{ Provisioned: true }]);

        Assert.Equal(["eni-one"], report.Interfaces);
        Assert.Empty(report.Tasks[0].Containers);
    }

    [Fact]
    public async Task A_VPC_that_fails_does_not_stop_another_one()
    {
        _machine.Fabric.Refused = "vpc-a";
        _machine.Desire(Desired(1, ["vpc-a", "vpc-b"]));

        var report = await _machine.NextAsync();

        Assert.Equal(["vpc-b"], report.Vpcs);
        Assert.Equal([new Label("vpc-a", "the kernel refuses")], report.Failures);
        Assert.Equal(1, _machine.Journal.Count(DataplaneTwin.Line("vpc-b")));
    }

    [Fact]
    public async Task A_network_that_fails_is_tried_again_when_its_time_has_come_and_not_before()
    {
        _machine.Fabric.Refused = "vpc-a";
        _machine.Desire(Desired(1, ["vpc-a"]));
        await _machine.NextAsync();

        _machine.Desire(Desired(2, ["vpc-a"]));
        await _machine.UntilAsync(report => report.Revision == 2);
        Assert.Equal(1, _machine.Journal.Count("EnsureVpc vpc-a"));

        _machine.Fabric.Refused = null;
        _machine.PassRetry();
        var report = await _machine.NextAsync();

        Assert.Empty(report.Failures);
        Assert.Equal(["vpc-a"], report.Vpcs);
        Assert.Equal(2, _machine.Journal.Count("EnsureVpc vpc-a"));
    }

    [Fact]
    public async Task A_task_that_nobody_desires_is_removed()
    {
        _machine.Desire(Desired(1, ["vpc-a"], Task("one")));
        await _machine.UntilAsync(IsRunning("one"));

        _machine.Desire(Desired(2, ["vpc-a"]));
        var report = await _machine.UntilAsync(report => report.Revision == 2 && report.Tasks.Count == 0);

        Assert.Empty(report.Interfaces);
        Assert.Empty(_machine.Containers.Observe().Tasks);
    }

    [Theory]
    [InlineData("Remove")]
    [InlineData("Stop")]
    public async Task An_engine_that_refuses_is_asked_again_when_its_time_has_come_and_not_before(string operation)
    {
        _machine.Desire(Desired(1, ["vpc-a"], Task("one")));
        await _machine.UntilAsync(IsRunning("one"));

        _machine.Containers.Refused = operation;
        _machine.Desire(Unwanted(2, operation));
        await _machine.UntilAsync(report => report.Tasks is [{ Failure: "the engine refuses" }]);
        _machine.Desire(Unwanted(3, operation));
        await _machine.UntilAsync(report => report.Revision == 3);
        Assert.Equal(1, _machine.Journal.Count($"{operation} one"));

        _machine.Containers.Refused = null;
        _machine.PassRetry();
        await _machine.UntilAsync(report => report.Tasks.All(task =>
            task.Containers.All(container => container.Phase == ContainerPhase.Exited)));
        Assert.Equal(2, _machine.Journal.Count($"{operation} one"));
    }

    [Fact]
    public async Task An_engine_that_cannot_start_a_task_says_why_and_is_not_asked_again()
    {
        _machine.Containers.Refused = "EnsureStarted";
        _machine.Desire(Desired(1, ["vpc-a"], Task("one")));
        await _machine.UntilAsync(report => report.Tasks is [{ Failure: "the engine refuses" }]);

        _machine.PassRetry();
        _machine.Desire(Desired(2, ["vpc-a"], Task("one")));
        await _machine.UntilAsync(report => report.Revision == 2);

        Assert.Equal(1, _machine.Journal.Count("EnsureStarted one"));
    }

    [Fact]
    public async Task Nothing_is_reported_while_nothing_changes()
    {
        _machine.Desire(Desired(1, ["vpc-a"], Task("one")));
        await _machine.UntilAsync(IsRunning("one"));

        _machine.Dataplane.Tell();
        _machine.Desire(Desired(1, ["vpc-a"], Task("one")));
        _machine.Time.Advance(TimeSpan.FromSeconds(10));
        _machine.Desire(Desired(2, ["vpc-a"], Task("one")));

        Assert.Equal(2, (await _machine.NextAsync()).Revision);
    }

    [Fact]
    public async Task The_sockets_of_a_VPC_close_before_the_VPC_goes()
    {
        _machine.Desire(Desired(1, ["vpc-a", "vpc-b"]));
        await _machine.UntilAsync(report => report.Vpcs.Count == 2);

        _machine.Desire(Desired(2, ["vpc-b"]));
        await _machine.UntilAsync(report => report.Revision == 2);

        var journal = _machine.Journal;
        Assert.True(journal.Place(DataplaneTwin.Line("vpc-b")) < journal.Place("RemoveVpc vpc-a"));
    }

    [Fact]
    public async Task What_somebody_took_from_the_machine_comes_back_by_itself()
    {
        _machine.Desire(Desired(1, ["vpc-a"]));
        await _machine.UntilAsync(report => report.Vpcs is ["vpc-a"]);

        _machine.Fabric.Lose("vpc-a");
        _machine.Time.Advance(TimeSpan.FromSeconds(10));
        _machine.Desire(Desired(2, ["vpc-a"]));
        await _machine.UntilAsync(report => report.Revision == 2);

        Assert.Equal(["vpc-a"], _machine.Fabric.Observe().Vpcs.Select(vpc => vpc.VpcId));
    }

    [Fact]
    public async Task An_agent_that_starts_anew_adopts_what_is_there_and_changes_nothing()
    {
        _machine.Desire(Desired(1, ["vpc-a"], Task("one"), Task("two")));
        var before = await _machine.UntilAsync(report => IsRunning("one")(report) && IsRunning("two")(report));

        await _machine.RestartAsync();
        _machine.Desire(Desired(1, ["vpc-a"], Task("one"), Task("two")));
        var after = await _machine.NextAsync();

        Assert.Equal(before, after);
        Assert.Equal([DataplaneTwin.Line("vpc-a")], _machine.Journal.Lines);
    }

    [Fact]
    public async Task An_agent_that_starts_anew_does_not_take_the_network_from_a_task_that_waits()
    {
        _machine.Desire(Desired(1, ["vpc-a"], Task("one", TaskGoal.Provisioned)));
        await _machine.UntilAsync(report => report.Tasks is [{ Provisioned: true }]);

        await _machine.RestartAsync();
        _machine.Desire(Desired(1, ["vpc-a"], Task("one", TaskGoal.Provisioned)));
        await _machine.UntilAsync(report => report.Tasks is [{ Provisioned: true }]);

        Assert.Equal(0, _machine.Journal.Count("RemoveInterface eni-one"));
    }

    private static NodeDesired Unwanted(long revision, string operation) => operation == "Stop"
        ? Desired(revision, ["vpc-a"], Task("one", TaskGoal.Stopped))
        : Desired(revision, ["vpc-a"]);

    private static Func<NodeReport, bool> IsRunning(string taskId) => report => report.Tasks.Any(task =>
        task.TaskId == taskId && task.Containers is [{ Phase: ContainerPhase.Running }]);
}
