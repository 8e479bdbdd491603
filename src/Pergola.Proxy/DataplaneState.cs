using Pergola.Core;
using Pergola.Machine.Tasks;
using Pergola.Planning;

namespace Pergola.Proxy;

/// <summary>What is true of the data plane now; whole, never a delta.</summary>
/// <param name="Revision">Of the table in force.</param>
/// <param name="Vpcs">VPC ids whose listeners and resolvers stand as in the table.</param>
/// <param name="Failures">What could not be made true, by VPC or listener id.</param>
/// <param name="Targets">Every target that is checked, or that is draining.</param>
public sealed record DataplaneState(
    long Revision, ValueList<string> Vpcs, ValueList<Label> Failures, ValueList<TargetReport> Targets)
{
    /// <summary>What the host's name servers answered for the table's TXT names; unanswered ones are absent.</summary>
    public ValueList<TxtReport> TxtRecords { get; init; } = [];
}

/// <summary>What was counted since the data plane started, by listener id and by target group id.</summary>
public sealed record DataplaneCounts(
    IReadOnlyDictionary<string, RequestCounts> Listeners, IReadOnlyDictionary<string, RequestCounts> TargetGroups);

/// <summary>Requests and the classes of their answers.</summary>
public sealed record RequestCounts(
    long Requests, long Http2xxAnswers, long Http3xxAnswers, long Http4xxAnswers, long Http5xxAnswers);
