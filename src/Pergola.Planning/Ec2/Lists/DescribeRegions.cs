using Pergola.Domain;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Lists the regions that need no opt-in; Pergola serves every region, these are the usual ones.</summary>
internal static class DescribeRegions
{
    private static readonly string[] s_regions =
    [
        "ap-south-1", "eu-north-1", "eu-west-3", "eu-west-2", "eu-west-1", "ap-northeast-3", "ap-northeast-2",
        "ap-northeast-1", "ca-central-1", "sa-east-1", "ap-southeast-1", "ap-southeast-2", "eu-central-1", "us-east-1",
        "us-east-2", "us-west-1", "us-west-2",
    ];

    private static readonly Catalog<Shape.Region> s_catalog = new(
        new Noun("", "region", "InvalidParameterValue", "region"),
        static region => region.RegionName!,
        static (region, name) => name switch
        {
            "region-name" => [region.RegionName],
            "endpoint" => [region.Endpoint],
            "opt-in-status" => [region.OptInStatus],
            _ => null,
        });

    public static Decision<Shape.DescribeRegionsResult> Decide(
        Shape.DescribeRegionsRequest request, Snapshot snapshot, Given given) => s_catalog.Search(
            s_regions.Append(given.Scope.Region).Distinct().Select(region => new Shape.Region
            {
                RegionName = region,
                Endpoint = $"ec2.{region}.amazonaws.com",
                OptInStatus = "opt-in-not-required",
            }),
            new Query(request.RegionNames, request.Filters),
            (regions, _) => new Shape.DescribeRegionsResult { Regions = regions });
}
