using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Wire.Schemas;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Changes one attribute of a VPC.</summary>
internal static class ModifyVpcAttribute
{
    public static Decision<Nothing> Decide(Shape.ModifyVpcAttributeRequest request, Snapshot snapshot, Given given)
    {
        if (!snapshot.In(given.Scope).Of<Vpc>().TryGet(request.VpcId, out var vpc))
        {
            return new Ec2Error.NotFound(Noun.Vpc, request.VpcId ?? "");
        }

        var asked = new[]
        {
            request.EnableDnsSupport?.Value,
            request.EnableDnsHostnames?.Value,
            request.EnableNetworkAddressUsageMetrics?.Value,
        };
        if (asked.Count(value => value is not null) != 1)
        {
            return new Ec2Error.InvalidParameterCombination("Exactly one attribute must be given, with its value.");
        }

        return Done.With(new Change.Put(given.Scope, vpc with
        {
            EnableDnsSupport = asked[0] ?? vpc.EnableDnsSupport,
            EnableDnsHostnames = asked[1] ?? vpc.EnableDnsHostnames,
            EnableNetworkAddressUsageMetrics = asked[2] ?? vpc.EnableNetworkAddressUsageMetrics,
        }));
    }
}
