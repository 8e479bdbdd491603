using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;
using TargetGroup = Pergola.Domain.VpcLattice.TargetGroup;

namespace Pergola.Planning.VpcLattice;

/// <summary>GetTargetGroup and ListTargetGroups.</summary>
internal static class ReadTargetGroups
{
    public static Decision<GetTargetGroupResponse> Get(GetTargetGroupRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!LatticeLookup.TryFind<TargetGroup>(realm, request.TargetGroupIdentifier, out var group, out var refusal))
        {
            return refusal;
        }

        return new GetTargetGroupResponse
        {
            Id = group.Id,
            Arn = group.Arn,
            Name = group.Name,
            Type = group.Type,
            Config = group.Config,
            CreatedAt = group.CreatedAt,
            LastUpdatedAt = group.LastUpdatedAt,
            Status = group.Status,
            ServiceArns = ServiceArns(realm, group),
        };
    }

    public static Decision<ListTargetGroupsResponse> List(
        ListTargetGroupsRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        var wanted = realm.Of<TargetGroup>().All.Where(group =>
            (request.VpcIdentifier is null || group.Config?.VpcIdentifier == request.VpcIdentifier)
            && (request.TargetGroupType is null || group.Type == request.TargetGroupType));
        if (!Page<TargetGroup>.TryCut(
            VpcLatticeApi.ListTargetGroups,
            request,
            given,
            wanted,
            out var page,
            out var refusal))
        {
            return refusal;
        }

        return new ListTargetGroupsResponse
        {
            Items = [.. page.Resources.Select(group => Summary(realm, group))],
            NextToken = page.NextToken,
        };
    }

    private static TargetGroupSummary Summary(Realm realm, TargetGroup group) => new()
    {
        Id = group.Id,
        Arn = group.Arn,
        Name = group.Name,
        Type = group.Type,
        CreatedAt = group.CreatedAt,
        Port = group.Config?.Port,
        Protocol = group.Config?.Protocol,
        IpAddressType = group.Config?.IpAddressType,
        VpcIdentifier = group.Config?.VpcIdentifier,
        LastUpdatedAt = group.LastUpdatedAt,
        Status = group.Status,
        ServiceArns = ServiceArns(realm, group),
        LambdaEventStructureVersion = group.Config?.LambdaEventStructureVersion,
    };

    private static string[] ServiceArns(Realm realm, TargetGroup group) =>
    [
        .. TargetGroupUse.RulesOf(realm, group.Id)
            .Select(rule => realm.Of<LatticeService>()[rule.ServiceId].Arn)
            .Distinct(StringComparer.Ordinal),
    ];
}
