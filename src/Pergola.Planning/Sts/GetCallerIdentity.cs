using Pergola.Api.Sts;
using Pergola.Domain;

namespace Pergola.Planning.Sts;

/// <summary>Says who signed the request.</summary>
internal static class GetCallerIdentity
{
    public static Decision<GetCallerIdentityResponse> Decide(
        GetCallerIdentityRequest request, Snapshot snapshot, Given given) => new GetCallerIdentityResponse
        {
            UserId = given.Caller.UserId,
            Account = given.Caller.Account,
            Arn = given.Caller.Arn,
        };
}
