using System.Collections.Concurrent;
using Pergola.Planning.Dataplane;

namespace Pergola.Proxy.Upstream;

/// <summary>
/// A target group: what survives when the table changes. It owns the connections to its targets, because a pool that
/// several groups shared could answer from the wrong VPC: two VPCs may use the same addresses.
/// </summary>
internal sealed class GroupState : IDisposable
{
    private readonly ConcurrentDictionary<TargetKey, TargetState> _targets = new();
    private readonly Action _idle;
    private TargetGroupEntry? _kept;
    private uint _turn;
    private int _users;   // Requests, plus one while the group is in the table; zero means closed, for ever.

    public GroupState(TargetGroupEntry entry, TargetConnector connector, Action idle)
    {
        TargetGroupId = entry.TargetGroupId;
        VpcId = entry.VpcId;
        Protocol = entry.Protocol;
        HttpVersion = entry.ProtocolVersion == TargetProtocolVersion.Http1
            ? System.Net.HttpVersion.Version11
            : System.Net.HttpVersion.Version20;
        _users = 1;
        _idle = idle;
        Client = new HttpMessageInvoker(new PromptBodies(connector.CreateHandler(entry.VpcId)));
    }

    public string TargetGroupId { get; }

    public string VpcId { get; }

    public TargetProtocol Protocol { get; }

    public Version HttpVersion { get; }

    public HttpMessageInvoker Client { get; }

    public RequestCounters Counters { get; } = new();

    /// <summary>Whether this identity still fits: how a group speaks and where it is never changes in AWS.</summary>
    public bool Fits(TargetGroupEntry entry) =>
        entry.VpcId == VpcId
        && entry.Protocol == Protocol
        && (entry.ProtocolVersion == TargetProtocolVersion.Http1) == (HttpVersion.Major == 1);

    /// <summary>The target's identity, made at its first mention, told what it is used for now.</summary>
    public TargetState Use(TargetEntry entry)
    {
        var key = new TargetKey(TargetGroupId, entry.Address, entry.Port);
        var state = _targets.GetOrAdd(key, static (key, idle) => new TargetState(key, idle), _idle);
        state.Use(entry.Use);
        return state;
    }

    /// <summary>What each target, also a draining one, is answering now.</summary>
    public int InFlight(TargetKey key) => _targets.TryGetValue(key, out var state) ? state.InFlight : 0;

    /// <summary>What all targets together are answering now.</summary>
    public int AllInFlight => _targets.Values.Sum(target => target.InFlight);

    /// <summary>Forgets targets that are gone. Called by one at a time.</summary>
    public void Keep(TargetGroupEntry entry)
    {
        if (_kept == (object)entry)
        {
            return;
        }

        _kept = entry;
        var keys = entry.Targets
            .Select(target => new TargetKey(TargetGroupId, target.Address, target.Port))
            .ToHashSet();
        foreach (var key in _targets.Keys)
        {
            if (!keys.Contains(key) && _targets.TryRemove(key, out var target))
            {
                target.Go();
            }
        }
    }

    /// <summary>The number of the next turn of the round robin.</summary>
    public uint NextTurn() => Interlocked.Increment(ref _turn);

    /// <summary>
    /// Holds the connections open for one request; false when the group is gone, and a newer table knows.
    /// </summary>
    public bool TryEnter()
    {
        var users = Volatile.Read(ref _users);
        while (users > 0)
        {
            var seen = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (seen == users)
            {
                return true;
            }

            users = seen;
        }

        return false;
    }

    /// <summary>Ends what <see cref="TryEnter"/> began.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            Client.Dispose();
        }
    }

    /// <summary>Takes the group out of the table; its connections close when its last request ends.</summary>
    public void Dispose()
    {
        foreach (var target in _targets.Values)
        {
            target.Go();
        }

        Leave();
    }
}
