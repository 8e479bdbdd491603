using System.Diagnostics.CodeAnalysis;
using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// Which resources can have an auth policy, and when it counts. Resource configurations have none: what is reached
/// through them is not HTTP (VPC Lattice user guide, "Auth policies").
/// </summary>
internal static class AuthPolicies
{
    /// <summary>The service or service network with that id or ARN.</summary>
    public static bool TryFindSubject(
        Realm realm,
        string idOrArn,
        [NotNullWhen(true)] out LatticeResource? subject,
        [NotNullWhen(false)] out LatticeError? refusal)
    {
        if (!Shareable.TryFind(realm, idOrArn, out subject, out refusal))
        {
            return false;
        }

        if (AuthTypeOf(subject) is null)
        {
            refusal = LatticeError.Validation.Of(
                "resourceIdentifier",
                $"{subject.Id} cannot have an auth policy; only services and service networks can.");
            return false;
        }

        return true;
    }

    /// <summary>Active while the resource's auth type is AWS_IAM.</summary>
    public static string StateOf(LatticeResource subject) =>
        AuthTypeOf(subject) == AuthType.AwsIam ? AuthPolicyState.Active : AuthPolicyState.Inactive;

    private static string? AuthTypeOf(LatticeResource subject) => subject switch
    {
        ServiceNetwork network => network.AuthType,
        LatticeService service => service.AuthType,
        _ => null,
    };
}
