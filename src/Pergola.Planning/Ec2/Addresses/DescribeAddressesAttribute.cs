using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Shows the reverse names of elastic addresses: none has one.</summary>
internal static class DescribeAddressesAttribute
{
    public static Decision<Shape.DescribeAddressesAttributeResult> Decide(
        Shape.DescribeAddressesAttributeRequest request, Snapshot snapshot, Given given)
    {
        var addresses = snapshot.In(given.Scope).Of<ElasticIp>();
        return (request.AllocationIds ?? []).FirstOrDefault(id => addresses.Find(id) is null) is { } absent
            ? new Ec2Error.NotFound(Noun.ElasticIp, absent)
            : new Shape.DescribeAddressesAttributeResult { Addresses = [] };
    }
}
