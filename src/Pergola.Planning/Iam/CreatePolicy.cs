using System.Collections.Immutable;
using Pergola.Api.Iam;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Identity;

namespace Pergola.Planning.Iam;

/// <summary>Creates a managed policy of the account, with its first version.</summary>
internal static class CreatePolicy
{
    public static Decision<CreatePolicyResponse> Decide(CreatePolicyRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope.Global);
        var policies = realm.Of<ManagedPolicy>();
        if (policies.All.Any(policy => policy.PolicyName == request.PolicyName))
        {
            return new IamError.EntityAlreadyExists(
                $"A policy called {request.PolicyName} already exists. Duplicate names are not allowed.");
        }

        if (policies.Count >= IamQuota.PoliciesMax)
        {
            return new IamError.LimitExceeded($"Cannot exceed quota for PoliciesPerAccount: {IamQuota.PoliciesMax}");
        }

        var (tags, tagError) = IamTags.Merge(ImmutableSortedDictionary<string, string>.Empty, request.Tags);
        if ((PolicyCheck.Managed(request.PolicyDocument) ?? tagError) is { } error)
        {
            return error;
        }

        var path = request.Path ?? "/";
        var policy = new ManagedPolicy
        {
            Arn = $"arn:aws:iam::{given.Scope.Account}:policy{path}{request.PolicyName}",
            PolicyName = request.PolicyName,
            PolicyId = Mint.UpperAlphanumeric("ANPA", 17, given.Entropy),
            Path = path,
            Description = request.Description,
            CreateDate = given.Now,
            UpdateDate = given.Now,
            DefaultVersionId = "v1",
            VersionCount = 1,
            Versions = [new ManagedPolicyVersion("v1", request.PolicyDocument, given.Now)],
            Tags = tags,
        };
        return new Decision<CreatePolicyResponse>.Accept(
            new CreatePolicyResponse { Policy = IamShapes.Of(policy, realm) },
            [new Change.Put(given.Scope.Global, policy)]);
    }
}
