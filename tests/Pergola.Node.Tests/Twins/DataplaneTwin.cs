using Pergola.Planning.Dataplane;
using Pergola.Proxy;

namespace Pergola.Node.Tests.Twins;

/// <summary>A data plane without sockets: it stands wherever the table in force says.</summary>
internal sealed class DataplaneTwin(Journal journal) : IDataplane
{
    private volatile DataplaneTable _table = DataplaneTable.Empty;

    public event Action? Changed;

    public Task ApplyAsync(DataplaneTable table, CancellationToken cancel)
    {
        journal.Add(Line(table.Vpcs.Select(vpc => vpc.VpcId)));
        _table = table;
        return Task.CompletedTask;
    }

    public DataplaneState Observe() => new(_table.Revision, [.. _table.Vpcs.Select(vpc => vpc.VpcId)], [], []);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Tells that something may have changed, though nothing did.</summary>
    public void Tell() => Changed?.Invoke();

    /// <summary>How the journal says that the data plane has sockets in these VPCs and in no other.</summary>
    public static string Line(params IEnumerable<string> vpcIds) => $"Serve {string.Join(' ', vpcIds)}".TrimEnd();
}
