using Pergola.Api.Sts;
using Pergola.Domain;

namespace Pergola.Planning.Sts;

/// <summary>Says to which account an access key belongs.</summary>
internal static class GetAccessKeyInfo
{
    /// <summary>The account of every key that says nothing else.</summary>
    private const string AccountDefault = "000000000000";

    public static Decision<GetAccessKeyInfoResponse> Decide(
        GetAccessKeyInfoRequest request, Snapshot snapshot, Given given)
    {
        var key = request.AccessKeyId;
        var isAccount = key.Length == 12 && key.All(char.IsAsciiDigit);
        return new GetAccessKeyInfoResponse
        {
            Account = SessionKeys.Find(snapshot, key)?.Scope.Account ?? (isAccount ? key : AccountDefault),
        };
    }
}
