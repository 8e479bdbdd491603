using Pergola.Api.Sts;
using Pergola.Domain;

namespace Pergola.Planning.Sts;

/// <summary>Says to which account an access key belongs.</summary>
internal static class GetAccessKeyInfo
{
    public static Decision<GetAccessKeyInfoResponse> Decide(
        GetAccessKeyInfoRequest request, Snapshot snapshot, Given given)
    {
        var key = request.AccessKeyId;
        return new GetAccessKeyInfoResponse
        {
            Account = SessionKeys.Find(snapshot, key)?.Scope.Account ?? LastingKeys.AccountOf(key),
        };
    }
}
