using System.Collections.Immutable;
using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>
/// Begins the deletion of endpoints; each is Deleting when this answers, and gone by the loop. What cannot be deleted
/// is listed with its error, and the others go.
/// </summary>
internal static class DeleteVpcEndpoints
{
    public static Decision<Shape.DeleteVpcEndpointsResult> Decide(
        Shape.DeleteVpcEndpointsRequest request, Snapshot snapshot, Given given)
    {
        var endpoints = snapshot.In(given.Scope).Of<VpcEndpoint>();
        var asked = request.VpcEndpointIds.Distinct(StringComparer.Ordinal).ToImmutableArray();
        return new Decision<Shape.DeleteVpcEndpointsResult>.Accept(
            new Shape.DeleteVpcEndpointsResult
            {
                Unsuccessful = [.. asked.Where(id => endpoints.Find(id) is null).Select(Absent)],
            },
            [
                .. asked.Select(endpoints.Find)
                    .Where(each => each is not null && each.State != VpcEndpointState.Deleting)
                    .Select(each => new Change.Put(given.Scope, each! with
                    {
                        State = VpcEndpointState.Deleting,
                        SinceRevision = snapshot.Revision + 1,
                    })),
            ]);
    }

    private static Shape.UnsuccessfulItem Absent(string id)
    {
        var error = new Ec2Error.NotFound(Noun.VpcEndpoint, id);
        return new Shape.UnsuccessfulItem
        {
            ResourceId = id,
            Error = new Shape.UnsuccessfulItemError { Code = error.Code, Message = error.Message },
        };
    }
}
