using System.Collections.Immutable;
using Pergola.Api.Cloudwatch;
using Pergola.Core;
using Pergola.Core.Metrics;
using Pergola.Domain;

namespace Pergola.Planning.Cloudwatch;

/// <summary>
/// The metrics of VPC Lattice as CloudWatch names them (VPC Lattice user guide, "CloudWatch metrics"): each is there
/// with the resource alone and with the zone as well. One node is one zone: the region's first.
/// </summary>
internal static class LatticeSeries
{
    public const string Namespace = "AWS/VpcLattice";

    private const string ZoneDimension = "AvailabilityZone";

    /// <summary>The caller's samples of one metric of one resource, a minute each, oldest first.</summary>
    public static IEnumerable<(DateTimeOffset Start, MetricSample Sample)> Find(
        Given given, string? @namespace, string? metric, IReadOnlyList<Dimension>? dimensions)
    {
        if (@namespace != Namespace || ResourceOf(given.Scope, dimensions ?? []) is not { } resource)
        {
            return [];
        }

        return
            from minute in given.Metrics.Minutes
            from sample in minute.Samples
            where sample.Metric == metric && IsOf(given.Scope, sample, resource.Kind, resource.Id)
            select (minute.Start, sample);
    }

    /// <summary>Every metric that the caller has, with its dimensions, in order.</summary>
    public static IEnumerable<Metric> All(Given given) =>
        from sample in given.Metrics.Minutes.SelectMany(minute => minute.Samples)
            .DistinctBy(sample => (sample.ResourceArn, sample.Metric))
        where Arn.TryParse(sample.ResourceArn, out var arn) && arn.Account == given.Scope.Account
            && arn.Region == given.Scope.Region
        orderby sample.ResourceArn, sample.Metric
        from dimensions in DimensionsOf(given.Scope, sample)
        select new Metric { Namespace = Namespace, MetricName = sample.Metric, Dimensions = dimensions };

    /// <summary>The unit of a metric.</summary>
    public static string UnitOf(string metric) =>
        metric == "RequestTime" ? StandardUnit.Milliseconds
        : metric.EndsWith("Bytes", StringComparison.Ordinal) ? StandardUnit.Bytes
        : StandardUnit.Count;

    private static IEnumerable<ImmutableArray<Dimension>> DimensionsOf(Scope scope, MetricSample sample)
    {
        var resource = new Dimension { Name = KindOf(sample.ResourceArn), Value = IdOf(sample.ResourceArn) };
        yield return [resource];
        yield return [new Dimension { Name = ZoneDimension, Value = ZoneOf(scope) }, resource];
    }

    private static (string Kind, string Id)? ResourceOf(Scope scope, IReadOnlyList<Dimension> dimensions)
    {
        var others = dimensions.Where(dimension => dimension.Name != ZoneDimension).ToList();
        var isHere = dimensions.All(dimension => dimension.Name != ZoneDimension || dimension.Value == ZoneOf(scope));
        return isHere && dimensions.Count - others.Count <= 1 && others is [var one] ? (one.Name, one.Value) : null;
    }

    private static bool IsOf(Scope scope, MetricSample sample, string kind, string id) =>
        sample.ResourceArn.EndsWith("/" + id, StringComparison.Ordinal)
        && KindOf(sample.ResourceArn) == kind
        && Arn.TryParse(sample.ResourceArn, out var arn)
        && (arn.Account, arn.Region) == (scope.Account, scope.Region);

    private static string KindOf(string arn) =>
        arn.Contains(":targetgroup/", StringComparison.Ordinal) ? "TargetGroup" : "Service";

    private static string IdOf(string arn) => arn[(arn.LastIndexOf('/') + 1)..];

    private static string ZoneOf(Scope scope) => scope.Region + "a";
}
