using System.Diagnostics.CodeAnalysis;
using Pergola.Domain;
using Pergola.Domain.Identity;

namespace Pergola.Planning.Iam;

/// <summary>Managed policies of both owners: the account's, which are kept, and AWS's, which are built in.</summary>
internal static class ManagedPolicies
{
    /// <summary>The policy with that ARN.</summary>
    public static bool TryFind(Realm globalRealm, string arn, [NotNullWhen(true)] out ManagedPolicy? policy) =>
        AwsManagedPolicies.ByArn.TryGetValue(arn, out policy)
        || globalRealm.Of<ManagedPolicy>().TryGet(arn, out policy);

    /// <summary>True when the policy is AWS's, which nobody can change.</summary>
    public static bool IsAwsManaged(string arn) => arn.StartsWith("arn:aws:iam::aws:policy/", StringComparison.Ordinal);
}
