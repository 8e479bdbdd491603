using System.Text;
using Pergola.Planning.Dataplane;
using Pergola.Proxy.Upstream;

namespace Pergola.Proxy.Routing;

/// <summary>A target group as one table has it: the targets that may get a request, in their order.</summary>
internal sealed class GroupRoute
{
    private readonly TargetRoute[] _targets;

    public GroupRoute(TargetGroupEntry entry, GroupState state)
    {
        Entry = entry;
        State = state;
        Arn = entry.TargetGroupArn;
        LogPart = Encoding.UTF8.GetBytes(
            $",\"targetGroupArn\":\"{entry.TargetGroupArn}\",\"destinationVpcId\":\"{entry.VpcId}\"");
        IsPlainHttp1 =
            entry is { Protocol: TargetProtocol.Http, ProtocolVersion: TargetProtocolVersion.Http1, Function: null };
        TargetGroupPart = Encoding.UTF8.GetBytes($"; TargetGroupArn={entry.TargetGroupArn}\r\n");
        foreach (var target in entry.Targets)
        {
            state.Use(target);
        }

        var ready = entry.Targets.Where(target => target.Use == TargetUse.Ready).ToArray();

        // AWS: when all targets are unhealthy, all of them get requests. A target in INITIAL gets none before its
        // first success, and a draining one never gets a new request.
        var usable = ready.Length > 0 ? ready : [.. entry.Targets.Where(target => target.Use == TargetUse.Unhealthy)];
        _targets = [.. usable.Select(target => new TargetRoute(state.Use(target), Prefix(entry, target)))];
    }

    /// <summary>What it was made of.</summary>
    public TargetGroupEntry Entry { get; }

    public GroupState State { get; }

    public string Arn { get; }

    /// <summary>Its part of an access log's line.</summary>
    public byte[] LogPart { get; }

    /// <summary>The same of a request that came to no group.</summary>
    public static ReadOnlySpan<byte> NoLogPart => ",\"targetGroupArn\":\"-\",\"destinationVpcId\":\"-\""u8;

    /// <summary>Whether targets speak HTTP/1.1 without TLS.</summary>
    public bool IsPlainHttp1 { get; }

    /// <summary>Whether connections are passed through to targets.</summary>
    public bool IsTcp => Entry.Protocol == TargetProtocol.Tcp;

    /// <summary>The third part of the line about the way to the target, with its end.</summary>
    public byte[] TargetGroupPart { get; }

    /// <summary>The next target in turn; null when the group has none that may be used.</summary>
    public TargetRoute? Next() => _targets.Length switch
    {
        0 => null,
        1 => _targets[0],
        _ => _targets[State.NextTurn() % (uint)_targets.Length],
    };

    private static string Prefix(TargetGroupEntry entry, TargetEntry target)
    {
        var scheme = entry.Protocol == TargetProtocol.Https ? "https" : "http";
        var endPoint = new System.Net.IPEndPoint(target.Address, target.Port);
        return $"{scheme}://{endPoint}";
    }
}

/// <summary>A target that may get a request.</summary>
/// <param name="State">What survives a change of the table.</param>
/// <param name="Prefix">Scheme, address and port, without a final slash.</param>
internal sealed record TargetRoute(TargetState State, string Prefix)
{
    /// <summary>Address and port.</summary>
    public byte[] IpPort { get; } = Encoding.ASCII.GetBytes(Prefix[(Prefix.LastIndexOf('/') + 1)..]);
}
