using System.Collections.Immutable;
using Pergola.Api.VpcLattice;
using Pergola.Domain;
using ApiTarget = Pergola.Api.VpcLattice.Target;

namespace Pergola.Planning.VpcLattice;

/// <summary>What became of the targets of one request: each succeeds or fails by itself.</summary>
internal sealed class TargetOutcomes
{
    private readonly ImmutableArray<ApiTarget>.Builder _successful = ImmutableArray.CreateBuilder<ApiTarget>();
    private readonly ImmutableArray<TargetFailure>.Builder _failed = ImmutableArray.CreateBuilder<TargetFailure>();
    private readonly ImmutableArray<Change>.Builder _changes = ImmutableArray.CreateBuilder<Change>();

    public IReadOnlyList<ApiTarget> Successful => _successful.ToImmutable();

    public IReadOnlyList<TargetFailure> Unsuccessful => _failed.ToImmutable();

    public ImmutableArray<Change> Changes => _changes.ToImmutable();

    public void Succeed(string targetId, int port, IEnumerable<Change> changes)
    {
        _successful.Add(new ApiTarget { Id = targetId, Port = Shown(port) });
        _changes.AddRange(changes);
    }

    public void Fail(string targetId, int port, string code, string message) => _failed.Add(new TargetFailure
    {
        Id = targetId,
        Port = Shown(port),
        FailureCode = code,
        FailureMessage = message,
    });

    /// <summary>A target in a message.</summary>
    public static string NameOf(string targetId, int port) => port == 0 ? targetId : $"{targetId}:{port}";

    /// <summary>A port as answers show it: functions have none.</summary>
    public static int? Shown(int port) => port == 0 ? null : port;
}
