using Pergola.Api.Sts;
using Pergola.Domain;

namespace Pergola.Planning.Sts;

/// <summary>Hands out credentials that stand for the caller itself.</summary>
internal static class GetSessionToken
{
    /// <summary>AWS's default: twelve hours.</summary>
    private const int DurationDefault = 43_200;

    public static Decision<GetSessionTokenResponse> Decide(
        GetSessionTokenRequest request, Snapshot snapshot, Given given)
    {
        var key = SessionKeys.Mint(given, request.DurationSeconds ?? DurationDefault);
        return new Decision<GetSessionTokenResponse>.Accept(
            new GetSessionTokenResponse { Credentials = SessionKeys.Shape(key) },
            SessionKeys.Keep(key, given.Scope.Global, snapshot, given.Now));
    }
}
