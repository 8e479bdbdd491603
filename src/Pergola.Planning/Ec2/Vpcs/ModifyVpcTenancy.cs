using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Takes a VPC from dedicated to default tenancy; the way back does not exist.</summary>
internal static class ModifyVpcTenancy
{
    public static Decision<Shape.ModifyVpcTenancyResult> Decide(
        Shape.ModifyVpcTenancyRequest request, Snapshot snapshot, Given given)
    {
        if (!snapshot.In(given.Scope).Of<Vpc>().TryGet(request.VpcId, out var vpc))
        {
            return new Ec2Error.NotFound(Noun.Vpc, request.VpcId ?? "");
        }

        if (request.InstanceTenancy != "default")
        {
            return new Ec2Error.InvalidParameterValue(
                $"Value ({request.InstanceTenancy}) for parameter instanceTenancy is invalid. It must be default.");
        }

        return new Decision<Shape.ModifyVpcTenancyResult>.Accept(
            new Shape.ModifyVpcTenancyResult { ReturnValue = true },
            [new Change.Put(given.Scope, vpc with { InstanceTenancy = "default" })]);
    }
}
