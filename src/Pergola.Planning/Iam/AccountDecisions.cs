using Pergola.Api.Iam;
using Pergola.Domain;

namespace Pergola.Planning.Iam;

/// <summary>GetUser and ListAccountAliases: there are no users beside the account's root, and no aliases.</summary>
internal static class AccountDecisions
{
    // The root user is as old as the account, which has no birthday here.
    private static readonly DateTimeOffset s_created = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static Decision<GetUserResponse> GetUser(GetUserRequest request, Snapshot snapshot, Given given)
    {
        if (request.UserName is { } name)
        {
            return new IamError.NoSuchEntity($"The user with name {name} cannot be found.");
        }

        if (given.Caller.Arn.Contains(":assumed-role/", StringComparison.Ordinal))
        {
            return new IamError.Validation("Must specify userName when calling with non-User credentials");
        }

        return new GetUserResponse
        {
            User = new User
            {
                Path = "/",
                UserName = "root",
                UserId = given.Scope.Account,
                Arn = $"arn:aws:iam::{given.Scope.Account}:root",
                CreateDate = s_created,
            },
        };
    }

    public static Decision<ListAccountAliasesResponse> ListAliases(
        ListAccountAliasesRequest request, Snapshot snapshot, Given given) =>
        new ListAccountAliasesResponse { AccountAliases = [], IsTruncated = false };
}
