using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using TargetGroup = Pergola.Domain.VpcLattice.TargetGroup;

namespace Pergola.Planning.VpcLattice;

/// <summary>CreateTargetGroup: echoes the configuration with every default; the group is ACTIVE afterwards.</summary>
internal static class CreateTargetGroup
{
    public static Decision<CreateTargetGroupResponse> Decide(
        CreateTargetGroupRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        var token = ClientToken.Read<TargetGroup>(
            VpcLatticeApi.CreateTargetGroup, request, request.ClientToken, realm, given);
        if (token.Conflict is { } reused)
        {
            return reused;
        }

        if (realm.Of<TargetGroup>().TryGet(token.ResourceId, out var same))
        {
            return Response(same);
        }

        if (Refuse(request, realm, given) is { } refusal)
        {
            return refusal;
        }

        var id = Mint.ResourceId(LatticeIds.TargetGroup, given.Entropy);
        var group = new TargetGroup
        {
            TargetGroupId = id,
            Arn = LatticeIds.ArnOf(given.Scope, "targetgroup", id),
            Name = request.Name,
            Type = request.Type,
            Config = TargetGroupConfigs.Effective(request.Type, request.Config),
            Status = TargetGroupStatus.CreateInProgress,
            CreatedAt = given.Now,
            LastUpdatedAt = given.Now,
            Tags = LatticeTags.Of(request.Tags),
        };
        return new Decision<CreateTargetGroupResponse>.Accept(
            Response(group), [new Change.Put(given.Scope, group), .. token.Remember(given, id)]);
    }

    private static LatticeError? Refuse(CreateTargetGroupRequest request, Realm realm, Given given)
    {
        if (LatticeError.Validation.OfAll(
            [.. LatticeTags.Faults(request.Tags), .. TargetGroupConfigs.Faults(request.Type, request.Config)])
            is { } faulty)
        {
            return faulty;
        }

        if (request.Config?.VpcIdentifier is { } vpc && realm.Of<Vpc>().Find(vpc) is null)
        {
            return new LatticeError.NotFound(vpc, "VPC");
        }

        return UniqueName.Refuse<TargetGroup>(realm, request.Name)
            ?? LatticeQuota.TargetGroups.Refuse<TargetGroup>(given, realm.Of<TargetGroup>().Count);
    }

    private static CreateTargetGroupResponse Response(TargetGroup group) => new()
    {
        Id = group.Id,
        Arn = group.Arn,
        Name = group.Name,
        Type = group.Type,
        Config = group.Config,
        Status = group.Status,
    };
}
