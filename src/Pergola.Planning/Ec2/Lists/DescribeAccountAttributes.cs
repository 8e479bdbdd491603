using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Shows what the account may do: VPCs only, and which VPC is the default one.</summary>
internal static class DescribeAccountAttributes
{
    public static Decision<Shape.DescribeAccountAttributesResult> Decide(
        Shape.DescribeAccountAttributesRequest request, Snapshot snapshot, Given given)
    {
        var defaultVpc = snapshot.In(given.Scope).Of<Vpc>().All.FirstOrDefault(vpc => vpc.IsDefault)?.VpcId ?? "none";
        Shape.AccountAttribute[] all =
        [
            Attribute("supported-platforms", "VPC"),
            Attribute("default-vpc", defaultVpc),
            Attribute("vpc-max-security-groups-per-interface", $"{InterfaceAllocation.GroupsMax}"),
        ];
        return new Shape.DescribeAccountAttributesResult
        {
            AccountAttributes =
            [
                .. all.Where(attribute => request.AttributeNames is not { Count: > 0 } names
                    || names.Contains(attribute.AttributeName!)),
            ],
        };
    }

    private static Shape.AccountAttribute Attribute(string name, string value) => new()
    {
        AttributeName = name,
        AttributeValues = [new Shape.AccountAttributeValue { AttributeValue = value }],
    };
}
