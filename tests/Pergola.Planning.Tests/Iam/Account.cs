using Pergola.Core;
using Pergola.Domain;

namespace Pergola.Planning.Tests.Iam;

/// <summary>
/// An account in which decisions are made one after another, as the ledger makes them, at a time that stands.
/// </summary>
internal sealed class Account
{
    public static DateTimeOffset Noon { get; } = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    public static Caller Root { get; } = new(
        "000000000000", "ap-northeast-1", "arn:aws:iam::000000000000:root", "000000000000", "000000000000");

    private readonly SeededEntropy _entropy = new(7);

    public Snapshot Snapshot { get; private set; } = Snapshot.Empty;

    public DateTimeOffset Now { get; set; } = Noon;

    public Caller Caller { get; set; } = Root;

    public Realm Realm => Snapshot.In(Caller.Scope);

    /// <summary>The answer to a request that must not be refused; its changes are committed.</summary>
    public TResponse Do<TRequest, TResponse>(
        Func<TRequest, Snapshot, Given, Decision<TResponse>> decide, TRequest request)
    {
        var decision = decide(request, Snapshot, Given());
        var accept = Assert.IsType<Decision<TResponse>.Accept>(
            decision, exactMatch: true);
        Snapshot = accept.Changes.IsEmpty ? Snapshot : Snapshot.Apply(accept.Changes);
        return accept.Response;
    }

    /// <summary>The refusal of a request that must be refused.</summary>
    public ApiError Refused<TRequest, TResponse>(
        Func<TRequest, Snapshot, Given, Decision<TResponse>> decide, TRequest request) =>
        Assert.IsType<Decision<TResponse>.Reject>(decide(request, Snapshot, Given()), exactMatch: true).Error;

    public void Put(Scope scope, Resource resource) => Snapshot = Snapshot.Apply([new Change.Put(scope, resource)]);

    private Given Given() => new(Now, _entropy, Caller, Pace.Aws, "request-1");
}
