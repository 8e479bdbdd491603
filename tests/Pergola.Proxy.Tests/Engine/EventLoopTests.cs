using Microsoft.Extensions.Time.Testing;
using Pergola.Core;
using Pergola.Proxy.Engine;
using Pergola.Proxy.Tests.Twins;

namespace Pergola.Proxy.Tests.Engine;

/// <summary>A mistake of ours costs the one connection that met it: the loop and everybody else on it go on.</summary>
public sealed class EventLoopTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly RecordedLog _log = new();
    private readonly EventLoop _loop;

    public EventLoopTests() => _loop = new EventLoop(1, _time, new SeededEntropy(7), _log);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_deadline_that_fails_ends_its_connection_and_the_others_meet_theirs()
    {
        var told = new TaskCompletionSource();
        Lone? broken = null;
        await _loop.RunAsync(() =>
        {
            broken = new Lone(_loop) { WhenTimeIsUp = () => throw new InvalidOperationException("broken") };
            var sound = new Lone(_loop) { WhenTimeIsUp = told.SetResult };
            _loop.Timers.Set(broken, _loop.After(TimeSpan.FromSeconds(1)));
            _loop.Timers.Set(sound, _loop.After(TimeSpan.FromSeconds(1)));
        });

        _time.Advance(TimeSpan.FromSeconds(1));

        await told.Task.WaitAsync(Cancel);
        await _loop.RunAsync(() => Assert.Equal(-1, broken!.Descriptor));
        Assert.Contains("broken", Assert.Single(_log.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_action_that_fails_keeps_no_other_from_running()
    {
        _loop.Post(() => throw new InvalidOperationException("broken"));

        await _loop.RunAsync(() => { });

        Assert.Contains("broken", Assert.Single(_log.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_cannot_even_be_closed_ends_no_other()
    {
        var told = new TaskCompletionSource();
        await _loop.RunAsync(() =>
        {
            var broken = new Lone(_loop)
            {
                WhenGoingOn = () => throw new InvalidOperationException("broken"),
                WhenAborted = () => throw new InvalidOperationException("broken again"),
            };
            var sound = new Lone(_loop) { WhenGoingOn = () => told.TrySetResult() };
            _loop.ContinueLater(broken);
            _loop.ContinueLater(sound);
        });

        await told.Task.WaitAsync(Cancel);
        await _loop.RunAsync(() => { });
        Assert.Contains(_log.Errors, error => error.Contains("broken again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_socket_that_the_kernel_does_not_watch_leaves_nothing_behind()
    {
        using var file = File.OpenHandle("/dev/null");
        var descriptor = (int)file.DangerousGetHandle();

        await Assert.ThrowsAnyAsync<Exception>(() => _loop.RunAsync(() => _ = new Lone(_loop, descriptor)));

        await _loop.RunAsync(() => Assert.Empty(_loop.Sockets()));
    }

    public ValueTask DisposeAsync() => _loop.DisposeAsync();

    // One end of a pair; the other is closed with it.
    private sealed class Lone : LoopSocket
    {
        private readonly int _other = -1;

        public Lone(EventLoop loop) : base(loop)
        {
            (var one, _other) = Kernel.CreatePair();
            Open(one, SocketEvents.PeerEnded | SocketEvents.EdgeTriggered);
        }

        public Lone(EventLoop loop, int descriptor) : base(loop) => Open(descriptor, SocketEvents.Connection);

        public Action? WhenTimeIsUp { get; init; }

        public Action? WhenGoingOn { get; init; }

        public Action? WhenAborted { get; init; }

        public override void Continue() => WhenGoingOn?.Invoke();

        public override void TimeIsUp(long now) => WhenTimeIsUp?.Invoke();

        public override void Abort()
        {
            if (IsOpen)
            {
                var descriptor = Descriptor;
                Leave();
                Kernel.CloseDescriptor(descriptor);
                Kernel.CloseDescriptor(_other);
                WhenAborted?.Invoke();
            }
        }
    }
}
