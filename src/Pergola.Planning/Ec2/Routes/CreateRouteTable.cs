using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Makes a route table with the VPC's own routes. The same client token gives the same table.</summary>
internal static class CreateRouteTable
{
    public static Decision<Shape.CreateRouteTableResult> Decide(
        Shape.CreateRouteTableRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (request.ClientToken is { } token
            && realm.Of<RouteTable>().All.FirstOrDefault(each => each.ClientToken == token) is { } earlier)
        {
            return Answer(given.Scope, realm, earlier);
        }

        if (!realm.Of<Vpc>().TryGet(request.VpcId, out var vpc))
        {
            return new Ec2Error.NotFound(Noun.Vpc, request.VpcId ?? "");
        }

        if (TagList.Read(request.TagSpecifications, Noun.RouteTable, out var tags) is { } error)
        {
            return error;
        }

        var table = new RouteTable
        {
            RouteTableId = Mint.ResourceId(Noun.RouteTable.Prefix, given.Entropy),
            VpcId = vpc.VpcId,
            ClientToken = request.ClientToken,
            Tags = tags,
        };
        return new Decision<Shape.CreateRouteTableResult>.Accept(
            Answer(given.Scope, realm, table), [new Change.Put(given.Scope, table)]);
    }

    private static Shape.CreateRouteTableResult Answer(Scope scope, Realm realm, RouteTable table) =>
        new() { ClientToken = table.ClientToken, RouteTable = RouteTableView.Of(scope, realm, table) };
}
