using Pergola.Core;
using Pergola.Domain;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Shows the one DHCP options set of an account in a region: Amazon's resolver.</summary>
internal static class DescribeDhcpOptions
{
    /// <summary>The id of the set; the same for every VPC of the scope.</summary>
    public static string DefaultId(Scope scope) => PrefixLists.StableId(Noun.DhcpOptions.Prefix, $"dhcp/{scope}");

    public static Decision<Shape.DescribeDhcpOptionsResult> Decide(
        Shape.DescribeDhcpOptionsRequest request, Snapshot snapshot, Given given)
    {
        var catalog = new Catalog<Shape.DhcpOptions>(
            Noun.DhcpOptions,
            options => options.DhcpOptionsId!,
            (options, name) => name switch
            {
                "dhcp-options-id" => [options.DhcpOptionsId],
                "owner-id" => [options.OwnerId],
                "key" => options.DhcpConfigurations!.Select(each => each.Key),
                "value" => options.DhcpConfigurations!.SelectMany(each => each.Values!).Select(value => value.Value),
                _ => null,
            });
        return catalog.Search(
            [Default(given.Scope)],
            new Query(request.DhcpOptionsIds, request.Filters, request.MaxResults, request.NextToken),
            (options, next) => new Shape.DescribeDhcpOptionsResult { DhcpOptions = options, NextToken = next });
    }

    private static Shape.DhcpOptions Default(Scope scope) => new()
    {
        DhcpOptionsId = DefaultId(scope),
        OwnerId = scope.Account,
        Tags = [],
        DhcpConfigurations =
        [
            Configuration("domain-name", $"{scope.Region}.compute.internal"),
            Configuration("domain-name-servers", "AmazonProvidedDNS"),
        ],
    };

    private static Shape.DhcpConfiguration Configuration(string key, string value) =>
        new() { Key = key, Values = [new Shape.AttributeValue { Value = value }] };
}
