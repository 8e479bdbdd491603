using System.Text;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Store.Deliveries;

namespace Pergola.Store.Tests;

/// <summary>Delivered events: in order, bounded, and there after a crash up to what was torn.</summary>
public sealed class EventStoreTests : IDisposable
{
    private const string Stream = "/app:requests/a";

    private static readonly Scope s_scope = new("000000000000", "eu-west-1");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Events_come_back_in_the_order_in_which_they_came_also_to_another_server(bool onDisk)
    {
        var store = new EventStore(onDisk ? _folder.Path : null);
        Append(store, "one", "two");
        Append(store, "three");
        Assert.Equal(["one", "two", "three"], Messages(store));
        Assert.Equal((3, 9), store.Last(s_scope, Stream));

        if (onDisk)
        {
            var next = new EventStore(_folder.Path);
            Assert.Equal((3, 9), next.Last(s_scope, Stream));
            Append(next, "four");
            Assert.Equal(["one", "two", "three", "four"], Messages(next));
        }

        Assert.Empty(store.Read(s_scope with { Region = "us-east-1" }, Stream));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_oldest_events_go_when_there_are_too_many_and_places_only_grow(bool onDisk)
    {
        var store = new EventStore(onDisk ? _folder.Path : null);
        var line = new string('x', 100_000);
        for (var i = 0; i < 200; i++)
        {
            Append(store, $"{i} {line}");
        }

        var events = store.Read(s_scope, Stream);
        Assert.EndsWith(line, events[^1].Message, StringComparison.Ordinal);
        Assert.StartsWith("199 ", events[^1].Message, StringComparison.Ordinal);
        Assert.InRange(events.Sum(one => one.Message.Length), 6_000_000, 8 * 1024 * 1024);
        Assert.Equal(events.Select(one => one.Place).Order(), events.Select(one => one.Place));
    }

    [Fact]
    public void Whatever_a_crash_tears_off_costs_only_the_events_that_it_tore()
    {
        Append(new EventStore(_folder.Path), "one", "two");
        Append(new EventStore(_folder.Path), "three");
        var file = Assert.Single(Directory.GetFiles(_folder.Path, "*.events", SearchOption.AllDirectories));
        var whole = File.ReadAllBytes(file);
        string[] all = ["one", "two", "three"];
        for (var length = whole.Length; length >= 0; length--)
        {
            File.WriteAllBytes(file, whole[..length]);
            var store = new EventStore(_folder.Path);
            var left = Messages(store);
            Assert.Equal(all[..left.Count], left);

            Append(store, "next");
            Assert.Equal([.. left, "next"], Messages(new EventStore(_folder.Path)));
        }
    }

    [Fact]
    public void Events_whose_stream_is_gone_go_with_it()
    {
        var store = new EventStore(_folder.Path);
        Append(store, "one");

        store.Sweep(Snapshot.Empty);

        Assert.Empty(store.Read(s_scope, Stream));
        Assert.Empty(Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories));
    }

    private static void Append(EventStore store, params string[] messages) => store.Append(
        s_scope,
        Stream,
        messages.Select(text => (Time(text), (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(text))),
        now: 9);

    private static long Time(string text) => text switch { "one" => 1, "two" => 2, _ => 3 };

    private static List<string> Messages(EventStore store) =>
        [.. store.Read(s_scope, Stream).Select(one => one.Message)];
}
