using System.Collections.Immutable;
using System.Globalization;
using Pergola.Core;
using Pergola.Machine.Tasks;
using Pergola.Planning.Iam.Policies;

namespace Pergola.Planning.Access;

/// <summary>
/// The condition keys of a request to a service (service authorization reference, "VPC Lattice Services"; IAM user
/// guide, "Global condition context keys").
/// </summary>
internal sealed class RequestContext(
    AccessRequest request, AccessCaller caller, string serviceArn, ValueList<Label> serviceTags)
    : IPolicyContext
{
    private const string HeaderPrefix = "vpc-lattice-svcs:requestheader/";
    private const string QueryPrefix = "vpc-lattice-svcs:requestquerystring/";
    private const string PrincipalTagPrefix = "aws:principaltag/";
    private const string ResourceTagPrefix = "aws:resourcetag/";

    /// <inheritdoc/>
    public ImmutableArray<string> Values(string key)
    {
        if (Rest(key, HeaderPrefix) is { } header)
        {
            return Headers(header);
        }

        if (Rest(key, QueryPrefix) is { } parameter)
        {
            return QueryValues(parameter);
        }

        if (Rest(key, PrincipalTagPrefix) is { } tag)
        {
            return caller.Role is { } role ? Tag(role.Tags, tag) : [];
        }

        return Rest(key, ResourceTagPrefix) is { } ofService
            ? Tag(serviceTags, ofService)
            : Known(key) is { } value ? [value] : [];
    }

    private string? Known(string key) => key switch
    {
        "vpc-lattice-svcs:port" => request.Door.Port.ToString(CultureInfo.InvariantCulture),
        "vpc-lattice-svcs:requestmethod" => request.Method,
        "vpc-lattice-svcs:requestpath" => request.Path,
        "vpc-lattice-svcs:servicenetworkarn" => request.Door.ServiceNetworkArn,
        "vpc-lattice-svcs:servicearn" => serviceArn,
        "vpc-lattice-svcs:sourcevpc" => request.Door.VpcArn[(request.Door.VpcArn.LastIndexOf('/') + 1)..],
        "vpc-lattice-svcs:sourcevpcowneraccount" => AccountOf(request.Door.VpcArn),
        "aws:sourceip" => request.Source.ToString(),
        "aws:securetransport" => request.Door.IsSecure ? "true" : "false",
        "aws:currenttime" => request.Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        "aws:epochtime" => request.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        "aws:resourceaccount" => AccountOf(serviceArn),
        "aws:requestedregion" => Arn.TryParse(serviceArn, out var arn) ? arn.Region : null,
        "aws:useragent" => Headers("user-agent").FirstOrDefault(),
        "aws:referer" => Headers("referer").FirstOrDefault(),
        "aws:principaltype" => caller.Type,
        "aws:principalarn" => caller.Role?.Arn ?? caller.Arn,
        "aws:principalaccount" => caller.Arn is { } who ? AccountOf(who) : null,
        _ => null,
    };

    private ImmutableArray<string> Headers(string name) =>
    [
        .. request.Headers
            .Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(header => header.Value),
    ];

    // What cannot be decoded is compared as it is, so that it hides nothing of the others.
    private ImmutableArray<string> QueryValues(string name) =>
    [
        .. request.Query.Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split('=', 2))
            .Where(part => Decode(part[0]).Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(part => part.Length == 2 ? Decode(part[1]) : ""),
    ];

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static ImmutableArray<string> Tag(ValueList<Label> tags, string key) =>
    [
        .. tags.Where(tag => tag.Name.Equals(key, StringComparison.OrdinalIgnoreCase)).Select(tag => tag.Value),
    ];

    private static string? AccountOf(string arn) => Arn.TryParse(arn, out var parsed) ? parsed.Account : null;

    private static string? Rest(string key, string prefix) =>
        key.StartsWith(prefix, StringComparison.Ordinal) ? key[prefix.Length..] : null;
}
