using System.IO.Compression;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Pergola.Control.Telemetry;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Logs;
using Pergola.Planning.Dataplane;
using Pergola.Planning.Telemetry;
using Pergola.Planning.VpcLattice;
using Pergola.Store;
using Pergola.Store.Deliveries;

namespace Pergola.Control.Tests.Telemetry;

/// <summary>Where lines of access logs end up.</summary>
public sealed class LogDeliveriesTests : IAsyncLifetime
{
    private static readonly Scope s_scope = new("111122223333", "eu-west-1");

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 25, 9, 7, 0, TimeSpan.Zero));
    private readonly Ledger _ledger = Ledger.Open(JournalOptions.InMemory);
    private readonly EventStore _events = new(root: null);
    private readonly string _folder = Directory.CreateTempSubdirectory("pergola-control-").FullName;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _ledger.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Lines_for_a_group_are_in_a_stream_of_their_own_and_go_with_the_group()
    {
        var group = new LogGroup
        {
            LogGroupName = "requests", Arn = "arn", CreationTime = _time.GetUtcNow(), LogGroupClass = "STANDARD",
        };
        await CommitAsync(new Change.Put(s_scope, group));
        var deliveries = Deliveries(_folder);

        deliveries.Deliver(To(AccessLogDestinationKind.LogGroup, "requests"), Lines("one", "two"));
        deliveries.Deliver(To(AccessLogDestinationKind.LogGroup, "requests"), Lines("three"));

        var stream = Assert.Single(_ledger.Current.In(s_scope).Of<LogStream>().All);
        Assert.Equal("VpcLattice_AccessLogs_svc-1_als-1", stream.LogStreamName);
        Assert.Equal(["one", "two", "three"], _events.Read(s_scope, stream.Id).Select(one => one.Message));

        await CommitAsync(new Change.Remove(s_scope, ResourceKinds.For<LogStream>(), stream.Id));
        deliveries.Turn();
        Assert.Empty(_events.Read(s_scope, stream.Id));
    }

    [Fact]
    public void Lines_for_a_bucket_gather_and_become_one_packed_object_under_the_name_that_AWS_gives_it()
    {
        var deliveries = Deliveries(_folder);
        var to = To(AccessLogDestinationKind.Bucket, "my-logs/pre/fix");
        deliveries.Deliver(to, Lines("one", "two"));
        _time.Advance(TimeSpan.FromMinutes(1));
        deliveries.Deliver(to, Lines("three"));
        deliveries.Turn();
        Assert.False(Directory.Exists(Path.Combine(_folder, "s3")));

        _time.Advance(TimeSpan.FromMinutes(5));
        deliveries.Turn();

        var file = Assert.Single(Directory.GetFiles(_folder, "*", SearchOption.AllDirectories));
        Assert.Matches(
            "^s3/my-logs/pre/fix/AWSLogs/111122223333/VpcLattice/AccessLogs/eu-west-1/2026/11/25/svc-1/"
            + "111122223333_VpcLatticeAccessLogs_eu-west-1_svc-1_20261125T0907Z_[0-9a-f]{8}\\.json\\.gz$",
            Path.GetRelativePath(_folder, file));
        using var packed = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        Assert.Equal("one\ntwo\nthree\n", new StreamReader(packed).ReadToEnd());
    }

    [Fact]
    public void Lines_for_a_stream_are_in_its_file_at_once()
    {
        Deliveries(_folder).Deliver(To(AccessLogDestinationKind.Stream, "firehose"), Lines("one", "two"));

        Assert.Equal("one\ntwo\n", File.ReadAllText(Path.Combine(_folder, "firehose", "firehose.jsonl")));
    }

    [Theory]
    [InlineData(AccessLogDestinationKind.LogGroup)]
    [InlineData(AccessLogDestinationKind.Bucket)]
    [InlineData(AccessLogDestinationKind.Stream)]
    public void What_cannot_be_kept_is_counted(AccessLogDestinationKind kind)
    {
        var deliveries = Deliveries(folder: null);

        deliveries.Deliver(To(kind, "nowhere"), Lines("one", "two"));

        Assert.Equal(2, deliveries.Dropped);
    }

    private LogDeliveries Deliveries(string? folder) => new(
        _ledger, _events, folder, TimeSpan.FromMinutes(6), _time, new SeededEntropy(1), NullLogger.Instance);

    private Task<int> CommitAsync(Change change) =>
        _ledger.CommitAsync<int>(_ => (0, [change]), TestContext.Current.CancellationToken);

    private static LogEntry To(AccessLogDestinationKind kind, string name) =>
        new("als-1", "svc-1", kind, name, s_scope.Account, s_scope.Region);

    private static IReadOnlyList<LogLine> Lines(params string[] lines) =>
        [.. lines.Select(line => new LogLine(1, Encoding.UTF8.GetBytes(line)))];
}
