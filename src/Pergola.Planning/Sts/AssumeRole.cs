using System.Diagnostics.CodeAnalysis;
using Pergola.Api.Sts;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Identity;
using Pergola.Planning.Iam;
using Pergola.Planning.Iam.Policies;

namespace Pergola.Planning.Sts;

/// <summary>Hands out credentials of a role to a caller whom the role trusts.</summary>
internal static class AssumeRole
{
    private const int DurationDefault = 3600;

    public static Decision<AssumeRoleResponse> Decide(AssumeRoleRequest request, Snapshot snapshot, Given given)
    {
        if (!Arn.TryParse(request.RoleArn, out var arn))
        {
            return new StsError.Validation($"{request.RoleArn} is invalid: it must be the ARN of a role.");
        }

        var scope = new Scope(arn.Account, Scope.GlobalRegion);
        if (!MayAssume(snapshot.In(scope), request.RoleArn, given.Caller, out var role))
        {
            return new StsError.AccessDenied(
                $"User: {given.Caller.Arn} is not authorized to perform: "
                + $"sts:AssumeRole on resource: {request.RoleArn}");
        }

        var seconds = request.DurationSeconds ?? Math.Min(DurationDefault, role.MaxSessionDuration);
        if (seconds > role.MaxSessionDuration)
        {
            return new StsError.Validation(
                "The requested DurationSeconds exceeds the MaxSessionDuration set for this role: "
                + $"{seconds} is more than {role.MaxSessionDuration}.");
        }

        var key = SessionKeys.Mint(given, seconds) with
        {
            PrincipalArn = $"arn:aws:sts::{arn.Account}:assumed-role/{role.RoleName}/{request.RoleSessionName}",
            UserId = $"{role.RoleId}:{request.RoleSessionName}",
            RoleArn = role.Arn,
        };
        return new Decision<AssumeRoleResponse>.Accept(
            new AssumeRoleResponse
            {
                Credentials = SessionKeys.Shape(key),
                AssumedRoleUser = new AssumedRoleUser { AssumedRoleId = key.UserId, Arn = key.PrincipalArn },
                SourceIdentity = request.SourceIdentity,
            },
            SessionKeys.Keep(key, scope, snapshot, given.Now));
    }

    private static bool MayAssume(Realm realm, string roleArn, Caller caller, [NotNullWhen(true)] out Role? role) =>
        RoleAccess.TryFind(realm, roleArn, out role)
        && RoleAccess.Trusts(role, new PolicyPrincipal("AWS", caller.Arn), "sts:AssumeRole");
}
