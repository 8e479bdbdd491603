using Pergola.Domain;
using Pergola.Domain.Identity;

namespace Pergola.Planning.Iam;

/// <summary>The way every change of a managed policy goes.</summary>
internal static class ModifyPolicy
{
    /// <summary>Puts the changed policy, or says why it cannot be changed.</summary>
    /// <param name="change">The changed policy, or a refusal.</param>
    public static Decision<TResponse> With<TResponse>(
        string arn,
        Snapshot snapshot,
        Given given,
        Func<ManagedPolicy, (ManagedPolicy Policy, IamError? Error)> change,
        Func<ManagedPolicy, TResponse> respond)
    {
        if (Refusal(arn, snapshot, given, out var policy) is { } refusal)
        {
            return refusal;
        }

        var (changed, error) = change(policy!);
        return error is not null
            ? error
            : new Decision<TResponse>.Accept(respond(changed), [new Change.Put(given.Scope.Global, changed)]);
    }

    /// <summary>Why the account cannot change the policy; null when it can.</summary>
    public static IamError? Refusal(string arn, Snapshot snapshot, Given given, out ManagedPolicy? policy)
    {
        if (snapshot.In(given.Scope.Global).Of<ManagedPolicy>().TryGet(arn, out policy))
        {
            return null;
        }

        return ManagedPolicies.IsAwsManaged(arn)
            ? new IamError.InvalidInput($"Policy {arn} is AWS's and cannot be changed. Create a policy of your own.")
            : IamError.NoPolicy(arn);
    }
}
